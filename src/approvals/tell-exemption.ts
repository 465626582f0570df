// Who hears that an exemption ends: its owner and who asked for it; the approvers, where the owner cannot be told.
import type { Exemption } from '../mailboxes/mailbox.js';
import type { Request } from './request.js';

export interface TellDoors {
  /** Conversation ids of the chats that these people have with the bot. */
  chatsOf(objectIds: readonly string[]): Promise<readonly string[]>;
  /** Whether this person still has an account that may sign in; true where Microsoft does not say. */
  isActive(objectId: string): Promise<boolean>;
  /** Conversation ids where approvers can be told, their own chats and others. @throws Refused upstream-* */
  approverChats(): Promise<readonly string[]>;
}

export interface Told {
  readonly chats: readonly string[];
  /** `owner` when the owner could not be told: somebody else has to see to it. */
  readonly insteadOf: 'owner' | null;
}

/** @throws Refused upstream-* when the approvers are needed and cannot be read */
export async function whoHears(
  { ownerId }: Pick<Exemption, 'ownerId'>,
  request: Pick<Request, 'requester'> | null,
  doors: TellDoors,
): Promise<Told> {
  const asked = request?.requester.objectId.toLowerCase() ?? ownerId;
  const owner = (await doors.isActive(ownerId)) ? await doors.chatsOf([ownerId]) : [];
  const asker = asked === ownerId.toLowerCase() ? [] : await doors.chatsOf([asked]);
  if (owner.length > 0) return { chats: unique([...owner, ...asker]), insteadOf: null };
  return { chats: unique([...asker, ...(await doors.approverChats())]), insteadOf: 'owner' };
}

function unique(chats: readonly string[]): readonly string[] {
  return [...new Set(chats)];
}
