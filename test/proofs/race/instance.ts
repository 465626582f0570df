// One instance of the bot's decisions, as a process of its own: decides requests when told, and carries out what was approved.
import { register } from 'node:module';
import process from 'node:process';
import { mutated, urlOf } from '../mutants/mutation.js';
import { CAREFREE } from './carefree.js';
import type { FromInstance, ToInstance } from './messages.js';

const [databaseUrl = '', approver = '', isCarefree = ''] = process.argv.slice(2);
if (isCarefree === 'carefree') {
  register(new URL('../mutants/hooks.js', import.meta.url), {
    data: { url: urlOf(CAREFREE).href, source: mutated(CAREFREE) },
  });
}
// Only now: what is imported before the hooks are there stays whole.
const { openStore } = await import('../../../src/db/open-store.js');
const { decideRequest } = await import('../../../src/approvals/decide-request.js');
const { applyRequest } = await import('../../../src/approvals/apply-request.js');
const { Refused } = await import('../../../src/failure.js');
const { account, mailbox } = await import('../../src/db/samples.js');

const store = await openStore({ databaseUrl, dataDir: '' });
const clock = { now: (): string => new Date().toISOString() };
const tell = (message: FromInstance): void => void process.send?.(message);

/** Everything in a batch at once, so that both instances meet at each request. */
async function decideAll(
  batch: readonly { readonly id: string; readonly verdict: 'approve' | 'deny' }[],
): Promise<void> {
  const came = await Promise.all(
    batch.map(async ({ id, verdict }) => {
      const by = { objectId: approver, name: approver };
      const deciding = { requestId: id, by, verdict, reason: 'not needed', content: null, correlationId: id };
      try {
        await decideRequest(deciding, { ledger: store.ledger, clock });
        return { id, won: true, why: '' };
      } catch (error) {
        return { id, won: false, why: error instanceof Refused ? error.failure.kind : String(error) };
      }
    }),
  );
  tell({ kind: 'decided', came });
}

async function startApplying(): Promise<void> {
  const doors = {
    ...{ ledger: store.ledger, requests: store.requests, clock, mode: 'enforce' as const, exemptionWarningMs: 0 },
    beginRun: () => ({
      reread: async ({ objectId }: { readonly objectId: string }) => mailbox(objectId, { account: account(objectId) }),
    }),
    async block(objectId: string) {
      tell({ kind: 'blocked', objectId });
      return { microsoftRequestId: null };
    },
    unblock: async () => ({ microsoftRequestId: null }),
    revokeSessions: async () => ({ kind: 'revoked' as const }),
    changed: async () => undefined,
  };
  await store.work('apply-request', ({ requestId, after }, { signal }) =>
    applyRequest(requestId, doors, signal, after),
  );
  tell({ kind: 'ready' });
}

process.on('message', (message: ToInstance) => {
  const work =
    message.kind === 'decide'
      ? decideAll(message.batch)
      : message.kind === 'apply'
        ? startApplying()
        : store.close().then(() => process.exit(0));
  work.catch((error) => {
    process.stderr.write(String(error));
    process.exit(1);
  });
});
tell({ kind: 'ready' });
