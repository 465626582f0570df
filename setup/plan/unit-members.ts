// Puts the accounts of all mailboxes of the four types into the administrative unit: at the beginning, and again whenever
// there are new ones.
import { CLOUD_HOSTS } from '../../src/config/clouds.js';
import { MAILBOX_TYPES } from '../../src/mailboxes/mailbox.js';
import type { Options } from '../options.js';
import { powerShellStart, quotePowerShell } from '../script/powershell.js';
import { exchangeSignIn } from './exchange.js';

/** @param folder where the settings file is, as seen from the project's folder */
export function unitMembersScript({ cloud }: Options, folder: string): string {
  const about = [
    'Step 5: the accounts that the bot may block. To be run by a Privileged Role Administrator who may read mailboxes in Exchange;',
    'again after each new mailbox, for one that is not in the unit is refused with status 403. A scheduled run does.',
  ];
  const graph = `${CLOUD_HOSTS[cloud].graph}/v1.0`;
  const types = MAILBOX_TYPES.map(quotePowerShell).join(', ');
  return `${powerShellStart(about, folder).join('\n')}

$unit = Get-Remembered 'ADMINISTRATIVE_UNIT_ID'
if ($unit -eq '') { Stop-Here 'The administrative unit is not known yet. Run step 3 first.' }
$members = '${graph}/directory/administrativeUnits/' + $unit + '/members'
${exchangeSignIn(cloud)}
$wanted = @(Get-EXOMailbox -RecipientTypeDetails ${types} -ResultSize Unlimited | ForEach-Object { [string] $_.ExternalDirectoryObjectId } | Where-Object { $_ -ne '' })
Disconnect-ExchangeOnline -Confirm:$false

# Page by page: the ids that are in already
$known = @{}
$next = $members
while ($next -ne '') {
  $page = Get-Answer @('az', 'rest', '--method', 'get', '--url', $next) | ConvertFrom-Json
  foreach ($member in @($page.value)) { $known[[string] $member.id] = $true }
  $next = [string] $page.'@odata.nextLink'
}
$added = 0
foreach ($id in $wanted) {
  if ($known.ContainsKey($id)) { continue }
  Write-Text (Join-Path $folder 'member.json') ('{ "@odata.id": "${graph}/users/' + $id + '" }')
  Invoke-Step @('az', 'rest', '--method', 'post', '--url', ($members + '/$ref'), '--body', ('@' + $folder + '/member.json'), '--output', 'none')
  $added += 1
}
Write-Output ([string] $added + ' of ' + [string] $wanted.Count + ' accounts were added to the administrative unit.')
`;
}
