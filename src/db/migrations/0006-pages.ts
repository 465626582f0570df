// Cards of long lists stay at the page that a person turned them to, and are drawn anew when more is known.

export const PAGES = `
ALTER TABLE guard.deliveries
  ADD COLUMN page integer NOT NULL DEFAULT 0,
  -- How often the card was to be drawn anew though its subject had not changed, and up to which time it was.
  ADD COLUMN draw integer NOT NULL DEFAULT 0,
  ADD COLUMN drawn integer NOT NULL DEFAULT 0;

-- Kept for minutes only, and without who has access until now.
DELETE FROM guard.impacts;
`;
