// Licences that mean "a device signs in here": Teams Rooms and shared Teams devices.

/** SKU ids from Microsoft's "Product names and service plan identifiers for licensing". */
const SKUS: ReadonlySet<string> = new Set([
  '6070a4c8-34c6-4937-8dfb-39bbc6397a60', // MEETING_ROOM: Teams Rooms Standard
  '61bec411-e46a-4dab-8f46-8b58ec845ffe', // MEETING_ROOM_NOAUDIOCONF
  '6af4b3d6-14bb-4a2a-960c-6c902aad34f3', // Microsoft_Teams_Rooms_Basic
  '50509a35-f0bd-4c5e-89ac-22f0e16a00f8', // Microsoft_Teams_Rooms_Basic_without_Audio_Conferencing
  '4cde982a-ede4-4409-9ae6-b003453c8ea6', // Microsoft_Teams_Rooms_Pro
  '21943e3a-2429-4f83-84c1-02735cd49e78', // Microsoft_Teams_Rooms_Pro_without_Audio_Conferencing
  '4fb214cb-a430-4a91-9c91-4976763aa78f', // Teams_Rooms_Premium
  '295a8eb0-f78d-45c7-8b5b-1eed5ed02dff', // MCOCAP: Teams Shared Devices
]);

/** Whether a licence belongs to a Teams device, whose account must be able to sign in. */
export function isTeamsRoomsSku(skuId: string): boolean {
  return SKUS.has(skuId.toLowerCase());
}
