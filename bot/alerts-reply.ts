// The answers of `alerts`: what is open and who is told, and the choice of a conversation that is told.
import { EVERY_FINDING } from '../src/alerts/ports.js';
import { subscribe, unsubscribe } from '../src/alerts/subscribe.js';
import type { SubscriptionFilter } from '../src/alerts/subscription.js';
import { Refused } from '../src/failure.js';
import type { Reply, Turn } from './command.js';
import type { Services } from './services.js';
import { rootOf, rootReference } from './thread.js';
import { alertsView, filterWords, type ToldPlace } from './views/alerts.js';
import { STEP } from './views/button.js';
import { FINDINGS_A_PAGE } from './views/finding-rows.js';
import { noticeView } from './views/notice.js';
import { counted } from './views/when.js';

/** @throws Refused personal-chat-only where names may not be shown */
export async function showAlerts(page: number, { place, reader }: Turn, { store }: Services): Promise<Reply> {
  if (place.kind !== 'personal' && place.admittedBy === null) throw new Refused({ kind: 'personal-chat-only' });
  const filter = { ...EVERY_FINDING, state: 'open' } as const;
  const told = await whoIsTold(store);
  const facts = {
    tally: await store.findings.tally(filter),
    page: await store.findings.page(filter, page, FINDINGS_A_PAGE),
    watch: await store.watch.state(),
    told,
    isHere: told.some(({ subscription }) => subscription.conversationId === rootOf(place.conversationId)),
    reader,
  };
  return { kind: 'card', view: alertsView(facts) };
}

async function whoIsTold(store: Services['store']): Promise<readonly ToldPlace[]> {
  const subscriptions = await store.subscriptions.all();
  const last = await store.deliveries.lastTo(subscriptions.map(({ conversationId }) => conversationId));
  const told: ToldPlace[] = [];
  for (const subscription of subscriptions) {
    const { conversationId } = subscription;
    told.push({
      subscription,
      place: await store.places.find(conversationId),
      last: last.get(conversationId) ?? null,
    });
  }
  return told;
}

/**
 * A place where others read along is chosen by an approver, who admits it with that; in their own chat operators choose too.
 * @throws Refused not-approver
 */
export async function tellHere(filter: SubscriptionFilter, turn: Turn, services: Services): Promise<Reply> {
  const { place, actor, correlationId } = turn;
  const isPersonal = place.kind === 'personal';
  if (!isPersonal) await services.authoriser.allow('approver', actor.objectId, correlationId);
  const conversationId = rootOf(place.conversationId);
  const at = services.clock.now();
  if (!isPersonal && place.admittedBy === null) await admit(conversationId, at, turn, services);
  const open = await subscribe({ ...filter, conversationId, by: actor, at }, services.alerts);
  const now = open === 0 ? 'Nothing is open now.' : `${counted(open, 'alert is', 'alerts are')} open now: they follow.`;
  const read = isPersonal ? '' : ' Everyone in this place can now read mailbox names and sign-in states here.';
  const text = `Told here: ${filterWords(filter)}. ${now} Each message changes when things change, and closes when it is fixed.${read}`;
  return {
    kind: 'card',
    view: noticeView({ title: '✓ Alerts come here', tone: 'good', text, steps: [OFF, STEP.alerts] }),
  };
}

const OFF = { title: 'Stop telling me here', verb: 'alerts', values: { text: 'off' } } as const;

async function admit(
  conversationId: string,
  at: string,
  { place, actor, correlationId }: Turn,
  { store }: Services,
): Promise<void> {
  const reference = rootReference(place.reference, conversationId);
  await store.ledger.transaction(async (work) => {
    await work.places.remember({ ...place, conversationId, reference }, at);
    await work.places.admit(conversationId, actor, at);
    await work.record.append({
      ...{ event: 'place.admitted', at, actor: { kind: 'person', ...actor }, requestId: null, mailbox: null },
      ...{ microsoftRequestId: null, correlationId },
      detail: { place: conversationId, kind: place.kind, name: place.name },
    });
  });
}

/** @throws Refused not-approver */
export async function stopHere(turn: Turn, services: Services): Promise<Reply> {
  const { place, actor, correlationId } = turn;
  if (place.kind !== 'personal') await services.authoriser.allow('approver', actor.objectId, correlationId);
  if (await unsubscribe(rootOf(place.conversationId), actor, services.alerts)) {
    const text =
      'The messages that stand here stay up to date. An alert that nobody else is told goes to the approvers who have a chat with me.';
    return {
      kind: 'card',
      view: noticeView({ title: 'Alerts do not come here any more', text, steps: [STEP.alertsHere] }),
    };
  }
  const text = 'Alerts do not come here. “alerts here” has them come.';
  return { kind: 'card', view: noticeView({ title: 'Nothing to do', text, steps: [STEP.alertsHere] }) };
}
