// Reaching approvers: which card of a request is the newest in a chat, reviews that are owed, and apps the bot installed.

export const REACH = `
-- In the order in which they were added: a card gives way to a reminder that came after it.
ALTER TABLE guard.deliveries ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;

CREATE INDEX deliveries_of_subject ON guard.deliveries (subject_kind, subject_id, conversation_id, number);
CREATE INDEX deliveries_of_message ON guard.deliveries (activity_id) WHERE activity_id IS NOT NULL;

-- An urgent request that ran and was not looked at since.
ALTER TABLE guard.requests ADD COLUMN owes_review boolean NOT NULL DEFAULT false;
CREATE INDEX requests_owing_review ON guard.requests (id) WHERE owes_review;

-- When the bot was last asked to install itself for a person, and what came of it.
CREATE TABLE guard.installs (
  person_id text PRIMARY KEY,
  asked_at timestamptz NOT NULL,
  outcome text,
  -- Microsoft's sentence, where it refused.
  why text
);
`;
