// How stories read what the bot said: the next message, a request's id, the settled state of a card.
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import type { Chat, Person } from './stage.js';

/** Fits a message that says this somewhere. */
export const says =
  (text: string) =>
  (message: ChatMessage): boolean =>
    message.readable.includes(text);

/** Types a line and waits for the bot's next message in that chat. */
export async function answerTo(person: Person, text: string, chat: Chat = person.personalChat()): Promise<ChatMessage> {
  const before = chat.messages().length;
  await person.types(chat, text);
  return chat.waitFor((_, index) => index >= before, 15_000);
}

/** Sends what a preview shows; the message with the preview becomes the request's card. */
export async function sends(person: Person, preview: ChatMessage, chat: Chat): Promise<ChatMessage> {
  await person.presses(preview, { verb: 'submit' });
  return chat.waitFor((message) => message.id === preview.id && says('equest')(message) && !isPreview(message), 15_000);
}

/** A bot that only watches says that first. */
const isPreview = ({ readable }: ChatMessage): boolean => /^(?:Watch mode.*\n)?Preview/u.test(readable);

/** Asks as a person does: types the line, looks at the preview, sends it. Returns the request's card. */
export async function asks(person: Person, text: string, chat: Chat = person.personalChat()): Promise<ChatMessage> {
  const before = chat.messages().length;
  await person.types(chat, text);
  // Something else may come first: a card for an approver who is there for the first time, or on a busy machine a
  // "working" card, which becomes the preview.
  const preview = await chat.waitFor((message, index) => index >= before && isPreview(message), 20_000);
  return sends(person, preview, chat);
}

/** The id of the request that a card shows. */
export function requestIdIn({ readable }: ChatMessage): string {
  const id = /[Rr]equest ([B-DF-HJ-NP-TV-XZ2479]{6})/.exec(readable)?.[1];
  if (id === undefined) throw new Error(`There is no request id in: ${readable}`);
  return id;
}

/** Waits until this very message begins with the headline. */
export async function becomes(
  chat: Chat,
  { id }: ChatMessage,
  headline: string,
  timeoutMs = 15_000,
): Promise<ChatMessage> {
  return chat.waitFor((message) => message.id === id && message.readable.startsWith(headline), timeoutMs);
}
