// A process of its own that lives random lives, with one rule broken where a mutant is named: node run.js machine|store SEED RUNS [mutant]
import { register } from 'node:module';
import { MACHINE_MUTANTS } from './machine-mutants.js';
import { mutated, urlOf } from './mutation.js';
import { STORE_MUTANTS } from './store-mutants.js';

const [kind, seed, runs, name] = process.argv.slice(2);
if (name !== undefined) {
  const mutation = [...MACHINE_MUTANTS, ...STORE_MUTANTS].find((one) => one.name === name);
  if (mutation === undefined) throw new Error(`There is no mutant "${name}".`);
  register(new URL('./hooks.js', import.meta.url), { data: { url: urlOf(mutation).href, source: mutated(mutation) } });
}
try {
  if (kind === 'machine') {
    const { livePurely } = await import('../pure-lives.js');
    livePurely(Number(runs), Number(seed), { isBrief: true });
  } else {
    const { liveOnStores } = await import('../store-lives.js');
    const { openTestStore } = await import('../../support/store.js');
    const store = await openTestStore();
    const under = { store: () => store, reopen: async () => undefined };
    await liveOnStores({ runs: Number(runs), seed: Number(seed), isBrief: true }, under);
    await store.close();
  }
  process.exit(0);
} catch (error) {
  const text = error instanceof Error ? `${error.message}\n${String(error.cause)}` : String(error);
  process.stdout.write(text);
  process.exit(text.startsWith('Property failed') ? 3 : 1);
}
