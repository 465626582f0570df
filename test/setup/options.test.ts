// The flags of setup: defaults, every problem at once, and nothing that a shell could take for more than text.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FLAGS, usage } from '../../setup/flags.js';
import { readOptions } from '../../setup/options.js';
import { Refused } from '../../src/failure.js';

function problemsOf(...argv: readonly string[]): readonly string[] {
  try {
    readOptions(argv, 'linux');
  } catch (error) {
    if (error instanceof Refused && error.failure.kind === 'bad-config') return error.failure.problems;
    throw error;
  }
  return [];
}

describe('flags of setup', () => {
  it('need nothing for a managed identity in the public cloud', () => {
    const options = readOptions([], 'linux');
    assert.equal(options.identity, 'managed-identity');
    assert.equal(options.cloud, 'public');
    assert.equal(options.writes, 'tenant');
    assert.equal(options.location, 'westeurope');
    assert.deepEqual(
      options.optional.map(({ name }) => name),
      ['AuditLog.Read.All', 'RoleManagement.Read.Directory'],
    );
    assert.equal(options.folder, null);
  });

  it('take the shell of the machine, and the region of the cloud', () => {
    assert.equal(readOptions([], 'win32').shell, 'powershell');
    assert.equal(readOptions([], 'darwin').shell, 'bash');
    assert.equal(readOptions(['--cloud', 'china'], 'linux').location, 'chinanorth3');
  });

  it('take optional permissions by name, or none', () => {
    const names = (text: string) => readOptions(['--optional', text], 'linux').optional.map(({ name }) => name);
    assert.deepEqual(names('none'), []);
    assert.deepEqual(names('user.revokesessions.all'), ['User.RevokeSessions.All']);
    assert.match(problemsOf('--optional', 'User.ReadWrite.All').join(), /^--optional is bad/u);
    assert.match(problemsOf('--optional', 'User.Read.All').join(), /^--optional is bad/u, 'is not optional');
  });

  it('name every problem at once', () => {
    const problems = problemsOf(
      '--identity',
      'federated',
      '--cloud',
      'mars',
      '--name',
      'A',
      '--operators-group',
      'ops',
    );
    assert.deepEqual(problems.map((problem) => problem.split(' ')[0]).sort(), [
      '--cloud',
      '--endpoint',
      '--issuer',
      '--name',
      '--operators-group',
      '--subject',
    ]);
    for (const problem of problems) assert.match(problem, /It is \S.{10,}\.$/u);
  });

  it('refuse what does not belong together', () => {
    assert.match(problemsOf('--endpoint', 'https://bot.contoso.example').join(), /^--endpoint is bad.*App Service/u);
    assert.match(problemsOf('--subject', 'x').join(), /^--subject is bad.*federated/u);
  });

  it('refuse a public address that Teams cannot reach or that has more than a host', () => {
    const secret = ['--identity', 'secret', '--endpoint'] as const;
    assert.equal(
      readOptions([...secret, 'https://Bot.Contoso.example/'], 'linux').endpoint,
      'https://bot.contoso.example',
    );
    for (const bad of [
      'http://bot.contoso.example',
      'https://bot',
      'https://bot.contoso.example/api',
      'https://a@b.example',
    ]) {
      assert.match(problemsOf(...secret, bad).join(), /^--endpoint is bad/u, bad);
    }
  });

  it('let no character through that a shell or a settings file gives a meaning to', () => {
    const special = /["'`$;&|<>()[\]{}*?!#%^\n\r\0]/u;
    const hostile = fc
      .tuple(
        fc.string({ maxLength: 12 }),
        fc.constantFrom(...'"\'`$;&|<>()[]{}*?!#%^\n\r\0'),
        fc.string({ maxLength: 12 }),
      )
      .map((parts) => parts.join(''));
    const texts = FLAGS.map(({ name }) => name).filter((name) => name !== 'optional');
    fc.assert(
      fc.property(fc.constantFrom(...texts), hostile, fc.boolean(), (name, text, isAddress) => {
        const value = isAddress ? `https://a.example/${text}` : text;
        // What parseArgs takes for a flag of its own is an error of another kind, and as good a refusal.
        if (!special.test(value.trim()) || value.startsWith('-')) return;
        assert.equal(
          problemsOf('--identity', 'federated', `--${name}`, value).some((one) => one.startsWith(`--${name} `)),
          true,
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('refuse what is no flag', () => {
    assert.throws(() => readOptions(['--subscription', 'x'], 'linux'), /--subscription/u);
    assert.throws(() => readOptions(['x'], 'linux'), /x/u);
  });

  it('are all told by --help', () => {
    for (const { name } of FLAGS) assert.ok(usage().includes(`--${name} `), name);
  });
});
