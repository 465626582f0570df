// What those are told who may not be served: the true reason, where telling it is safe.
import assert from 'node:assert/strict';
import type { TurnContext } from 'botbuilder';
import type { Log } from '../../bot/log.js';
import type { Distrust } from '../../bot/trust.js';
import { turnAway } from '../../bot/turn-away.js';

const quiet = (): void => undefined;
const log = { info: quiet, warn: quiet, error: quiet, debug: quiet } as unknown as Log;

async function told(doubt: Distrust, conversationType: string): Promise<readonly unknown[]> {
  const said: unknown[] = [];
  const sendActivity = async (what: unknown): Promise<void> => {
    said.push(what);
  };
  const context = { activity: { type: 'message', conversation: { id: 'c', conversationType } }, sendActivity };
  await turnAway(context as unknown as TurnContext, doubt, { log, newCorrelationId: () => 'c' });
  return said;
}

describe('turning away', () => {
  it('tells people of another organisation so in their own chat', async () => {
    const own = ['Mailbox Guard works only for people of its home organisation.'];
    assert.deepEqual(await told('tenant', 'personal'), own);
    assert.notDeepEqual(await told('tenant', 'channel'), own);
    assert.match(String(await told('shared-channel', 'channel')), /channels shared/u);
    assert.match(String(await told('no-identity', 'personal')), /who you are/u);
  });

  it('says nothing to what is not Teams', async () => {
    for (const doubt of ['channel', 'service-url'] as const) assert.deepEqual(await told(doubt, 'personal'), []);
  });
});
