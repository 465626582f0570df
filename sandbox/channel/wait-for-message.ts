// Waiting for the bot to say something, without polling: a look at the messages now and after each change of them.
import type { ChatMessage } from './chat-message.js';

export interface Changes {
  readonly listeners: Set<() => void>;
  tell(): void;
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const look of [...listeners]) look();
  };
  return { listeners, tell };
}

function describe(messages: readonly ChatMessage[]): string {
  return messages.map(({ id, readable }) => `--- ${id}\n${readable}`).join('\n') || '(nothing)';
}

/**
 * The first message that fits, as soon as there is one.
 * @throws Error after `timeoutMs`, telling what stands there instead; or what `fits` throws
 */
export function waitForMessage(
  where: string,
  messages: () => readonly ChatMessage[],
  changes: Changes,
  fits: (message: ChatMessage, index: number) => boolean,
  timeoutMs: number,
): Promise<ChatMessage> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      changes.listeners.delete(look);
      settle();
    };
    const look = (): void => {
      try {
        const found = messages().find(fits);
        if (found) end(() => resolve(found));
      } catch (error) {
        end(() => reject(error));
      }
    };
    const giveUp = (): void => {
      const there = describe(messages());
      end(() => reject(new Error(`No message fits after ${timeoutMs} ms in ${where}. There is:\n${there}`)));
    };
    const timer = setTimeout(giveUp, timeoutMs);
    changes.listeners.add(look);
    look();
  });
}
