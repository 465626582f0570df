// The Teams app package against the program: an older one offers other commands than the bot understands.
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';

export async function checkPackage({ versions }: DoctorDoors): Promise<Finding> {
  const { ok, degraded, unchecked } = about('package', 'App package');
  const { manifest, program } = await versions();
  if (program === null) return unchecked('package.json is not beside the program');
  if (manifest === null) return unchecked('appPackage/manifest.json is not beside the program');
  if (manifest === program) return ok(`version ${manifest}, as the bot`);
  return degraded(
    `version ${manifest}, and the bot is ${program}: people see the menu of another version`,
    'npm run package, and upload the zip in the Teams admin center (Manage apps, Mailbox Guard, Update)',
  );
}
