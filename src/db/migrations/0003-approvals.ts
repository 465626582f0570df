// Requests of three kinds: lists that shrink, exemptions that end, previews, notices, and places where requests are posted.

export const APPROVALS = `
-- An approval counts for one list: of a shorter one the same person may be asked again.
ALTER TABLE guard.request_decisions ADD COLUMN content text NOT NULL DEFAULT '';
ALTER TABLE guard.request_decisions DROP CONSTRAINT request_decisions_request_id_person_id_key;
ALTER TABLE guard.request_decisions ADD UNIQUE (request_id, person_id, content);

-- A reminder is one more message with the same card: its number is its slot, 0 is the first card.
ALTER TABLE guard.deliveries ADD COLUMN slot integer NOT NULL DEFAULT 0;
DROP INDEX guard.deliveries_one_post;
CREATE UNIQUE INDEX deliveries_one_post ON guard.deliveries (subject_kind, subject_id, conversation_id, slot)
  WHERE posted_by_outbox;

ALTER TABLE guard.exemptions
  ADD COLUMN kind text NOT NULL DEFAULT 'exempt',
  ADD COLUMN request_id text NOT NULL DEFAULT '',
  ADD COLUMN since timestamptz NOT NULL DEFAULT now(),
  -- What the mailbox was like when it was exempted, as JSON.
  ADD COLUMN baseline text NOT NULL DEFAULT '{"verdict":"exposed","evidence":"not-known"}',
  -- When its end was dealt with; null while that is still to come.
  ADD COLUMN ended_at timestamptz;
CREATE INDEX exemptions_running ON guard.exemptions (until) WHERE ended_at IS NULL;

-- What a person is about to ask for, shown to them first; kept for a day.
CREATE TABLE guard.drafts (
  id text PRIMARY KEY,
  person_id text NOT NULL,
  created_at timestamptz NOT NULL,
  -- The Draft as JSON.
  body text NOT NULL,
  -- The request that it became.
  request_id text
);
CREATE INDEX drafts_by_age ON guard.drafts (created_at);

-- Messages that the bot sends by itself about something other than a request, as JSON; their cards are edited when they change.
CREATE TABLE guard.notices (
  id text PRIMARY KEY,
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz NOT NULL,
  body text NOT NULL
);

-- What a block would stop, as it was last read for an account, as JSON.
CREATE TABLE guard.impacts (
  object_id text PRIMARY KEY,
  read_at timestamptz NOT NULL,
  body text NOT NULL
);

-- Where requests are posted besides the approvers' own chats.
ALTER TABLE guard.places ADD COLUMN approvals_by_id text, ADD COLUMN approvals_by_name text;
`;
