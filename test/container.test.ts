// The container file: what a linter says, what goes in, and that it asks for as little as it can.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';

describe('container', () => {
  const text = readFileSync('infra/Dockerfile', 'utf8');
  const lines = text.replaceAll(/\\\n\s*/gu, ' ').split('\n');
  const all = (instruction: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));

  it('is written as a linter likes it', () => {
    assert.deepEqual(
      validate(text).map(({ message }) => message),
      [],
    );
    assert.notDeepEqual(validate('FROM scratch\nEXPSE 1\n'), []);
  });

  it('copies what is there, and only what the ignore file lets through', () => {
    const allowed = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    const copied = all('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(' ').slice(0, -1));
    assert.ok(copied.length >= 7);
    for (const file of copied) assert.ok(existsSync(file) && allowed.includes(`!${file}`), file);
    assert.equal(allowed.length, copied.length);
    assert.match(readFileSync('.dockerignore', 'utf8'), /^\*$/mu);
  });

  it('runs as nobody, without a shell, with what production needs', () => {
    const end = text.slice(text.lastIndexOf('\nFROM '));
    assert.match(end, /^\nFROM gcr\.io\/distroless\/nodejs22-debian12:nonroot\n/u);
    assert.match(end, /^USER nonroot$/mu);
    assert.match(end, /^CMD \["dist\/bot\/index\.js"\]$/mu);
    assert.doesNotMatch(end, /^RUN /mu);
    assert.match(text, /npm ci --ignore-scripts/u);
    assert.match(text, /npm prune --omit=dev/u);
    for (const folder of ['test', 'sandbox', 'setup']) assert.doesNotMatch(text, new RegExp(`\\b${folder}\\b`, 'u'));
  });

  it('asks whether the process lives, as the server tells it', () => {
    const [check = ''] = all('HEALTHCHECK');
    const [, command = '[]'] = /CMD (\[.*\])$/u.exec(check) ?? [];
    const [node, flag, program = ''] = JSON.parse(command) as readonly string[];
    assert.deepEqual([node, flag], ['/nodejs/bin/node', '-e']);
    assert.match(program, /\/healthz/u);
    assert.match(readFileSync('bot/server.ts', 'utf8'), /'\/healthz'/u);
  });
});
