// When something last arrived in a conversation, so that who is told can be shown together with how that goes.

export const TOLD = `
-- When this card was last sent or edited; null: never.
ALTER TABLE guard.deliveries ADD COLUMN told_at timestamptz;
CREATE INDEX deliveries_of_place ON guard.deliveries (conversation_id, number);
`;
