// A file that a person was offered in the chat with the bot: kept as what it will be, made when the person accepts it.

export const FILE_FORMATS = ['csv', 'jsonl'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export interface FileOffer {
  /** Opaque, and all that the card in the chat carries. */
  readonly id: string;
  readonly personId: string;
  readonly conversationId: string;
  readonly format: FileFormat;
  /** What the file is to be called. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The message with the card; null until it stands there. */
  readonly messageId: string | null;
}

/** Who answers an offer, where and when. */
export interface OfferAnswer {
  readonly personId: string;
  readonly conversationId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface FileOffers {
  /** Forgets those that are older than a day. */
  keep(offer: FileOffer): Promise<void>;
  /** Notes the message with the card. */
  shown(id: string, messageId: string): Promise<void>;
  /** An offer is answered once, within a day, by whom it was made to, where it was made; null for anything else. */
  take(id: string, answer: OfferAnswer): Promise<FileOffer | null>;
}
