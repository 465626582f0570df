// env.example names every setting there is, with its true default; docs/settings.md says the same. UPDATE_DOCS=1 writes that.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPackageSettings } from '../setup/app-package/settings.js';
import type { Env } from '../src/config/env-reader.js';
import { loadConfig } from '../src/config.js';
import { Refused } from '../src/failure.js';
import { readEnvExample } from './support/env-example.js';

const GUID = '11111111-2222-3333-4444-555555555555';
const LEAST = {
  TENANT_ID: GUID,
  BOT_APP_TYPE: 'UserAssignedMSI',
  BOT_APP_ID: GUID,
  OPERATORS_GROUP_ID: GUID,
  APPROVERS_GROUP_ID: GUID,
};

/** The names that a loader asks for, whether or not it likes what it gets. */
function namesRead(load: (env: Env) => unknown, env: Env): readonly string[] {
  const asked = new Set<string>();
  const recording = new Proxy(env, {
    get: (target, name) => {
      asked.add(String(name));
      return target[String(name)];
    },
  });
  try {
    load(recording);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  return [...asked];
}

/** Every name that any combination brings up: until none is new, each of those known is set, alone and all together. */
function allNamesRead(load: (env: Env) => unknown): ReadonlySet<string> {
  const known = new Set(namesRead(load, {}));
  for (let before = -1; before < known.size; ) {
    before = known.size;
    const names = [...known];
    const envs = [...names.map((name) => ({ [name]: '1' })), Object.fromEntries(names.map((name) => [name, '1']))];
    const types = ['UserAssignedMSI', 'SingleTenant'].map((type) => ({
      BOT_APP_TYPE: type,
      AUDIT_SINK: 'https://a.example',
    }));
    for (const env of envs.flatMap((env) => [env, ...types.map((type) => ({ ...env, ...type }))])) {
      for (const name of namesRead(load, env)) if (name !== '') known.add(name);
    }
  }
  return known;
}

/** Names that stand in the source of the settings, so that one behind a condition nobody thought of is found as well. */
function namesInSource(): readonly string[] {
  const files = ['src/config.ts', ...readdirSync('src/config').map((file) => join('src/config', file))];
  const found = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/(?:name: |optional\()'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/gu),
  ]);
  return found.map(([, name]) => name ?? '');
}

describe('env.example', () => {
  const settings = readEnvExample();
  const fromPackage = allNamesRead(loadPackageSettings);

  it('names exactly the settings that are read, each once', () => {
    const read = new Set([...allNamesRead(loadConfig), ...namesInSource(), ...fromPackage]);
    const named = settings.map(({ name }) => name);
    assert.deepEqual([...named].sort(), [...read].sort());
  });

  it('says of each what it is for', () => {
    for (const { name, group, meaning } of settings) assert.ok(group !== '' && /^\S.{8,}/u.test(meaning), name);
  });

  it('requires what is required, and nothing else', () => {
    const required = settings.filter((one) => one.required).map(({ name }) => name);
    const missing = (load: (env: Env) => unknown): readonly string[] => {
      try {
        load({});
      } catch (error) {
        if (!(error instanceof Refused) || error.failure.kind !== 'bad-config') throw error;
        return error.failure.problems.map((problem) => problem.split(' ')[0] ?? '');
      }
      return [];
    };
    const both = new Set([...missing(loadConfig), ...missing(loadPackageSettings)]);
    assert.deepEqual([...required].sort(), [...both].sort());
  });

  it('shows the true defaults: written out, they change nothing', () => {
    const shown = settings.filter(({ required, fallback }) => !required && fallback !== '');
    assert.ok(shown.length > 15);
    const withMetrics = { ...LEAST, METRICS_PORT: '9100' };
    const written = Object.fromEntries(shown.map(({ name, fallback }) => [name, fallback]));
    assert.deepEqual(loadConfig({ ...withMetrics, ...written }), loadConfig(withMetrics));
  });

  it('shows a default wherever there is one', () => {
    const defaults = namesWithFallback();
    const shown = new Set(settings.filter(({ fallback }) => fallback !== '').map(({ name }) => name));
    for (const name of defaults) assert.ok(shown.has(name), name);
  });
});

/** Settings whose kind of value always has a default: choices, numbers, lengths of time. */
function namesWithFallback(): readonly string[] {
  const absurd = '\u0000';
  const refused = (env: Env): readonly string[] => {
    try {
      loadConfig(env);
    } catch (error) {
      if (!(error instanceof Refused) || error.failure.kind !== 'bad-config') throw error;
      return error.failure.problems;
    }
    return [];
  };
  return readEnvExample()
    .map(({ name }) => name)
    .filter((name) => !(name in LEAST) && name !== 'METRICS_PORT')
    .filter((name) =>
      refused({ ...LEAST, [name]: absurd }).some((problem) =>
        new RegExp(
          `^${name} is bad: expected (?:one of|a whole number|an ISO 8601|a comma-separated list of)`,
          'u',
        ).test(problem),
      ),
    );
}
