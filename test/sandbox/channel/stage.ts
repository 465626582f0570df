// The fake Teams with the echo bot in it and two people, for the tests of the channel side.

import { startFakeTeams } from '../../../sandbox/channel/fake-teams.js';
import { startOpenId } from '../../../sandbox/channel/openid.js';
import { createChannelKeys } from '../../../sandbox/channel/signing.js';
import { APP_ID, checkEchoToken, startEchoBot, TENANT_ID } from './echo-bot.js';

export async function setStage(options: { readonly rateLimited?: boolean } = {}) {
  const keys = await createChannelKeys();
  const openId = await startOpenId(keys);
  const bot = await startEchoBot(openId.settings);
  const about = { bot: { appId: APP_ID, name: 'Echo' }, tenantId: TENANT_ID, keys, checkBotToken: checkEchoToken };
  const teams = await startFakeTeams({ ...about, ...options });
  teams.connectBot(bot.endpoint);
  const alice = teams.person({ objectId: 'a0000000-0000-4000-8000-00000000000a', name: 'Alice Ames', mri: '29:alice' });
  const bob = teams.person({ objectId: 'a0000000-0000-4000-8000-00000000000b', name: 'Bob Bell' });
  const stop = async (): Promise<void> => {
    await bot.stop();
    await openId.stop();
    await teams.stop();
  };
  return { teams, bot, alice, bob, chat: alice.personalChat(), stop };
}

export type Stage = Awaited<ReturnType<typeof setStage>>;
