// The heartbeat: how the tenant stands, what changed since the last one, and whether the bot still sees everything.
import type { HeartbeatNotice } from '../../src/delivery/notice.js';
import { STEP } from './button.js';
import { noticeView } from './notice.js';
import type { Reader, View } from './view.js';
import { age, counted, lasting, moment, momentAndAge, number } from './when.js';

/** A check that fails comes first: then what is told below may be out of date. */
export function heartbeatView(notice: HeartbeatNotice, reader: Reader): View<'notice'> {
  const { faults, scan, open, before, at, everyMs } = notice;
  const wrong = isOld(notice) ? [...faults, tooOld(notice, reader)] : faults;
  const isBlind = wrong.length > 0 || scan === null;
  const isCalm = !isBlind && open === 0 && scan.verdicts.exposed + scan.verdicts.unknown === 0;
  const seen = { ...reader, now: at };
  return noticeView({
    title: isBlind
      ? '⚠ The tenant is not watched as it should be'
      : isCalm
        ? '✓ All is well'
        : '● How the mailboxes stand',
    tone: isBlind ? 'warning' : isCalm ? 'good' : 'default',
    text: `${isBlind ? BLIND : ''}${summary(notice, seen)}`,
    facts: [
      ...wrong.map((value) => ({ label: 'What is wrong', value })),
      { label: 'Open alerts', value: openLine(notice) },
      ...(before === null ? [] : [{ label: `Since ${moment(before.at, reader)}`, value: trend(notice) }]),
      { label: 'Sent', value: `${moment(at, reader)}; the next one follows in ${lasting(everyMs)}` },
    ],
    steps: [STEP.alerts, STEP.list],
  });
}

const HOUR_MS = 3_600_000;

/** One scan was missed, or is still running long after it was due: a scan may take an hour. */
function isOld({ at, scan, scanEveryMs }: HeartbeatNotice): boolean {
  if (scan === null || scanEveryMs === undefined) return false;
  return Date.parse(at) - Date.parse(scan.endedAt) > scanEveryMs + Math.max(scanEveryMs, HOUR_MS);
}

function tooOld({ at, scan, scanEveryMs = 0 }: HeartbeatNotice, reader: Reader): string {
  const when = momentAndAge(scan?.endedAt ?? at, { ...reader, now: at });
  return `The tenant was last read in full ${when}; that should happen every ${lasting(scanEveryMs)}.`;
}

const BLIND = 'As long as this lasts, that there is no alert does not mean that all is well. ';

/** "412 mailboxes, all read 3 minutes ago, 410 blocked, 2 exempt until …" */
function summary({ scan, answeredAt, nextExemptionEnd }: HeartbeatNotice, reader: Reader): string {
  if (scan === null) return 'The tenant was not read in full yet.';
  const { blocked, exempt, exposed, unknown, synced, protected: kept } = scan.verdicts;
  const until = nextExemptionEnd === null ? '' : ` (the next until ${moment(nextExemptionEnd, reader)})`;
  const parts = [
    `${counted(scan.mailboxes, 'mailbox', 'mailboxes')}, all read ${age(scan.endedAt, reader)}`,
    `${number(blocked)} blocked`,
    exempt === 0 ? '' : `${number(exempt)} exempt${until}`,
    exposed === 0 ? '' : `${number(exposed)} exposed`,
    synced + kept === 0 ? '' : `${number(synced + kept)} synced or protected that can sign in`,
    unknown === 0 ? '' : `${number(unknown)} not known`,
  ].filter((part) => part !== '');
  const changes =
    answeredAt === null ? 'Changes were not asked for yet.' : `Changes seen up to ${momentAndAge(answeredAt, reader)}.`;
  return `${parts.join(', ')}. ${changes}`;
}

function openLine({ open, snoozed }: HeartbeatNotice): string {
  if (open === 0) return 'none';
  return snoozed === 0 ? number(open) : `${number(open)}, ${number(snoozed)} of them snoozed`;
}

function trend({ scan, before, open }: HeartbeatNotice): string {
  if (scan === null || before === null) return 'not known';
  const changes = [
    change('blocked', scan.verdicts.blocked - before.blocked),
    change('exposed', scan.verdicts.exposed - before.exposed),
    change('open alerts', open - before.open),
  ].filter((one) => one !== '');
  return changes.length === 0 ? 'nothing changed' : changes.join(', ');
}

function change(what: string, by: number): string {
  return by === 0 ? '' : `${by > 0 ? '+' : '−'}${number(Math.abs(by))} ${what}`;
}
