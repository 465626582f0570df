// Assessed mailboxes to rows and back.
import { type AssessedMailbox, EVIDENCE, VERDICTS } from '../mailboxes/mailbox.js';
import type { Db } from './db.js';
import { fold, foldAccents } from './fold.js';

/** Columns of a row that are written; the order is that of {@link COLUMNS}. */
interface MailboxRow {
  readonly key: string;
  readonly object_id: string | null;
  readonly type: string;
  readonly verdict: string;
  readonly verdict_rank: number;
  readonly evidence_rank: number;
  readonly name_key: string;
  readonly address_key: string;
  readonly upn_key: string;
  readonly sort_key: string;
  readonly search: string;
  readonly body: string;
}

const COLUMNS = {
  key: 'text',
  object_id: 'text',
  type: 'text',
  verdict: 'text',
  verdict_rank: 'smallint',
  evidence_rank: 'smallint',
  name_key: 'text',
  address_key: 'text',
  upn_key: 'text',
  sort_key: 'text',
  search: 'text',
  body: 'text',
} as const satisfies { readonly [C in keyof MailboxRow]: string };

const NAMES = Object.keys(COLUMNS) as readonly (keyof MailboxRow)[];

/** Rows per statement: enough to be quick, few enough to let others have the connection in between. */
const BATCH = 1_000;

export function mailboxOf(row: { readonly body: string }): AssessedMailbox {
  return JSON.parse(row.body) as AssessedMailbox;
}

/** What names a mailbox from scan to scan. */
export function keyOf({ mailbox }: AssessedMailbox): string {
  return mailbox.objectId === null ? `address ${fold(mailbox.address)}` : fold(mailbox.objectId);
}

export function rowOf(assessed: AssessedMailbox, key: string): MailboxRow {
  const { mailbox, verdict, evidence } = assessed;
  const { displayName, address, userPrincipalName } = mailbox;
  return {
    key,
    object_id: mailbox.objectId === null ? null : fold(mailbox.objectId),
    type: mailbox.type,
    verdict,
    verdict_rank: VERDICTS.indexOf(verdict),
    // Evidence ranks the exposed ones only.
    evidence_rank: verdict === 'exposed' ? EVIDENCE.indexOf(evidence) : 0,
    name_key: fold(displayName),
    address_key: fold(address),
    upn_key: fold(userPrincipalName),
    sort_key: foldAccents(displayName),
    search: [displayName, address, userPrincipalName].map(foldAccents).join('\n'),
    body: JSON.stringify(assessed),
  };
}

const INSERT = `
  INSERT INTO guard.mailboxes (${NAMES.join(', ')})
  SELECT * FROM unnest(${NAMES.map((name, index) => `$${index + 2}::${COLUMNS[name]}[]`).join(', ')})
  ON CONFLICT (key) DO UPDATE
    SET ${NAMES.map((name) => `${name} = excluded.${name}`).join(', ')}, refreshed_at = NULL
  WHERE mailboxes.body <> excluded.body
    AND (mailboxes.refreshed_at IS NULL OR mailboxes.refreshed_at <= $1)`;

/**
 * Writes the mailboxes of a scan over those of the one before: only what differs is touched, and what was read again
 * by itself after the scan began stays, being newer.
 */
export async function writeMailboxes(tx: Db, mailboxes: readonly AssessedMailbox[], startedAt: string): Promise<void> {
  const rows = mailboxes.map(rowNamer());
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    await tx.query(INSERT, [startedAt, ...NAMES.map((name) => batch.map((row) => row[name]))]);
  }
  await tx.query(
    `DELETE FROM guard.mailboxes m
      WHERE NOT EXISTS (SELECT 1 FROM unnest($1::text[]) AS scanned (key) WHERE scanned.key = m.key)`,
    [rows.map(({ key }) => key)],
  );
}

/** Exchange has been seen to list a mailbox twice; each listing keeps a row, so that the counts stay true. */
function rowNamer(): (assessed: AssessedMailbox) => MailboxRow {
  const seen = new Map<string, number>();
  return (assessed) => {
    const key = keyOf(assessed);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return rowOf(assessed, times === 1 ? key : `${key} ${times}`);
  };
}
