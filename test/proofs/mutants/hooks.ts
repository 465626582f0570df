// Module hooks of a process that runs a mutant: one file is loaded as it was broken, all others as they are.
import type { InitializeHook, LoadHook } from 'node:module';

let broken: { readonly url: string; readonly source: string } | null = null;

export const initialize: InitializeHook<{ readonly url: string; readonly source: string }> = (data) => {
  broken = data;
};

export const load: LoadHook = (url, context, nextLoad) => {
  if (url !== broken?.url) return nextLoad(url, context);
  return { format: 'module', source: broken.source, shortCircuit: true };
};
