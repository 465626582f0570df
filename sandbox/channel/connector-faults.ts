// Faults of the fake Bot Connector on demand: which request, how often, and whether it took effect all the same.
import type { TeamsErrorCode } from './teams-errors.js';

export type ConnectorOperation = 'create' | 'send' | 'update' | 'delete' | 'members';

/** `effect: true` does what was asked and only then fails: the outcome that a bot cannot know. */
export type Fault =
  | {
      readonly kind: 'error';
      readonly code: TeamsErrorCode;
      readonly effect?: true;
      readonly retryAfter?: number | string;
    }
  | { readonly kind: 'status'; readonly status: number; readonly effect?: true; readonly retryAfter?: number | string }
  | { readonly kind: 'reset'; readonly effect?: true }
  | { readonly kind: 'delay'; readonly milliseconds: number };

interface FaultRule {
  readonly fault: Fault;
  /** Any operation when left out. */
  readonly operation?: ConnectorOperation;
  /** A conversation id without its thread; any when left out. */
  readonly conversation?: string;
  /** How many requests it strikes; 1 when left out, Infinity for all. */
  readonly times?: number;
  /** How many fitting requests pass before it strikes. */
  readonly after?: number;
}

interface PlacedFault {
  /** How many requests it has struck so far. */
  readonly struck: number;
  remove(): void;
}

export interface ConnectorFaults {
  add(rule: FaultRule): PlacedFault;
  clear(): void;
  /** The fault that the next such request meets, if any; the oldest rule first. */
  take(operation: ConnectorOperation, conversation: string | undefined): Fault | undefined;
}

interface Placed {
  readonly rule: FaultRule;
  seen: number;
  struck: number;
}

export function createConnectorFaults(): ConnectorFaults {
  const placed = new Set<Placed>();
  const fits = ({ rule }: Placed, operation: ConnectorOperation, conversation: string | undefined): boolean =>
    (rule.operation ?? operation) === operation && (rule.conversation ?? conversation) === conversation;

  return {
    add(rule) {
      const entry: Placed = { rule, seen: 0, struck: 0 };
      placed.add(entry);
      return {
        get struck() {
          return entry.struck;
        },
        remove: () => void placed.delete(entry),
      };
    },
    clear: () => placed.clear(),
    take(operation, conversation) {
      for (const entry of placed) {
        if (!fits(entry, operation, conversation)) continue;
        entry.seen += 1;
        if (entry.seen <= (entry.rule.after ?? 0) || entry.struck >= (entry.rule.times ?? 1)) continue;
        entry.struck += 1;
        return entry.rule.fault;
      }
      return undefined;
    },
  };
}
