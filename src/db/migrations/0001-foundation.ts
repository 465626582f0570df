// The first tables: scans, requests, the record, places, deliveries, exemptions.

export const FOUNDATION = `
-- The newest scan and those before it that are not dropped yet; the highest number answers.
CREATE TABLE guard.scans (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  started_at timestamptz NOT NULL,
  -- The Scan as JSON.
  body text NOT NULL
);

-- The mailboxes of the newest scan. Unchanged rows stay as they are from scan to scan.
CREATE TABLE guard.mailboxes (
  -- Object id, or address where there is none.
  key text PRIMARY KEY,
  object_id text,
  type text NOT NULL,
  verdict text NOT NULL,
  -- Place of the verdict, then of the evidence, in the order of the list.
  verdict_rank smallint NOT NULL,
  evidence_rank smallint NOT NULL,
  -- Folded for comparing without case.
  name_key text NOT NULL,
  address_key text NOT NULL,
  upn_key text NOT NULL,
  -- Folded further, accents off: what is sorted by and searched in.
  sort_key text NOT NULL,
  search text NOT NULL,
  -- The AssessedMailbox as JSON.
  body text NOT NULL,
  -- When it was last read again by itself; null since the scan.
  refreshed_at timestamptz
);
CREATE INDEX mailboxes_in_order ON guard.mailboxes (verdict_rank, evidence_rank, sort_key COLLATE "C", key COLLATE "C");

CREATE TABLE guard.requests (
  id text PRIMARY KEY,
  -- Tells requests of the same millisecond apart.
  number bigint GENERATED ALWAYS AS IDENTITY,
  action text NOT NULL,
  state text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  requester_id text NOT NULL,
  content_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  run_by timestamptz,
  changed_at timestamptz NOT NULL,
  -- The rest (reason, requester, rules, origin, ...) as JSON, exactly as it was said.
  body text NOT NULL
);
CREATE INDEX requests_newest_first ON guard.requests (created_at, number);
CREATE INDEX requests_open ON guard.requests (id) WHERE state IN ('pending', 'approved', 'applying');

CREATE TABLE guard.request_items (
  request_id text NOT NULL REFERENCES guard.requests (id),
  position integer NOT NULL,
  object_id text NOT NULL,
  -- The item as shown to the approver, and what became of it, each as JSON.
  body text NOT NULL,
  outcome text,
  PRIMARY KEY (request_id, position),
  UNIQUE (request_id, object_id)
);
CREATE INDEX request_items_of_mailbox ON guard.request_items (object_id);

CREATE TABLE guard.request_decisions (
  request_id text NOT NULL REFERENCES guard.requests (id),
  position integer NOT NULL,
  person_id text NOT NULL,
  verdict text NOT NULL,
  decided_at timestamptz NOT NULL,
  -- The decision as JSON.
  body text NOT NULL,
  PRIMARY KEY (request_id, position),
  -- A person counts once.
  UNIQUE (request_id, person_id)
);

-- The record: a hash chain that is only ever added to. The columns beside the body are there to find it by.
CREATE TABLE guard.record (
  seq bigint PRIMARY KEY CHECK (seq > 0),
  at text NOT NULL,
  event text NOT NULL,
  request_id text,
  mailbox text,
  body text NOT NULL,
  prev text NOT NULL,
  hash text NOT NULL UNIQUE
);
CREATE INDEX record_of_request ON guard.record (request_id, seq) WHERE request_id IS NOT NULL;
CREATE INDEX record_of_mailbox ON guard.record (mailbox, seq) WHERE mailbox IS NOT NULL;

CREATE FUNCTION guard.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The record is only ever added to: % is refused.', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER record_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON guard.record
  FOR EACH STATEMENT EXECUTE FUNCTION guard.refuse_change();
-- Also for sessions that replay a replica's changes, where ordinary triggers sleep.
ALTER TABLE guard.record ENABLE ALWAYS TRIGGER record_is_append_only;

CREATE TABLE guard.places (
  conversation_id text PRIMARY KEY,
  kind text NOT NULL,
  tenant_id text NOT NULL,
  service_url text NOT NULL,
  reference text NOT NULL,
  person_id text,
  name text,
  seen_at timestamptz NOT NULL,
  admitted_by_id text,
  admitted_by_name text,
  admitted_at timestamptz,
  gone_because text,
  gone_at timestamptz
);
CREATE INDEX places_of_person ON guard.places (person_id, seen_at) WHERE kind = 'personal';

-- Conversations greeted since the bot was installed there.
CREATE TABLE guard.welcomes (conversation_id text PRIMARY KEY);

-- Activities already taken, for a day.
CREATE TABLE guard.activities (
  conversation_id text NOT NULL,
  activity_id text NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (conversation_id, activity_id)
);
CREATE INDEX activities_by_age ON guard.activities (seen_at);

CREATE TABLE guard.deliveries (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  conversation_id text NOT NULL,
  audience text NOT NULL,
  -- False for a card that stood in the chat already, such as the answer to a command.
  posted_by_outbox boolean NOT NULL,
  activity_id text,
  wanted_version integer NOT NULL,
  shown_version integer NOT NULL,
  state text NOT NULL,
  posts integer NOT NULL DEFAULT 0,
  error text
);
CREATE UNIQUE INDEX deliveries_one_post ON guard.deliveries (subject_kind, subject_id, conversation_id)
  WHERE posted_by_outbox;
CREATE UNIQUE INDEX deliveries_one_per_card ON guard.deliveries (subject_kind, subject_id, conversation_id, activity_id)
  WHERE activity_id IS NOT NULL;

CREATE TABLE guard.exemptions (
  object_id text PRIMARY KEY,
  owner_id text NOT NULL,
  owner_name text NOT NULL,
  reason text NOT NULL,
  until timestamptz NOT NULL
);

-- What the embedded store writes at every start to prove that writing is safe.
CREATE TABLE guard.self_test (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  starts bigint NOT NULL
);
`;
