// Watching and findings: what was seen, what is worth telling, to whom, and how far watching has come.

export const ALERTS = `
-- One row: the WatchState as JSON, moved on by compare-and-set on its version.
CREATE TABLE guard.watch_state (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  version bigint NOT NULL,
  answered_at timestamptz,
  completed_at timestamptz,
  body text NOT NULL
);

-- Watched accounts as they were last seen; a mailbox that goes keeps its row.
CREATE TABLE guard.sightings (
  object_id text PRIMARY KEY,
  first_seen_at timestamptz NOT NULL,
  read_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  blocked_at timestamptz,
  gone_at timestamptz,
  sign_in text NOT NULL,
  -- When its own sign-ins were last asked for.
  looked_at timestamptz,
  last_sign_in_at timestamptz,
  -- The AssessedMailbox as JSON.
  body text NOT NULL
);
CREATE INDEX sightings_to_look_at ON guard.sightings (looked_at NULLS FIRST, object_id)
  WHERE sign_in = 'allowed' AND gone_at IS NULL;

CREATE TABLE guard.findings (
  id text PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY,
  -- An object id, or 'check:' and the name of the check.
  subject text NOT NULL,
  episode integer NOT NULL CHECK (episode > 0),
  kind text NOT NULL,
  -- Place in the order of risks; -1 for the bot's own checks, which come first.
  risk_rank smallint NOT NULL,
  type text,
  state text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  -- Since when nobody takes care of it; null in every state but 'open'.
  open_since timestamptz,
  snoozed_until timestamptz,
  closed_at timestamptz,
  -- The Finding as JSON.
  body text NOT NULL,
  UNIQUE (subject, episode)
);
-- One a mailbox or check at most that is not closed.
CREATE UNIQUE INDEX findings_one_open ON guard.findings (subject) WHERE closed_at IS NULL;
CREATE INDEX findings_in_order ON guard.findings ((closed_at IS NOT NULL), risk_rank, number DESC);
CREATE INDEX findings_snoozed ON guard.findings (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX findings_unattended ON guard.findings (open_since) WHERE open_since IS NOT NULL;

-- Findings whose enabling is looked for in the directory's log.
CREATE TABLE guard.look_ups (
  finding_id text PRIMARY KEY REFERENCES guard.findings (id),
  tries integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL
);

CREATE TABLE guard.digests (
  id text PRIMARY KEY,
  reason text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz NOT NULL
);
CREATE TABLE guard.digest_findings (
  digest_id text NOT NULL REFERENCES guard.digests (id),
  finding_id text NOT NULL REFERENCES guard.findings (id),
  PRIMARY KEY (digest_id, finding_id)
);
CREATE INDEX digest_findings_by_finding ON guard.digest_findings (finding_id);

CREATE TABLE guard.subscriptions (
  conversation_id text PRIMARY KEY,
  created_at timestamptz NOT NULL,
  -- The Subscription as JSON.
  body text NOT NULL
);

-- How the tenant stood at the end of each day.
CREATE TABLE guard.trend (
  day date PRIMARY KEY,
  -- The TrendDay as JSON.
  body text NOT NULL
);
`;
