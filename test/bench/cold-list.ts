// `npm run bench`: what the first `list` of a fresh bot costs, in requests to Microsoft, for tenants of three sizes and both Exchange APIs.
import { readFileSync } from 'node:fs';
import { says } from '../support/reading.js';
import { openStage } from '../support/stage.js';

interface Case {
  readonly api: 'v2' | 'beta';
  readonly mailboxes: number;
  readonly users: number;
}

const SIZES: readonly Omit<Case, 'api'>[] = [
  { mailboxes: 60, users: 200 },
  { mailboxes: 2500, users: 25_000 },
  { mailboxes: 10_000, users: 100_000 },
];

/** Most memory the process has held, in megabytes, where the system tells (Linux). */
function peakMemory(pid: number): string {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return (Number(kilobytes) / 1024).toFixed(0);
  } catch {
    return '-';
  }
}

/** Requests of a fresh bot from its start to the first list on the screen, and how long that took. */
async function measure({ api, mailboxes, users }: Case): Promise<readonly (string | number)[]> {
  const stage = await openStage({ tenant: { mailboxes, users }, env: { EXCHANGE_API: api } });
  try {
    const robin = stage.person('requester');
    const began = performance.now();
    await robin.types(robin.personalChat(), 'list');
    const list = await robin.personalChat().waitFor(says(`${mailboxes.toLocaleString('en')} mailboxes`), 120_000);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const { requests } = stage.tenant;
    const token = requests.count({ service: 'identity' });
    const graph = requests.count({ service: 'graph', inBatch: false });
    const exchange = requests.count({ service: 'exchange' });
    const state = list.readable.includes('Partial') ? 'partial' : 'complete';
    return [api, mailboxes, users, exchange, graph, token, seconds, peakMemory(stage.botPid), state];
  } finally {
    await stage.close();
  }
}

const rows: (readonly (string | number)[])[] = [
  ['API', 'mailboxes', 'users', 'Exchange', 'Graph', 'token', 'seconds', 'peak MB', 'scan'],
];
for (const api of ['beta', 'v2'] as const) {
  for (const size of SIZES) rows.push(await measure({ api, ...size }));
}
for (const row of rows) process.stdout.write(`${row.map((cell) => String(cell).padStart(10)).join('')}\n`);
