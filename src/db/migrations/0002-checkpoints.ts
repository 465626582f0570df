// The record's signed checkpoints, the store's own id that they name, and how far each sink has been told.

export const CHECKPOINTS = `
-- Made once: a copy of the store keeps it, so that two histories of one store can be told to be two.
CREATE TABLE guard.identity (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  store_id uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO guard.identity DEFAULT VALUES;

CREATE TABLE guard.checkpoints (
  -- How many entries it seals.
  size bigint PRIMARY KEY CHECK (size > 0),
  hash text NOT NULL UNIQUE,
  -- Unique: no two checkpoints can follow the same one.
  previous text NOT NULL UNIQUE,
  -- The checkpoint with its signature, as canonical JSON.
  body text NOT NULL
);
CREATE TRIGGER checkpoints_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON guard.checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION guard.refuse_change();
ALTER TABLE guard.checkpoints ENABLE ALWAYS TRIGGER checkpoints_are_append_only;

CREATE TABLE guard.sinks (
  name text PRIMARY KEY,
  -- The last entry and the last checkpoint (by its size) that the sink took.
  entry bigint NOT NULL DEFAULT 0,
  checkpoint bigint NOT NULL DEFAULT 0,
  -- The instance that tells it just now, until then at the latest.
  holder text,
  held_until timestamptz
);
`;
