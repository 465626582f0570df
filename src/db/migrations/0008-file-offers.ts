// Files that people were offered in their chats, until they answer.

export const FILE_OFFERS = `
CREATE TABLE guard.file_offers (
  id text PRIMARY KEY,
  person_id text NOT NULL,
  conversation_id text NOT NULL,
  format text NOT NULL,
  name text NOT NULL,
  offered_at timestamptz NOT NULL,
  -- The message with the card; null until it is sent.
  message_id text
);
CREATE INDEX file_offers_by_age ON guard.file_offers (offered_at);
`;
