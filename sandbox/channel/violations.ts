// What the bot did that Teams would not show as it was meant, kept until a test has looked at it.
import { brokenCardRules, type CardRuleOptions } from './card-rules.js';
import type { ChatMessage } from './chat-message.js';
import { brokenFileRules } from './file-cards.js';
import { brokenMessageRules } from './message-rules.js';
import type { InvokeResult, SearchResult } from './to-bot.js';

export interface Violation {
  readonly conversationId: string;
  /** Of the message, or of the invoke that was answered. */
  readonly activityId: string | undefined;
  /** A sentence with its place. */
  readonly broken: string;
}

export interface Violations {
  readonly all: readonly Violation[];
  take(): readonly Violation[];
  /** @throws Error that lists them */
  mustBeNone(): void;
  judgeMessage(message: ChatMessage): void;
  judgeInvoke(conversationId: string, result: InvokeResult): void;
  judgeSearch(conversationId: string, result: SearchResult): void;
}

/** Clients wait 10 to 15 s for the answer to a pressed button. */
const INVOKE_MS = 10_000;

function brokenInvokeRules(result: InvokeResult, options: CardRuleOptions): readonly string[] {
  const { status, statusCode, type, milliseconds, card } = result;
  const broken: string[] = [];
  if (status !== 200) broken.push(`invoke answered with HTTP ${status}: the person sees "Something went wrong"`);
  else if (statusCode === undefined || type === undefined) broken.push('invoke answered without statusCode and type');
  else if (type.endsWith('.card.adaptive') !== (card !== undefined))
    broken.push('invoke answered with no card in value');
  if (milliseconds > INVOKE_MS) broken.push(`invoke answered after ${Math.round(milliseconds)} ms`);
  return card ? [...broken, ...brokenCardRules(card, options)] : broken;
}

/** Teams shows this many choices. */
const CHOICES_SHOWN = 15;

function brokenSearchRules(result: SearchResult): readonly string[] {
  const { results, error } = result;
  const broken = brokenInvokeRules(result, {});
  if (results === undefined)
    return error === undefined ? [...broken, 'search answered with neither choices nor an error'] : broken;
  const values = new Set(results.map(({ value }) => value));
  return [
    ...broken,
    ...(results.length > CHOICES_SHOWN
      ? [`search answered with ${results.length} choices, Teams shows ${CHOICES_SHOWN}`]
      : []),
    ...(values.size < results.length ? ['search answered with the same value twice'] : []),
    ...results.filter(({ title, value }) => title === '' || value === '').map(() => 'a choice without title or value'),
  ];
}

export function createViolations(options: CardRuleOptions): Violations {
  let all: readonly Violation[] = [];
  const add = (conversationId: string, activityId: string | undefined, broken: readonly string[]): void => {
    all = [...all, ...broken.map((sentence) => ({ conversationId, activityId, broken: sentence }))];
  };
  return {
    get all() {
      return all;
    },
    take() {
      const taken = all;
      all = [];
      return taken;
    },
    mustBeNone() {
      if (all.length === 0) return;
      const list = all.map((one) => `  ${one.conversationId} ${one.activityId ?? ''} ${one.broken}`).join('\n');
      throw new Error(`Teams would not show this as it was meant:\n${list}`);
    },
    judgeMessage({ conversationId, id, activity }) {
      const isPersonal = !conversationId.startsWith('19:');
      add(conversationId, id, [...brokenMessageRules(activity, options), ...brokenFileRules(activity, isPersonal)]);
    },
    judgeInvoke(conversationId, result) {
      const id = typeof result.activity['id'] === 'string' ? result.activity['id'] : undefined;
      add(conversationId, id, brokenInvokeRules(result, options));
    },
    judgeSearch(conversationId, result) {
      add(conversationId, undefined, brokenSearchRules(result));
    },
  };
}
