// The whole vocabulary: help, the app's command menu, the README and authorisation are read from this table.
import type { Command } from '../command.js';
import { acknowledge } from './acknowledge.js';
import { admit } from './admit.js';
import { alert } from './alert.js';
import { alerts } from './alerts.js';
import { anew } from './anew.js';
import { approvals } from './approvals.js';
import { approve } from './approve.js';
import { audit } from './audit.js';
import { block } from './block.js';
import { deny } from './deny.js';
import { digest } from './digest.js';
import { discard } from './discard.js';
import { doctor } from './doctor.js';
import { exempt } from './exempt.js';
import { help } from './help.js';
import { list } from './list.js';
import { preview } from './preview.js';
import { report } from './report.js';
import { request } from './request.js';
import { requests } from './requests.js';
import { retry } from './retry.js';
import { review } from './review.js';
import { reviewed } from './reviewed.js';
import { scan } from './scan.js';
import { snooze } from './snooze.js';
import { status } from './status.js';
import { strike } from './strike.js';
import { submit } from './submit.js';
import { unblock } from './unblock.js';
import { undo } from './undo.js';
import { unsnooze } from './unsnooze.js';
import { withdraw } from './withdraw.js';

/** Every command, in the order help shows them. */
export const commands: readonly Command[] = [
  list,
  status,
  block,
  unblock,
  exempt,
  requests,
  request,
  approve,
  deny,
  strike,
  withdraw,
  undo,
  retry,
  anew,
  reviewed,
  alerts,
  alert,
  snooze,
  unsnooze,
  acknowledge,
  report,
  audit,
  scan,
  doctor,
  admit,
  approvals,
  help((): readonly Command[] => commands),
  review,
  digest,
  preview,
  submit,
  discard,
];
