// What leaves the record keeps to its published schema. UPDATE_EVENTS=1 writes the table of events into docs/audit-events.md.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { EMPTY_CHAIN, link } from '../../../src/audit/chain.js';
import { checkpointLine, keyIdOf, makeCheckpoint, NO_CHECKPOINT } from '../../../src/audit/checkpoint.js';
import { RECORD_EVENTS } from '../../../src/audit/entry.js';
import { eventLine, eventOf, rowIn } from '../../../src/audit/event.js';
import { EVENT_MEANING } from '../../../src/audit/meaning.js';
import { entry, HOSTILE, T0 } from '../db/samples.js';

const ORIGIN = { tenant: 'tenant', store: 'store' };
const PAGE = 'docs/audit-events.md';
const BETWEEN = /(<!-- events -->\n)[\s\S]*?(<!-- \/events -->)/u;
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('docs/audit-event.schema.json', 'utf8')),
);

function faultsOf(line: string): string {
  return validate(JSON.parse(line)) ? '' : JSON.stringify(validate.errors);
}

describe('An audit event', () => {
  const everything = {
    requestId: 'K7M2QX',
    mailbox: 'm1',
    microsoftRequestId: 'r1',
    correlationId: 'c1',
    detail: { text: HOSTILE, big: 1e21, half: 0.5, yes: true, none: null },
  };

  for (const event of RECORD_EVENTS) {
    it(`${event} keeps to the schema, full and empty, by a person and by the bot`, () => {
      for (const about of [everything, {}, { actor: { kind: 'bot' } as const }]) {
        const row = link(EMPTY_CHAIN, entry({ event, ...about }));
        const line = eventLine(eventOf(row, ORIGIN));
        assert.equal(faultsOf(line), '');
        assert.ok(!line.includes('\n'));
        assert.deepEqual(rowIn(line), { row, origin: ORIGIN }, 'the row can be had back from it');
      }
    });
  }

  it('with anything else than the schema says would be found', () => {
    const event = eventOf(link(EMPTY_CHAIN, entry()), ORIGIN);
    const wrong = [
      { at: 'yesterday' },
      { seq: 0 },
      { hash: 'x' },
      { kind: 'other' },
      { extra: 1 },
      { detail: { a: {} } },
    ];
    for (const change of wrong) assert.notEqual(faultsOf(JSON.stringify({ ...event, ...change })), '');
    for (const name of Object.keys(event)) {
      const { [name as 'at']: _, ...rest } = event;
      assert.notEqual(faultsOf(JSON.stringify(rest)), '', name);
    }
  });

  it('is read back from its own spelling only', () => {
    const line = eventLine(eventOf(link(EMPTY_CHAIN, entry()), ORIGIN));
    for (const other of [
      `${line} `,
      line.replace('{', '{ '),
      line.replace('"seq":1', '"seq":1.0'),
      'null',
      '[]',
      '{}',
      '',
    ]) {
      assert.equal(rowIn(other), null, other);
    }
  });

  it('is described, each one', () => {
    const rows = RECORD_EVENTS.map((event) => `| \`${event}\` | ${EVENT_MEANING[event]} |\n`).join('');
    const table = `\n| event | meaning |\n| --- | --- |\n${rows}\n`;
    const before = readFileSync(PAGE, 'utf8');
    const after = before.replace(BETWEEN, (_, start: string, end: string) => start + table + end);
    if (process.env['UPDATE_EVENTS'] === '1') writeFileSync(PAGE, after);
    else assert.equal(before, after);
  });
});

describe('A checkpoint', () => {
  it('keeps to the schema', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const head = link(EMPTY_CHAIN, entry()).hash;
    const said = { origin: ORIGIN, size: 1, head, at: T0, previous: NO_CHECKPOINT };
    assert.equal(faultsOf(checkpointLine(makeCheckpoint(said, { privateKey, keyId: keyIdOf(publicKey) }))), '');
  });
});
