// Buttons that a view adds to a card: next steps that are commands.
import type { ActionData } from '../../cards/index.js';
import type { Verb } from './verbs.js';

/** A button: its title and the command it runs, with the values it sends. */
export interface Step {
  readonly title: string;
  readonly verb: Verb;
  /** Opaque ids, versions, page and filter values only. */
  readonly values?: ActionData;
}

interface Button {
  readonly id: string;
  readonly title: string;
  readonly verb: string;
  readonly data: ActionData;
}

/** Teams shows six actions at most; more than four are hard to choose from. */
const MOST = 4;

/** The steps as a card's buttons; those past the fourth are left out. The verb stands in the data too, for clients that send only that. */
export function buttons(steps: readonly Step[]): readonly Button[] {
  return steps.slice(0, MOST).map(({ title, verb, values = {} }, index) => ({
    id: `${verb}-${index + 1}`,
    title,
    verb,
    data: { ...values, verb },
  }));
}

/** Steps that several cards offer. */
export const STEP = {
  help: { title: 'Help', verb: 'help' },
  list: { title: 'List', verb: 'list' },
  listExposed: { title: 'List exposed', verb: 'list', values: { verdict: 'exposed' } },
  listExempt: { title: 'List exempt', verb: 'list', values: { verdict: 'exempt' } },
  requests: { title: 'Requests', verb: 'requests' },
  reportCsv: { title: 'CSV file', verb: 'report', values: { format: 'csv' } },
  reportJson: { title: 'JSON Lines file', verb: 'report', values: { format: 'jsonl' } },
  scan: { title: 'Scan now', verb: 'scan' },
  alerts: { title: 'Alerts', verb: 'alerts' },
  alertsHere: { title: 'Tell me here', verb: 'alerts', values: { text: 'here' } },
  admit: { title: 'Admit here', verb: 'admit' },
} as const satisfies Record<string, Step>;
