// Ends as people write them: lengths, dates in the reader's own order, anywhere in a line, and what is none.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readTerm, takeTerm } from '../../bot/term-words.js';
import type { Reader } from '../../bot/views/view.js';
import { typedTime } from '../../bot/wall-time.js';
import { Refused } from '../../src/failure.js';

const NOW = '2026-11-23T13:05:00.000Z';
const reader = (locale: string, timeZone = 'Europe/Berlin'): Reader => ({ locale, timeZone, now: NOW });
const GB = reader('en-GB');
const MINUTE_MS = 60_000;
const in_ = (minutes: number): string => new Date(Date.parse(NOW) + minutes * MINUTE_MS).toISOString();
const HOUR = 60;
const DAY = 24 * HOUR;
const unreadable = (error: unknown) => error instanceof Refused && error.failure.kind === 'until-unreadable';

describe('the length of a term', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['for 2h', 2 * HOUR],
    ['for 2 h', 2 * HOUR],
    ['FOR 2 Hours', 2 * HOUR],
    ['for 90 min', 90],
    ['for 5m', 5],
    ['for 45 minutes', 45],
    ['for 3 days', 3 * DAY],
    ['for 1 day 12 hours', DAY + 12 * HOUR],
    ['for 1d12h', DAY + 12 * HOUR],
    ['for 1 day, 12 hours and 30 minutes', DAY + 12 * HOUR + 30],
    ['for 2 weeks', 14 * DAY],
    ['for 2mo', 60 * DAY],
    ['for 3 months', 90 * DAY],
    ['for 1 year', 365 * DAY],
  ];
  for (const [said, minutes] of cases) {
    it(`is read from "${said}", in a line and in a field`, () => {
      assert.deepEqual(takeTerm(`${said} scanner`, GB), { until: in_(minutes), rest: 'scanner' });
      assert.equal(readTerm(said, GB), in_(minutes));
      assert.equal(readTerm(said.slice(4), GB), in_(minutes));
    });
  }

  for (const line of [
    'for the audit',
    'for 2 auditors',
    'for 2 dogs',
    'for 1.5 days',
    'for 1,5 hours',
    'for 12345 days',
    'for 2h30',
    'for 5 mice',
    'before 2h',
    'wait for2h',
    'an end in 2h',
  ]) {
    it(`is not in "${line}"`, () => assert.deepEqual(takeTerm(line, GB), { until: null, rest: line }));
  }

  it('may be longer than any calendar, which is no end', () => {
    assert.throws(() => readTerm('9999 years '.repeat(60), GB), unreadable);
  });
});

describe('the date of a term', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    // A day lasts until its last minute in the reader's zone.
    ['en-GB', 'until 2027-01-31', '2027-01-31T22:59:00.000Z'],
    ['en-US', 'till 2027-01-31', '2027-01-31T22:59:00.000Z'],
    ['en-GB', 'until 2027/01/31', '2027-01-31T22:59:00.000Z'],
    ['en-GB', 'until 31/01/2027', '2027-01-31T22:59:00.000Z'],
    ['en-GB', 'until 02/03/2027', '2027-03-02T22:59:00.000Z'],
    ['en-US', 'until 02/03/2027', '2027-02-03T22:59:00.000Z'],
    ['en-US', 'until 1/31/2027', '2027-01-31T22:59:00.000Z'],
    // There is no month 31, so only one order can be meant.
    ['en-US', 'until 31/1/2027', '2027-01-31T22:59:00.000Z'],
    ['en-GB', 'until 1/31/2027', '2027-01-31T22:59:00.000Z'],
    ['de-DE', 'until 31.1.2027', '2027-01-31T22:59:00.000Z'],
    ['de-DE', 'until 02.03.2027 18:00', '2027-03-02T17:00:00.000Z'],
    ['nb-NO', 'until 31.1.2027 18:00', '2027-01-31T17:00:00.000Z'],
    ['nb-NO', 'until 31.1.2027 18.00', '2027-01-31T17:00:00.000Z'],
    ['nb-NO', 'until 2/3/2027', '2027-03-02T22:59:00.000Z'],
    ['en-US', 'until 31.1.2027 18:00', '2027-01-31T17:00:00.000Z'],
    ['en-US', 'until 1/31/2027 6pm', '2027-01-31T17:00:00.000Z'],
    ['en-US', 'until 1/31/2027 at 6:30 PM', '2027-01-31T17:30:00.000Z'],
    ['en-US', 'until 1/31/2027, 12 am', '2027-01-30T23:00:00.000Z'],
    ['en-US', 'until 1/31/2027 12pm', '2027-01-31T11:00:00.000Z'],
    ['en-GB', 'until 2027-01-31 18:00:59', '2027-01-31T17:00:00.000Z'],
    ['nl-NL', 'until 31-1-2027', '2027-01-31T22:59:00.000Z'],
    ['sv-SE', 'until 31/1/2027', '2027-01-31T22:59:00.000Z'],
    ['ja-JP', 'until 2027/2/3', '2027-02-03T22:59:00.000Z'],
    ['ja-JP', 'until 3/3/2027', '2027-03-03T22:59:00.000Z'],
    // Clocks show it twice (the first counts), or skip it.
    ['en-GB', 'until 2027-10-31 02:30', '2027-10-31T00:30:00.000Z'],
    ['en-GB', 'until 2027-03-28 02:30', '2027-03-28T01:30:00.000Z'],
  ];
  for (const [locale, said, expected] of cases) {
    it(`is read from "${said}" for ${locale}`, () => {
      assert.deepEqual(takeTerm(`${said} scanner`, reader(locale)), { until: expected, rest: 'scanner' });
      assert.equal(readTerm(said, reader(locale)), expected);
      assert.equal(readTerm(said.replace(/^\w+ /u, ''), reader(locale)), expected);
    });
  }

  for (const [locale, said] of [
    ['en-GB', 'until 2027-02-29'],
    ['en-GB', 'until 30/2/2027'],
    ['en-US', 'until 2/30/2027'],
    ['de-DE', 'until 1.31.2027'],
    ['en-GB', 'until 2027-01-31 25:00'],
    ['en-US', 'until 1/31/2027 13pm'],
    ['en-GB', 'until 0027-01-31'],
    // Which of the two is the month, such a reader's language does not say.
    ['ja-JP', 'until 2/3/2027'],
    ['sv-SE', 'until 2/3/2027'],
    ['en-GB', 'until Friday'],
    ['en-GB', 'until further notice'],
    ['en-GB', 'until 2027-01/31'],
    ['en-GB', 'until 31.1'],
  ] as const) {
    it(`is refused in "${said}" for ${locale}, not guessed`, () => {
      assert.throws(() => takeTerm(`${said} scanner`, reader(locale)), unreadable);
      assert.throws(() => readTerm(said, reader(locale)), unreadable);
    });
  }

  it('is read as languages write it', () => {
    const days = fc.integer({ min: 1, max: 3000 });
    const locales = fc.constantFrom('en-US', 'en-GB', 'de-DE', 'nb-NO', 'fr-FR', 'es-ES', 'it-IT', 'pl-PL', 'da-DK');
    fc.assert(
      fc.property(days, locales, (ahead, locale) => {
        const day = Date.UTC(2026, 10, 23) + ahead * DAY * MINUTE_MS;
        const said = new Intl.DateTimeFormat(locale, { timeZone: 'UTC' }).format(day);
        const expected = new Date(day + (DAY - 1) * MINUTE_MS).toISOString();
        assert.equal(readTerm(said, reader(locale, 'UTC')), expected, said);
      }),
    );
  });

  it('as a card offers it is the end that was said, whoever reads it', () => {
    const minutes = fc.integer({ min: 1, max: 2_000_000 });
    const locales = fc.constantFrom('en-US', 'en-GB', 'de-DE', 'nb-NO', 'ja-JP', 'sv-SE', 'ar-EG', 'th-TH');
    const zones = fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/Phoenix', 'Asia/Tokyo', 'Pacific/Kiritimati');
    fc.assert(
      fc.property(minutes, locales, zones, (ahead, locale, zone) => {
        assert.equal(readTerm(typedTime(in_(ahead), zone), reader(locale, zone)), in_(ahead));
      }),
    );
  });
});

describe('a term within a line', () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ['scanner is repaired for 2h', 2 * HOUR, 'scanner is repaired'],
    ['scanner, for 2h, INC-7', 2 * HOUR, 'scanner, INC-7'],
    ['the scanner for 3 days: INC-7', 3 * DAY, 'the scanner: INC-7'],
    ['for 2h: scanner', 2 * HOUR, 'scanner'],
    ['for 2h, scanner for the audit', 2 * HOUR, 'scanner for the audit'],
    ['INC-7. for 2h.', 2 * HOUR, 'INC-7.'],
    ['for 2h', 2 * HOUR, ''],
    // What stands at the beginning is meant.
    ['for 2h broken until 2027-01-31', 2 * HOUR, 'broken until 2027-01-31'],
    ['for 2h broken for 3 weeks', 2 * HOUR, 'broken for 3 weeks'],
  ];
  for (const [line, minutes, rest] of cases) {
    it(`is taken out of "${line}"`, () => assert.deepEqual(takeTerm(line, GB), { until: in_(minutes), rest }));
  }

  it('is the "until" where a reason also tells for how long something has been', () => {
    assert.deepEqual(takeTerm('broken for 3 weeks, until 2027-01-31', GB), {
      until: '2027-01-31T22:59:00.000Z',
      rest: 'broken for 3 weeks',
    });
    assert.deepEqual(takeTerm('until 2027-01-31 broken for 3 weeks', GB).rest, 'broken for 3 weeks');
  });

  it('is not wanted by an "until" in the middle that names no date', () => {
    const line = 'scanner until the new one comes';
    assert.deepEqual(takeTerm(line, GB), { until: null, rest: line });
  });

  it('leaves the words around it as they were', () => {
    const word = fc.stringMatching(/^[a-z\-#é]{1,12}$/u).filter((one) => !/^(?:for|until|till)$/u.test(one));
    const term = fc.constantFrom(
      'for 2h',
      'for 3 days',
      'for 1 day 12 hours',
      'until 2027-01-31',
      'until 31.1.2027 18:00',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), fc.array(word, { maxLength: 6 }), term, (before, after, said) => {
        const { until, rest } = takeTerm([...before, said, ...after].join(' '), GB);
        assert.equal(until, readTerm(said, GB));
        assert.equal(rest, [...before, ...after].join(' '));
      }),
    );
  });

  it('reads or refuses whatever people write, and soon', () => {
    const scrap = fc.constantFrom(
      'for',
      'until',
      'till',
      '2',
      '31',
      '2027',
      '-',
      '.',
      '/',
      ':',
      ' ',
      'h',
      'm',
      'and',
      ',',
      'am',
      '\u0661',
    );
    const line = fc.oneof(
      fc.string({ maxLength: 200, unit: 'binary' }),
      fc.array(scrap, { maxLength: 200 }).map((all) => all.join('')),
      fc.array(scrap, { maxLength: 200 }).map((all) => all.join(' ')),
    );
    const started = performance.now();
    fc.assert(
      fc.property(line, fc.constantFrom('en-US', 'de-DE', 'ja-JP'), (said, locale) => {
        for (const read of [() => takeTerm(said, reader(locale)).until, () => readTerm(said, reader(locale))]) {
          try {
            const until = read();
            assert.ok(until === null || !Number.isNaN(Date.parse(until)));
          } catch (error) {
            assert.ok(unreadable(error), String(error));
          }
        }
      }),
      { numRuns: 2000 },
    );
    takeTerm(`for ${'1d '.repeat(1300)}x`, GB);
    takeTerm('for 1 '.repeat(650), GB);
    assert.ok(performance.now() - started < 20_000);
  });
});
