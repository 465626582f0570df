// Which applications mean that a device in a room signs in.
import assert from 'node:assert/strict';
import { isTeamsDeviceApp } from '../../../src/mailboxes/teams-device-apps.js';

describe('isTeamsDeviceApp', () => {
  it('knows rooms, panels and devices of Teams, and nothing that people use', () => {
    const devices = ['Microsoft Teams Rooms', 'Microsoft Teams Room', 'Microsoft Teams - Device Admin Agent'];
    for (const app of [...devices, 'microsoft teams panels', 'Surface Hub']) assert.ok(isTeamsDeviceApp(app), app);
    for (const app of [
      'Microsoft Teams',
      'Microsoft Teams Web Client',
      'Meeting Room Booker',
      '',
      'Teamsters Device',
    ]) {
      assert.ok(!isTeamsDeviceApp(app), app);
    }
  });
});
