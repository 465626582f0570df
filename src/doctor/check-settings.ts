// The settings beyond what loading them checks: what a complete configuration still leaves undone.
import { isLoopback } from '../config/addresses.js';
import type { Config } from '../config.js';
import { about, type Finding } from './finding.js';

/** Pure: looks at nothing but the settings. */
export function checkSettings(config: Config): readonly Finding[] {
  const { mode, cloud, approvals, watch } = config;
  const asks = `${approvals.quorum} ${approvals.quorum === 1 ? 'approval' : 'approvals'} for each request`;
  const writes = mode === 'watch' ? 'MODE=watch: nothing is written' : asks;
  const seen = `complete: cloud ${cloud}, ${watch.types.length} of 4 mailbox types, ${writes}`;
  return [
    about('settings', 'Settings').ok(seen),
    checkRetention(config),
    checkCheckpoints(config),
    ...checkDatabaseAddress(config),
  ];
}

/** Nobody should learn from an empty list how long things are kept. */
function checkRetention({ retentionMs }: Config): Finding {
  const days = Math.floor(retentionMs / 86_400_000);
  return about('retention', 'Retention').ok(`what is closed is kept for ${days} days, the record for ever`);
}

function checkCheckpoints({ audit }: Config): Finding {
  const { ok, degraded } = about('record.checkpoints', 'Checkpoints of the record');
  if (audit.signingKeyPath !== null) {
    const told = audit.sink === null ? 'and stay in the log and the store' : 'and are told to the audit sink';
    return ok(`are signed ${told}`);
  }
  return degraded(
    'none are made: entries cut off the end of the record, or all of it written anew, cannot be found out later',
    'openssl genpkey -algorithm ed25519 -out audit-key.pem, and set AUDIT_SIGNING_KEY_PATH to that file',
  );
}

/** Values with which node-postgres insists on TLS. */
const WITH_TLS: ReadonlySet<string> = new Set(['require', 'verify-ca', 'verify-full']);

/** Only where there is something to say: the password would travel in the clear. */
function checkDatabaseAddress({ store }: Config): readonly Finding[] {
  if (store.kind !== 'postgresql') return [];
  const { hostname, searchParams } = new URL(store.url);
  const isNear = hostname === '' || isLoopback(`http://${hostname}`);
  if (isNear || WITH_TLS.has(searchParams.get('sslmode') ?? '')) return [];
  return [
    about('database.tls', 'Way to the database').degraded(
      'is not encrypted: DATABASE_URL names a server elsewhere and asks for no TLS',
      'Add ?sslmode=verify-full to DATABASE_URL',
    ),
  ];
}
