// The Ed25519 keys of checkpoints: the private one that the bot signs with, the public ones that auditors hold.
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Refused } from '../failure.js';
import { keyIdOf, type Signer } from './checkpoint.js';

/**
 * The signing key in a PEM file (PKCS #8, as `openssl genpkey -algorithm ed25519` writes it).
 * @throws Refused bad-config when it cannot be read or is of another kind; what the file holds is never repeated
 */
export async function readSigningKey(path: string): Promise<Signer> {
  const privateKey = await readFile(path)
    .then((pem) => createPrivateKey(pem))
    .catch((error: NodeJS.ErrnoException) => {
      throw refused(`the file cannot be read as a private key in PEM form (${error.code ?? 'unreadable'})`);
    });
  if (privateKey.asymmetricKeyType !== 'ed25519') {
    throw refused(`the key is of the kind ${privateKey.asymmetricKeyType}, and only Ed25519 is used`);
  }
  return { privateKey, keyId: keyIdOf(createPublicKey(privateKey)) };
}

function refused(why: string): Refused {
  return new Refused({ kind: 'bad-config', problems: [`AUDIT_SIGNING_KEY_PATH is bad: ${why}.`] });
}

const PEM = /-----BEGIN PUBLIC KEY-----[\s\S]+?-----END PUBLIC KEY-----/gu;

/** The public keys in a PEM text, by their names: several where the key has been changed. */
export function publicKeysIn(pem: string): ReadonlyMap<string, KeyObject> {
  const keys = (pem.match(PEM) ?? []).map((one) => createPublicKey(one));
  return new Map(
    keys.filter(({ asymmetricKeyType }) => asymmetricKeyType === 'ed25519').map((key) => [keyIdOf(key), key]),
  );
}
