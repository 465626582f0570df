// `report`: the state against CIS Microsoft 365 1.2.2, from the newest scan; in a personal chat as a file too.
import { randomUUID } from 'node:crypto';
import { FILE_FORMATS, type FileFormat } from '../../src/delivery/file-offer.js';
import { Refused } from '../../src/failure.js';
import { oneOf } from '../card-values.js';
import { command, type Reply, type Turn } from '../command.js';
import { bytesOf, fileName, readReport } from '../report-file.js';
import type { Services } from '../services.js';
import { type Files, reportView } from '../views/report.js';

/** Null: on a card. */
type ReportInput = FileFormat | null;

export const report = command<ReportInput>({
  name: 'report',
  aliases: ['compliance'],
  usage: '[csv | json]',
  summary: 'Report the state of shared mailboxes against CIS M365 1.2.2, with exemptions.',
  role: 'reader',
  discloses: true,
  changesNothing: true,
  fromText: readFormat,
  fromCard: (values) => oneOf(values, 'format', FILE_FORMATS),
  async run(format, turn, services) {
    const files = filesFor(turn, services);
    if (format !== null && files === 'none') throw new Refused({ kind: 'files-unsupported' });
    const made = await readReport(services);
    if (format !== null && files === 'here') {
      return offerOf(bytesOf(made, format, services).length, format, turn, services);
    }
    return { kind: 'card', view: reportView(made, turn.reader, files) };
  },
});

/** The words people have for the two kinds of file. */
const SPOKEN = /^(?:as )?(?:an? )?(csv|jsonl?|json lines)(?: file)?$/iu;

function readFormat(text: string): ReportInput {
  const said = text.trim();
  if (said === '') return null;
  const format = SPOKEN.exec(said)?.[1]?.toLowerCase();
  if (format === undefined)
    throw new Refused({ kind: 'bad-argument', said, expected: '"report csv" or "report json"' });
  return format === 'csv' ? 'csv' : 'jsonl';
}

/** Teams asks people for files in their own chat only. */
function filesFor({ place }: Turn, { files }: Services): Files {
  if (!files) return 'none';
  return place.kind === 'personal' ? 'here' : 'elsewhere';
}

function offerOf(sizeInBytes: number, format: FileFormat, { actor, place }: Turn, { clock }: Services): Reply {
  const at = clock.now();
  const offer = {
    ...{ id: randomUUID(), personId: actor.objectId, conversationId: place.conversationId },
    ...{ format, name: fileName(format, at), at, messageId: null },
  };
  return { kind: 'file', offer, sizeInBytes, toast: 'Allow the file below, and it goes into your OneDrive.' };
}
