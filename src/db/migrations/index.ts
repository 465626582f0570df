// All migrations in order; the number of one is its place in this list, counted from 1. Only ever add at the end.
import { FOUNDATION } from './0001-foundation.js';
import { CHECKPOINTS } from './0002-checkpoints.js';
import { APPROVALS } from './0003-approvals.js';
import { ALERTS } from './0004-alerts.js';
import { REACH } from './0005-reach.js';
import { PAGES } from './0006-pages.js';
import { TOLD } from './0007-told.js';
import { FILE_OFFERS } from './0008-file-offers.js';
import { ANSWERED } from './0009-answered.js';
import { BEGUN_WRITES } from './0010-begun-writes.js';

export interface Migration {
  readonly name: string;
  /** Statements separated by semicolons, without parameters. */
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  { name: 'foundation', sql: FOUNDATION },
  { name: 'checkpoints', sql: CHECKPOINTS },
  { name: 'approvals', sql: APPROVALS },
  { name: 'alerts', sql: ALERTS },
  { name: 'reach', sql: REACH },
  { name: 'pages', sql: PAGES },
  { name: 'told', sql: TOLD },
  { name: 'file-offers', sql: FILE_OFFERS },
  { name: 'answered', sql: ANSWERED },
  { name: 'begun-writes', sql: BEGUN_WRITES },
];
