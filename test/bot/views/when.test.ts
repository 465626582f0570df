// Moments in the reader's order and zone, and ages in words.
import assert from 'node:assert/strict';
import { age, counted, lasting, moment, momentAndAge } from '../../../bot/views/when.js';

const now = '2026-11-23T13:05:00.000Z';
const berlin = { locale: 'en-GB', timeZone: 'Europe/Berlin', now };

describe('moment', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['en-GB', 'Europe/Berlin', /^23 Nov 2026, 14:05 CET$/u],
    ['en-US', 'America/New_York', /^Nov 23, 2026, 08:05 AM EST$/u],
    ['de-DE', 'Europe/Berlin', /^23\. Nov\. 2026, 14:05 MEZ$/u],
    ['ar-EG', 'Africa/Cairo', /2026/u],
    ['th-TH', 'Asia/Bangkok', /2026/u],
    ['xx', 'Europe/Berlin', /^23 Nov 2026, 14:05 CET$/u],
    ['not a locale!', 'Not/AZone', /^23 Nov 2026, 13:05 UTC$/u],
    ['', '', /^23 Nov 2026, 13:05 UTC$/u],
  ];
  for (const [locale, timeZone, expected] of cases) {
    it(`is ${expected.source} for ${locale || 'no locale'} in ${timeZone || 'no zone'}`, () =>
      assert.match(moment(now, { locale, timeZone, now }), expected));
  }
  it('follows daylight saving', () => assert.equal(moment('2026-07-01T00:00:00Z', berlin), '1 Jul 2026, 02:00 CEST'));
  it('never invents a date', () => assert.equal(momentAndAge('soon', berlin), 'not known'));
});

describe('age', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['2026-11-23T13:04:31.000Z', 'just now'],
    ['2026-11-23T13:05:20.000Z', 'just now'],
    ['2026-11-23T13:02:00.000Z', '3 minutes ago'],
    ['2026-11-23T12:05:00.000Z', '1 hour ago'],
    ['2026-11-21T13:05:00.000Z', '2 days ago'],
    ['2026-08-01T13:05:00.000Z', '3 months ago'],
    ['2020-11-23T13:05:00.000Z', '6 years ago'],
    ['2026-11-24T13:05:00.000Z', 'in 1 day'],
    ['never', 'not known'],
  ];
  for (const [iso, expected] of cases) it(`${iso} is ${expected}`, () => assert.equal(age(iso, berlin), expected));
});

describe('numbers', () => {
  it('counts in words', () => {
    assert.equal(counted(1, 'mailbox', 'mailboxes'), '1 mailbox');
    assert.equal(counted(0, 'page'), '0 pages');
    assert.equal(counted(10_000, 'mailbox', 'mailboxes'), '10,000 mailboxes');
  });
  it('says how long something took', () => {
    assert.equal(lasting(0), '1 second');
    assert.equal(lasting(4200), '4 seconds');
    assert.equal(lasting(600_000), '10 minutes');
  });
});
