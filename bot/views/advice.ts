// What each verdict means for one mailbox and what a person should do next, in sentences.
import type { AssessedMailbox, Cause, Exemption } from '../../src/mailboxes/mailbox.js';
import { afterEnd } from './exemption.js';
import type { Reader } from './view.js';
import { momentAndAge } from './when.js';

/** One step of an instruction; commands to copy stand in a fixed-width font. */
export interface AdviceStep {
  readonly text: string;
  readonly font: 'Default' | 'Monospace';
}

export interface Advice {
  readonly sentence: string;
  readonly steps: readonly AdviceStep[];
}

/** Why the mailbox has its verdict, and the next steps. */
export function adviceFor(assessed: AssessedMailbox, reader: Reader, mode: 'enforce' | 'watch'): Advice {
  if (assessed.exemption !== null && assessed.verdict === 'exempt' && assessed.cause !== 'directory-synced')
    return exemptAdvice(assessed.exemption, reader, mode);
  const { mailbox, account, cause } = assessed;
  return adviceAgainst(cause, account?.userPrincipalName ?? mailbox.userPrincipalName);
}

/** What keeps the bot from blocking, or not, and the next steps. */
export function adviceAgainst(cause: Cause, userPrincipalName: string): Advice {
  if (cause === 'directory-synced') return syncedAdvice(userPrincipalName);
  const { sentence, step } = SENTENCES[cause];
  return { sentence, steps: step === '' ? [] : [words(step)] };
}

const SENTENCES: Readonly<Record<Cause, { readonly sentence: string; readonly step: string }>> = {
  'sign-in-blocked': {
    sentence: 'Nobody can sign in with this account. People who have access to the mailbox keep it, and mail arrives.',
    step: '',
  },
  'no-object-id': {
    sentence: 'Exchange names no Entra account for this mailbox, so whether one can sign in is not known.',
    step: 'Look for the address in the Entra admin center and check the account there. Then scan again.',
  },
  'no-account': {
    sentence: 'Entra did not return the account that Exchange names, so whether it can sign in is not known.',
    step: 'It may have been deleted or be very new. Refresh in a few minutes; if it stays so, check the account in the Entra admin center.',
  },
  'state-not-returned': {
    sentence: 'Entra returned the account without its sign-in state, so whether it can sign in is not known.',
    step: 'The bot’s permission is probably too narrow: it needs User.Read.All. Check the account in the Entra admin center meanwhile.',
  },
  exempt: { sentence: 'Sign-in is allowed on purpose.', step: '' },
  'directory-synced': { sentence: '', step: '' },
  'teams-rooms-licence': {
    sentence:
      'It has a licence for a Teams Rooms or shared device: the device signs in with this account, and a block would sign it out.',
    step: 'If no device uses it any more, remove the licence in the Microsoft 365 admin center, refresh, and request the block then.',
  },
  'directory-role': {
    sentence: 'It holds a directory role. Microsoft lets only a privileged administrator change such an account.',
    step: 'Ask a Privileged Role Administrator to remove the role in the Entra admin center, refresh, and request the block then.',
  },
  'management-restricted': {
    sentence: 'It is in a restricted management administrative unit: only administrators of that unit may change it.',
    step: 'Ask an administrator of the unit to block sign-in or to take the account out of it.',
  },
  guest: {
    sentence: 'It is a guest account. Whether it can sign in is decided in its home organisation too.',
    step: 'Check in the Entra admin center why a mailbox belongs to a guest, and block or remove the guest there.',
  },
  'sign-in-allowed': {
    sentence: 'Whoever knows or resets its password can sign in as this mailbox, and nothing shows who it was.',
    step: 'Request a block. A second person decides, then it is blocked and read back.',
  },
};

function words(text: string): AdviceStep {
  return { text, font: 'Default' };
}

function syncedAdvice(userPrincipalName: string): Advice {
  const steps = [
    words('Disable it in Active Directory, in PowerShell with the ActiveDirectory module:'),
    { text: disableCommand(userPrincipalName), font: 'Monospace' } as const,
    words(
      'Then wait for the sync: every 30 minutes with Entra Connect, about every 2 with Cloud Sync. To hurry Entra Connect, on its server:',
    ),
    { text: 'Start-ADSyncSyncCycle -PolicyType Delta', font: 'Monospace' } as const,
    words('Refresh afterwards.'),
  ];
  return {
    sentence:
      'It is synced from on-premises Active Directory. Entra refuses a block in the cloud, so it has to be done on premises.',
    steps,
  };
}

/** Only these go into a command that people paste into a shell. */
const SAFE_UPN = /^[\w.+-]{1,64}@[\w.-]{1,255}$/u;

function disableCommand(userPrincipalName: string): string {
  const name = SAFE_UPN.test(userPrincipalName) ? userPrincipalName : '<its user principal name>';
  return `Get-ADUser -Filter 'UserPrincipalName -eq "${name}"' | Disable-ADAccount`;
}

function exemptAdvice(exemption: Exemption, reader: Reader, mode: 'enforce' | 'watch'): Advice {
  const sentence = `Sign-in is allowed on purpose until ${momentAndAge(exemption.until, reader)}.`;
  return { sentence, steps: [words(afterEnd(exemption, mode))] };
}
