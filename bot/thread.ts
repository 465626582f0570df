// Channels and their threads: what holds for a channel holds in all of its threads.

/** A channel's thread carries the channel's id and its own: what holds for the channel holds in all of its threads. */
export function rootOf(conversationId: string): string {
  return conversationId.split(';messageid=')[0] ?? conversationId;
}

/** The reference of a thread, led back to its channel. */
export function rootReference(reference: string, root: string): string {
  const { conversation, ...rest } = JSON.parse(reference) as { readonly conversation: object };
  return JSON.stringify({ ...rest, conversation: { ...conversation, id: root } });
}
