// Keys of checkpoints: Ed25519 only, and a sentence for whoever named the wrong file.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicKeysIn, readSigningKey } from '../../../src/audit/keys.js';
import { Refused } from '../../../src/failure.js';

describe('The signing key', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailbox-guard-key-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const problemOf = async (content: string | null): Promise<string> => {
    const path = join(folder, 'key.pem');
    if (content === null) await rm(path, { force: true });
    else await writeFile(path, content);
    try {
      await readSigningKey(path);
    } catch (error) {
      if (error instanceof Refused && error.failure.kind === 'bad-config') return error.failure.problems.join();
      throw error;
    }
    return 'none';
  };

  it('is read with the name of its public half', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    assert.equal(await problemOf(String(pem)), 'none');
    const { keyId } = await readSigningKey(join(folder, 'key.pem'));
    const other = generateKeyPairSync('ed25519').publicKey;
    const [first, second] = [publicKey, other].map((key) => String(key.export({ type: 'spki', format: 'pem' })));
    const keys = publicKeysIn(`old\n${second}\nnew\n${first}`);
    assert.equal(keys.size, 2);
    assert.ok(keys.get(keyId)?.equals(publicKey));
  });

  it('is refused when it is missing, of another kind, or no key, without repeating it', async () => {
    assert.match(await problemOf(null), /AUDIT_SIGNING_KEY_PATH is bad: .*ENOENT/);
    const told = await problemOf('-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----\n');
    assert.match(told, /cannot be read as a private key/);
    assert.ok(!told.includes('hush'));
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    assert.match(await problemOf(String(ec.privateKey.export({ type: 'pkcs8', format: 'pem' }))), /kind ec/);
    assert.equal(publicKeysIn(String(ec.publicKey.export({ type: 'spki', format: 'pem' }))).size, 0);
    assert.equal(publicKeysIn('').size, 0);
  });
});
