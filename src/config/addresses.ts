// Checks of addresses and hosts among the settings: tokens leave over https, or not at all beyond this machine.
import type { EnvReader, Variable } from './env-reader.js';
import { splitList } from './env-reader.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an address stays on this machine. */
export function isLoopback(address: string): boolean {
  return URL.canParse(address) && LOOPBACK.has(new URL(address).hostname);
}

/** Whether an address is https, or http that stays on this machine; without user and password in it. */
export function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(address));
}

/** A base address without path, as an origin; the fallback when none is set. */
export function readOrigin(env: EnvReader, variable: Variable, fallback: string, only: 'https' | 'safe'): string {
  const value = env.optional(variable.name);
  if (value === null) return fallback;
  const url = isSafeAddress(value) ? new URL(value) : null;
  const isBare = url !== null && url.pathname === '/' && url.search === '' && url.hash === '';
  if (url !== null && isBare && (url.protocol === 'https:' || only === 'safe')) return url.origin;
  env.bad(
    variable,
    only === 'safe'
      ? 'an https address (http only on loopback) without a path or version, such as https://proxy.example'
      : 'an https address without a path or version, such as https://proxy.example; tokens are not sent over http',
  );
  return fallback;
}

const HOST = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::\d{1,5})?$/u;

/** Host names, each `host`, `host:port` or `*.suffix`. */
export function readHosts(env: EnvReader, variable: Variable): readonly string[] {
  const hosts = splitList(env.optional(variable.name));
  const isGood = hosts.every((host) => HOST.test(host) || /^\[::1\](?::\d{1,5})?$/u.test(host));
  // A bare "*.com" would let a token leave to anyone.
  const isNarrow = hosts.every((host) => !host.startsWith('*.') || host.split('.').length >= 3);
  if (!isGood || !isNarrow)
    env.bad(variable, 'comma-separated hosts, each host, host:port or *.domain.example, without https://');
  return hosts;
}
