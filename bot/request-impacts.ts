// The use of the accounts on one page of a pending request: what is known at once, and a job for what takes longer.
import type { Requests } from '../src/approvals/ports.js';
import type { Request, RequestItem } from '../src/approvals/request.js';
import type { Deliveries } from '../src/delivery/ports.js';
import { areFresh, type Impact, type ImpactDoors, type ImpactSubject, readImpacts } from '../src/mailboxes/impact.js';
import type { Services } from './services.js';
import { pageOfRequest } from './views/item-page.js';

/** How long a person waits for it, in milliseconds: Teams wants an answer to a press within seconds. */
const PATIENCE_MS = 1500;

/**
 * What is known of a page for somebody who looks at it now. What there is no time for is read by a job, which has the
 * cards that stand at that page drawn anew.
 */
export async function impactsOfPage(
  request: Request,
  page: number,
  correlationId: string,
  { impact, store }: Services,
): Promise<ReadonlyMap<string, Impact>> {
  const subjects = subjectsOn(request, page);
  const { impacts, isPartial } = await readImpacts(subjects, correlationId, impact, PATIENCE_MS);
  const job = { name: 'read-impacts', requestId: request.id, page: pageOfRequest(request, page).page } as const;
  if (isPartial) await store.ledger.transaction(({ jobs }) => jobs.enqueue(job));
  return impacts;
}

/** Whether the first page holds accounts whose use is still to be read, for those who are about to be told. */
export async function needsReading(request: Request, doors: Pick<ImpactDoors, 'impacts' | 'now'>): Promise<boolean> {
  return !(await areFresh(subjectsOn(request, 0), doors));
}

export interface ReadDoors {
  readonly requests: Pick<Requests, 'load'>;
  readonly deliveries: Pick<Deliveries, 'redraw'>;
  readonly impact: ImpactDoors;
}

/** The job: reads what is not known yet, and has the cards show it. Nothing is left to look at once it is decided. */
export async function readPage(requestId: string, page: number, doors: ReadDoors): Promise<void> {
  const request = await doors.requests.load(requestId);
  if (request === null || request.state !== 'pending') return;
  const { impacts } = await readImpacts(subjectsOn(request, page), requestId, doors.impact);
  const since = Date.parse(doors.impact.now()) - JUST_NOW_MS;
  const isNews = [...impacts.values()].some(({ readAt }) => Date.parse(readAt) > since);
  if (isNews) await doors.deliveries.redraw({ kind: 'request', id: requestId }, page);
}

/** Cards were drawn before what was read since then; an edit that shows nothing new would only disturb who is writing. */
const JUST_NOW_MS = 60_000;

function subjectsOn(request: Request, page: number): readonly ImpactSubject[] {
  if (request.state !== 'pending') return [];
  return pageOfRequest(request, page).shown.filter(isOpen);
}

function isOpen({ outcome, objectId }: RequestItem): boolean {
  return outcome === null && objectId !== '';
}
