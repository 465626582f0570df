// What chats and channels are called. Names are outside text: for TextRuns only.
import type { Place } from '../../src/delivery/ports.js';
import { plainName } from './plain.js';

const KIND: Readonly<Record<Place['kind'], string>> = {
  personal: 'Personal chat',
  groupChat: 'Group chat',
  channel: 'Channel',
};

/** "Channel Operations"; just the kind where Teams gave no name. */
export function placeName({ kind, name }: Pick<Place, 'kind' | 'name'>): string {
  return name === null || name.trim() === '' ? KIND[kind] : `${KIND[kind]} ${plainName(name)}`;
}
