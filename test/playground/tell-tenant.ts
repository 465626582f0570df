// Changes a sandbox tenant as somebody does who types `npm run tenant -- …`.
import assert from 'node:assert/strict';
import { asRequest } from '../../sandbox/tenant/control-words.js';

/** @param control its control address */
export async function tellTenant(control: string, ...words: readonly string[]): Promise<void> {
  const request = asRequest(words);
  if (typeof request === 'string') throw new Error(request);
  const { method, path, body } = request;
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`${control}${path}`, {
    method,
    ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }),
  });
  assert.ok(answer.ok, await answer.text());
}
