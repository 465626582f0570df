// Blocks that were begun and have no outcome yet.

export const BEGUN_WRITES = `
CREATE TABLE guard.begun_writes (
  request_id text NOT NULL,
  object_id text NOT NULL,
  begun_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (request_id, object_id)
);
`;
