// The settings of the app package: all problems at once, and only addresses that Teams takes.
import assert from 'node:assert/strict';
import { loadPackageSettings } from '../../../setup/app-package/settings.js';
import { Refused } from '../../../src/failure.js';

const GOOD = {
  TEAMS_APP_ID: '11111111-2222-3333-4444-555555555555',
  BOT_APP_ID: 'AAAAAAAA-bbbb-cccc-dddd-eeeeeeeeeeee',
  APP_WEBSITE_URL: 'https://contoso.example/guard',
  APP_PRIVACY_URL: 'https://contoso.example/privacy',
  APP_TERMS_URL: 'https://contoso.example/terms',
};

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadPackageSettings(env);
  } catch (error) {
    if (error instanceof Refused && error.failure.kind === 'bad-config') return error.failure.problems;
    throw error;
  }
  return [];
}

describe('settings of the app package', () => {
  it('are taken, ids in lower case', () => {
    assert.deepEqual(loadPackageSettings(GOOD), { ...GOOD, BOT_APP_ID: GOOD.BOT_APP_ID.toLowerCase() });
  });

  it('are all named at once when they are missing, each with what it is for', () => {
    const problems = problemsOf({});
    for (const name of Object.keys(GOOD)) {
      assert.match(problems.find((problem) => problem.startsWith(name)) ?? '', /is missing\. It is .{10,}\./u, name);
    }
    assert.equal(problems.length, 5);
  });

  it('refuse what Teams would refuse', () => {
    const bad = {
      APP_WEBSITE_URL: 'http://contoso.example',
      APP_PRIVACY_URL: 'https://someone:hush@contoso.example',
      APP_TERMS_URL: `https://contoso.example/${'a'.repeat(2048)}`,
      TEAMS_APP_ID: 'mailbox-guard',
    };
    const problems = problemsOf({ ...GOOD, ...bad });
    assert.deepEqual(problems.map((problem) => problem.split(' ')[0]).sort(), Object.keys(bad).sort());
    assert.ok(!problems.join().includes('hush'));
  });
});
