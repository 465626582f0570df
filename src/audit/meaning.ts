// What each event of the record means, in words for people: on the time line and in the documentation.
import type { RecordEvent } from './entry.js';

export const EVENT_MEANING: Readonly<Record<RecordEvent, string>> = {
  'request.created': 'Asked for',
  'request.approved': 'Approved',
  'request.approval-counted': 'Approved, more approvals needed',
  'request.denied': 'Denied',
  'request.withdrawn': 'Withdrawn',
  'request.expired': 'Expired undecided',
  'request.refused': 'Decision refused',
  'request.applying': 'Began',
  'request.done': 'Finished',
  'request.failed': 'Finished, not in full',
  'mailbox.block-written': 'Block written',
  'mailbox.block-verified': 'Block read back',
  'mailbox.already-blocked': 'Was blocked already',
  'mailbox.skipped': 'Left alone',
  'mailbox.block-failed': 'Block failed',
  'place.admitted': 'Place admitted',
  'scan.published': 'Tenant read',
};
