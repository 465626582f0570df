// Reads the answer to the offer of a file: written by a client, so trusted no more than typed text.
import { Refused } from '../src/failure.js';
import { isServiceAddress } from './trust.js';
import type { UploadedFile } from './views/file-card.js';

/** Where the file is to be put, and what it will be there. */
export interface Room {
  /** A secret: whoever has it may write there. */
  readonly address: string;
  readonly file: UploadedFile;
}

export interface Consent {
  readonly offerId: string;
  /** Null: declined. */
  readonly room: Room | null;
}

const LONGEST_ADDRESS = 8_192;
const LONGEST_TEXT = 256;

/** @throws Refused bad-argument; upload-refused for an address that is none of these hosts' */
export function readConsent(value: unknown, hosts: readonly string[]): Consent {
  const said = recordAt({ value }, 'value');
  const offerId = textAt(recordAt(said, 'context'), 'offer', LONGEST_TEXT);
  if (said['type'] !== 'fileUpload') throw strange();
  if (said['action'] === 'decline') return { offerId, room: null };
  if (said['action'] !== 'accept') throw strange();
  return { offerId, room: readRoom(recordAt(said, 'uploadInfo'), hosts) };
}

type Values = Readonly<Record<string, unknown>>;

/** A file that somebody else named the place for would be tenant data in somebody else's hands. */
function readRoom(info: Values, hosts: readonly string[]): Room {
  const address = textAt(info, 'uploadUrl', LONGEST_ADDRESS);
  const contentUrl = textAt(info, 'contentUrl', LONGEST_ADDRESS);
  for (const one of [address, contentUrl]) {
    if (!isServiceAddress(one, hosts)) throw new Refused({ kind: 'upload-refused' });
  }
  const name = textAt(info, 'name', LONGEST_TEXT);
  const uniqueId = textAt(info, 'uniqueId', LONGEST_TEXT);
  return { address, file: { name, contentUrl, uniqueId, fileType: textAt(info, 'fileType', LONGEST_TEXT) } };
}

function recordAt(values: Values, key: string): Values {
  const found = values[key];
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return { ...found };
  throw strange();
}

function textAt(values: Values, key: string, limit: number): string {
  const found = values[key];
  if (typeof found === 'string' && found !== '' && found.length <= limit) return found;
  throw strange();
}

const strange = (): Refused =>
  new Refused({ kind: 'bad-argument', said: 'This answer', expected: 'Allow or Decline on a file that I offered' });
