// Exchange: the app as Exchange knows it, and a role that can do nothing but read what the bot reads. PowerShell, since
// Exchange is set up in no other way. docs: New-ServicePrincipal, New-ManagementRole,
// Add-ManagementRoleEntry, Remove-ManagementRoleEntry, New-RoleGroup.
import type { Cloud } from '../../src/config/clouds.js';
import type { Options } from '../options.js';
import { powerShellStart, quotePowerShell } from '../script/powershell.js';

/** The clouds as Exchange Online PowerShell names them. */
const ENVIRONMENTS: Readonly<Record<Cloud, string>> = {
  public: 'O365Default',
  usgov: 'O365USGovGCCHigh',
  usgovdod: 'O365USGovDoD',
  china: 'O365China',
};

const ROLE = 'Mailbox Guard Reading';
/** Built in; it changes nothing, but reads far more than the bot does. */
const PARENT = 'View-Only Recipients';

/** What the bot calls. Who has access to a mailbox can be asked of the beta API only. */
export function keptEntries(api: Options['exchangeApi']): readonly string[] {
  return api === 'v2' ? ['Get-Mailbox'] : ['Get-Mailbox', 'Get-MailboxPermission', 'Get-RecipientPermission'];
}

/** Signs in to Exchange Online; an error where its module is missing says how to get it. */
export function exchangeSignIn(cloud: Cloud): string {
  return `if (-not (Get-Module -ListAvailable -Name ExchangeOnlineManagement)) { Stop-Here 'Install the module first: Install-Module ExchangeOnlineManagement -Scope CurrentUser' }
Import-Module ExchangeOnlineManagement
Connect-ExchangeOnline -ExchangeEnvironmentName ${ENVIRONMENTS[cloud]} -ShowBanner:$false`;
}

/** @param folder where the settings file is, as seen from the project's folder */
export function exchangeScript({ cloud, exchangeApi }: Options, folder: string): string {
  const kept = keptEntries(exchangeApi).map(quotePowerShell).join(', ');
  const about = [
    'Step 4: what the bot may read in Exchange. To be run by a member of Organization Management (an Exchange Administrator is one).',
    'It takes effect within an hour, mostly sooner.',
  ];
  return `${powerShellStart(about, folder).join('\n')}

$appId = Get-Remembered 'BOT_APP_ID'
$objectId = Get-Remembered 'SERVICE_PRINCIPAL_ID'
if ($appId -eq '' -or $objectId -eq '') { Stop-Here 'The identity is not known yet. Run steps 2 and 3 first.' }
${exchangeSignIn(cloud)}

# The app as Exchange knows it
if (-not (Get-ServicePrincipal | Where-Object { $_.AppId -eq $appId })) {
  $null = New-ServicePrincipal -AppId $appId -ObjectId $objectId -DisplayName 'Mailbox Guard'
}

# An organisation that was never customised takes no role of its own; there is no way back, so the person is asked
if ((Get-OrganizationConfig).IsDehydrated) {
  Write-Output 'This organisation in Exchange was never customised, which roles of its own need. Enable-OrganizationCustomization is done once and for good.'
  Enable-OrganizationCustomization -Confirm
  if ((Get-OrganizationConfig).IsDehydrated) { Stop-Here 'Exchange does not take roles yet. Wait a while after Enable-OrganizationCustomization, then run this step again.' }
}

# A role of its own, which holds nothing but ${keptEntries(exchangeApi).join(', ')}
$role = ${quotePowerShell(ROLE)}
$kept = @(${kept})
if (-not (Get-ManagementRole | Where-Object { $_.Name -eq $role })) {
  $null = New-ManagementRole -Name $role -Parent ${quotePowerShell(PARENT)} -Description 'What Mailbox Guard reads.'
}
$held = @(Get-ManagementRoleEntry ($role + '\\*') | ForEach-Object { $_.Name })
# The other API may have been chosen before, so that some are missing; the parent role has them.
foreach ($name in $kept) {
  if ($held -notcontains $name) { Add-ManagementRoleEntry -Identity ($role + '\\' + $name) }
}
foreach ($name in $held) {
  if ($kept -notcontains $name) { Remove-ManagementRoleEntry -Identity ($role + '\\' + $name) -Confirm:$false }
}
$left = @(Get-ManagementRoleEntry ($role + '\\*') | ForEach-Object { $_.Name })
if ($left.Count -ne $kept.Count) { Stop-Here ('The role should hold ' + ($kept -join ', ') + ' and holds ' + ($left -join ', ')) }

# A role group with that role and this one member
if (-not (Get-RoleGroup | Where-Object { $_.Name -eq $role })) {
  $null = New-RoleGroup -Name $role -Roles $role -Description 'Mailbox Guard reads mailboxes; nobody else belongs here.'
}
if (-not (Get-RoleGroupMember -Identity $role | Where-Object { $_.ExternalDirectoryObjectId -eq $objectId -or $_.Guid -eq $objectId -or $_.Name -eq $objectId })) {
  try { Add-RoleGroupMember -Identity $role -Member $objectId }
  catch { if ($_.Exception.Message -notmatch 'already a member') { throw } }
}
Get-RoleGroupMember -Identity $role | Format-Table -Property 'Name', 'RecipientType'
Disconnect-ExchangeOnline -Confirm:$false
Write-Output ('The bot may call: ' + ($left -join ', ') + '. This takes effect within an hour.')
`;
}
