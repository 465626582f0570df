// Which version a press was last answered with, and when: an answer may land after an edit that is newer.

export const ANSWERED = `
ALTER TABLE guard.deliveries
  ADD COLUMN answered_at timestamptz,
  ADD COLUMN answered_version integer;
`;
