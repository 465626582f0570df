// Mentions in a place: of an urgent request's approvers who have not decided, and of nobody else.
import { reachLeft } from '../../src/approvals/reach.js';
import type { Request } from '../../src/approvals/request.js';
import { plain, plainName } from './plain.js';

/** As Teams takes it in `msteams.entities`: the text stands on the card, the name is what people see there. */
export interface Mention {
  /** Our own words: they stand where Markdown is read. */
  readonly text: string;
  /** Entra object id. */
  readonly id: string;
  readonly name: string;
}

/** A longer word would not fit a phone, and a mention cannot be broken. */
const NAME_LIMIT = 40;

/** Those without a chat come first: nothing else tells them. */
export function mentionsIn(request: Request): readonly Mention[] {
  const left = reachLeft(request);
  if (!request.isUrgent || request.state !== 'pending' || left === null) return [];
  return left.named.map(({ objectId, name }, index) => {
    return {
      text: `<at>Approver ${index + 1}</at>`,
      id: plain(objectId, 64),
      name: plain(plainName(name), NAME_LIMIT),
    };
  });
}

/** The line in which they stand; empty without any. */
export function mentionLine(mentions: readonly Mention[]): string {
  return mentions.length === 0 ? '' : `Waiting for ${mentions.map(({ text }) => text).join(', ')}`;
}
