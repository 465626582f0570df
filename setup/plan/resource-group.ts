// The resource group, and the resource providers without which a new subscription refuses its resources.
import type { Options } from '../options.js';
import type { Step } from '../script/step.js';

export function resourceGroup({ name, location }: Pick<Options, 'name' | 'location'>): readonly Step[] {
  return [
    { kind: 'run', command: ['az', 'group', 'create', '--name', name, '--location', location, '--output', 'none'] },
  ];
}

/** Registering one that is registered changes nothing. */
export function providers(names: readonly string[]): readonly Step[] {
  return names.map((name) => ({ kind: 'run', command: ['az', 'provider', 'register', '--namespace', name, '--wait'] }));
}
