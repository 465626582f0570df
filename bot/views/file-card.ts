// The two cards that Teams itself draws for a file: whether the person wants it, and where it is.
import type { FileOffer } from '../../src/delivery/file-offer.js';
import { plain } from './plain.js';

/** learn.microsoft.com: "Send and receive files using bot". */
export interface FileCard {
  /** What a notification says. */
  readonly summary: string;
  readonly attachment: {
    readonly contentType: string;
    readonly name: string;
    readonly contentUrl?: string;
    readonly content: Readonly<Record<string, unknown>>;
  };
}

/** Asks whether the person wants the file in their OneDrive. What comes back is the offer's id and nothing else. */
export function consentCard({ id, name }: FileOffer, sizeInBytes: number): FileCard {
  const context = { offer: id };
  return {
    summary: `A file for you: ${name}`,
    attachment: {
      contentType: 'application/vnd.microsoft.teams.card.file.consent',
      name,
      content: {
        description: 'Sign-in to mailboxes against CIS M365 1.2.2, made from the newest scan when you allow it.',
        sizeInBytes,
        acceptContext: context,
        declineContext: context,
      },
    },
  };
}

/** Where the file is, as Teams said when it made room for it. */
export interface UploadedFile {
  readonly name: string;
  readonly contentUrl: string;
  readonly uniqueId: string;
  readonly fileType: string;
}

export function fileInfoCard({ name, contentUrl, uniqueId, fileType }: UploadedFile): FileCard {
  const shown = plain(name);
  return {
    summary: `Your file is there: ${shown}`,
    attachment: {
      contentType: 'application/vnd.microsoft.teams.card.file.info',
      name: shown,
      contentUrl,
      content: { uniqueId, fileType },
    },
  };
}
