// Gathers what the card of a finding says beside the finding itself: use of the account, the request that ended it, who must act.
import type { Finding, MailboxFinding } from '../src/alerts/finding.js';
import { type Approver, whyUnable } from '../src/approvals/approver.js';
import type { Request } from '../src/approvals/request.js';
import type { Store } from '../src/db/store.js';
import { Refused } from '../src/failure.js';
import type { FindingFacts } from './views/finding.js';
import type { Mention } from './views/mentions.js';
import { plain, plainName } from './views/plain.js';
import type { Reader } from './views/view.js';

export interface FindingDoors {
  readonly store: Pick<Store, 'requests' | 'impacts' | 'watch' | 'places' | 'exemptions' | 'findings'>;
  readonly mode: 'enforce' | 'watch';
  /** Members of the approvers group. @throws Refused upstream-* */
  approvers(correlationId: string): Promise<readonly Approver[]>;
}

interface Seeing {
  readonly reader: Reader;
  readonly isCopy: boolean;
  /** Whether others read it: then those who must act are named. */
  readonly inPlace: boolean;
  /** Whether this is the very message that tells an approver. */
  readonly isTelling: boolean;
}

export async function factsOfFinding(
  finding: Finding,
  { reader, isCopy, inPlace, isTelling }: Seeing,
  doors: FindingDoors,
): Promise<FindingFacts> {
  const isEscalated = finding.state.kind === 'escalated';
  return {
    ...{ finding, reader, isCopy, mode: doors.mode },
    history: finding.about === 'mailbox' ? await historyOf(finding.mailbox.objectId, doors) : null,
    endedBy: await endedBy(finding, doors),
    exemption: isAboutExemption(finding) ? await doors.store.exemptions.last(finding.mailbox.objectId) : null,
    approversHeard: isEscalated && (isTelling || (await doors.store.findings.approversHeard(finding))),
    mentions: isEscalated && inPlace ? await whoMustAct(finding.id, doors) : [],
  };
}

/** Who answers for it, and what was agreed to, is what has to be asked about then. */
function isAboutExemption(finding: Finding): finding is MailboxFinding {
  return finding.kind === 'exemption-worsened' || finding.kind === 'exemption-ended';
}

/** What was read last; that the account signed in by itself is known even where nothing else was read of it. */
async function historyOf(objectId: string, { store }: FindingDoors): Promise<FindingFacts['history']> {
  const read = (await store.impacts.ofObjectIds([objectId])).get(objectId)?.history ?? null;
  const at = (await store.watch.lastSignInsOf([objectId])).get(objectId) ?? null;
  if (at === null || Date.parse(read?.lastSuccessAt ?? '') >= Date.parse(at)) return read;
  return { clients: [], apps: [], devices: [], ...read, availability: 'known', lastSuccessAt: at };
}

async function endedBy({ state }: Finding, { store }: FindingDoors): Promise<Request | null> {
  if (state.kind !== 'closed' || !('requestId' in state.how)) return null;
  return store.requests.load(state.how.requestId);
}

/** A place stays readable with so many names. */
const MOST_NAMED = 5;

/** Approvers who may decide, those without a chat first: nothing else tells them. Nobody where Entra does not answer. */
async function whoMustAct(findingId: string, doors: FindingDoors): Promise<readonly Mention[]> {
  try {
    const able = (await doors.approvers(findingId)).filter((one) => whyUnable(one) === null);
    const chats = await doors.store.places.personalOf(able.map(({ objectId }) => objectId));
    const withChat = new Set(chats.map(({ personId }) => personId));
    const untold = able.filter(({ objectId }) => !withChat.has(objectId.toLowerCase()));
    return [...untold, ...able.filter((one) => !untold.includes(one))].slice(0, MOST_NAMED).map(mention);
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

function mention({ objectId, name }: Approver, index: number): Mention {
  return { text: `<at>Approver ${index + 1}</at>`, id: plain(objectId, 64), name: plain(plainName(name), 60) };
}
