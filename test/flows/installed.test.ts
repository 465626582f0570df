// The app installed for a person through Graph: Teams tells the bot, and the bot can write to somebody who never opened it.
import assert from 'node:assert/strict';
import { connectTenant } from '../../src/tenant/index.js';
import { configFor, quickDoors, tokensOf, WORK } from '../src/tenant/connect.js';
import { openStage, type Stage } from '../support/stage.js';

describe('an app installed for a person', () => {
  let stage: Stage;
  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    stage.tenant.permissions.grant('graph', 'TeamsAppInstallation.ReadWriteSelfForUser.All');
  });
  after(() => stage.close());

  it('brings the bot into the personal chat, once', async () => {
    const { tenant } = stage;
    const config = { ...configFor(tenant), teamsAppId: tenant.teamsAppId };
    const { installApp } = connectTenant(config, quickDoors(tenant), tokensOf(tenant));
    const avery = stage.person('approver');
    const chat = avery.personalChat();
    chat.becomes('uninstalled');
    assert.deepEqual(await installApp?.(avery.objectId, WORK), { kind: 'installed' });
    const welcome = await chat.waitFor(() => true, 20_000);
    assert.match(welcome.readable, /Mailbox Guard/);
    assert.deepEqual(await installApp?.(avery.objectId, WORK), { kind: 'already' });
  });
});
