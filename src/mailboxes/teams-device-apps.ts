// Applications that only devices of Teams sign in with: rooms, panels, displays.

/** As the sign-in log names them, such as "Microsoft Teams Rooms" and "Microsoft Teams - Device Admin Agent". */
const DEVICE_APPS = /\bTeams\b.*\b(?:Rooms?|Panels?|Displays?|Devices?)\b|\bSurface Hub\b/iu;

/** Whether an appDisplayName means that a device in a room signs in, which a block would put out of use. */
export function isTeamsDeviceApp(appDisplayName: string): boolean {
  return DEVICE_APPS.test(appDisplayName);
}
