// The whole vocabulary of the command line: usage and documentation are read from this table.
import type { CliCommand } from '../command.js';
import { audit } from './audit.js';
import { doctor } from './doctor.js';
import { report } from './report.js';
import { scan } from './scan.js';
import { store } from './store.js';

export const commands: readonly CliCommand[] = [scan, report, doctor, audit, store];
