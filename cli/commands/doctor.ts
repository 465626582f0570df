// `mailbox-guard doctor`: what is broken or degraded, and the one step that mends each; asked of the running bot where one is.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Config, loadConfig, readStorePlace } from '../../src/config.js';
import { isThere, openTables, type Tables } from '../../src/db/open-tables.js';
import type { DoctorDoors } from '../../src/doctor/doors.js';
import { examine } from '../../src/doctor/examine.js';
import { about, type Condition, type Finding, worstOf } from '../../src/doctor/finding.js';
import { examinedStore, openDoors } from '../../src/doctor/open-doors.js';
import { Refused } from '../../src/failure.js';
import { knock } from '../../src/side-door/knock.js';
import { createTokenSource } from '../../src/tenant/credential.js';
import { connectTenant } from '../../src/tenant/index.js';
import { type CliCommand, FAILED, type World } from '../command.js';
import { csv } from '../output/csv.js';
import { FORMAT, formatOf } from '../output/format.js';
import { terminalText } from '../output/terminal-text.js';

const HEADINGS = ['id', 'title', 'condition', 'detail', 'mend'];
/** A field that changes its meaning changes the number. */
const SCHEMA = 'mailbox-guard.doctor.1';

export const doctor: CliCommand = {
  name: 'doctor',
  usage: '',
  summary: 'Check settings, permissions, groups and connections, and say what mends each.',
  flags: { format: FORMAT },
  codes: '0 nothing is ill (what could not be looked at, "?", counts for nothing), 1 degraded, 2 broken or failed',
  async run(_rest, flags, world) {
    const format = formatOf(flags);
    const findings = await findingsFor(world);
    if (format === 'json') world.out.write(`${JSON.stringify({ schema: SCHEMA, findings }, null, 2)}\n`);
    else if (format === 'csv') {
      const rows = findings.map(({ id, title, condition, detail, mend }) => [id, title, condition, detail, mend ?? '']);
      world.out.write(csv(HEADINGS, rows));
    } else world.out.write(findings.map(linesOf).join(''));
    return { ok: 0, degraded: 1, broken: FAILED }[worstOf(findings)];
  },
};

/** A running bot examines itself: it knows its own settings, and holds its store. */
async function findingsFor({ env }: World): Promise<readonly Finding[]> {
  const store = readStorePlace(env);
  const bot = store.kind === 'embedded' ? await knock(store.folder) : null;
  if (bot !== null) return bot.examine();
  try {
    return await examineAlone(loadConfig(env));
  } catch (error) {
    if (error instanceof Refused && error.failure.kind === 'bad-config') return error.failure.problems.map(asFinding);
    throw error;
  }
}

function asFinding(problem: string): Finding {
  const name = problem.split(/[ :]/u, 1)[0] ?? '';
  return about(`settings.${name}`, 'Settings').broken(problem, `Set ${name}; env.example says what it takes`);
}

async function examineAlone(config: Config): Promise<readonly Finding[]> {
  const opened = await openForDoctor(config);
  const doors = { now: Date.now, sleep: (ms: number) => pause(ms), random: Math.random };
  try {
    const tenant = connectTenant(config.tenant, doors);
    const botTokens = createTokenSource(config.bot);
    return await examine(openDoors({ config, tenant, botTokens, store: opened.store }), randomUUID());
  } finally {
    await opened.tables?.close();
  }
}

interface Opened {
  readonly store: DoctorDoors['store'];
  readonly tables: Tables | null;
}

async function openForDoctor({ store }: Config): Promise<Opened> {
  if (!isThere(store)) {
    const why = 'there is no store yet: the bot was never started here';
    return { store: { why, mend: 'npm start', isNew: true }, tables: null };
  }
  try {
    const tables = await openTables(store);
    return { store: examinedStore(tables), tables };
  } catch (error) {
    if (!(error instanceof Refused) || error.failure.kind !== 'bad-config') throw error;
    const setting = store.kind === 'embedded' ? 'DATA_DIR' : 'DATABASE_URL';
    const why = error.failure.problems.join(' ');
    return { store: { why, mend: `Set ${setting} right, or start what it names`, isNew: false }, tables: null };
  }
}

const MARK: Readonly<Record<Condition, string>> = { ok: 'ok', degraded: 'degraded', broken: 'BROKEN', unchecked: '?' };

function linesOf({ title, condition, detail, mend }: Finding): string {
  const line = `${MARK[condition].padEnd(9)} ${terminalText(title)}: ${terminalText(detail)}\n`;
  return mend === null ? line : `${line}          mend: ${terminalText(mend)}\n`;
}
