// The PowerShell files. There is no PowerShell on every machine that tests run on, so they are read by its rules: strings end,
// brackets close, nothing is used that was not set, and no word can be torn apart by what stands between it and a program.
import assert from 'node:assert/strict';
import { keptEntries } from '../../../setup/plan/exchange.js';
import { CLOUDS } from '../../../src/config/clouds.js';
import { MAILBOX_TYPES } from '../../../src/mailboxes/mailbox.js';
import { everyPlan } from './every-plan.js';

type Token = readonly [kind: 'text' | 'variable' | 'word' | 'sign', text: string];

/** Only what the files use: comments, single-quoted strings, variables, words and signs. */
const TOKEN =
  /[ \t\r\n]+|#[^\n]*|'((?:[^']|'')*)'|\$(\w+)(?![\w:])|\$env:\w+|([\w.-]+)|([@(){}[\],;|&=+.:*/\\$!<>-])/uy;

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null) throw new Error(`Not understood: ${source.slice(at, at + 40)}`);
    const [, text, variable, word, sign] = match;
    if (text !== undefined) tokens.push(['text', text.replaceAll("''", "'")]);
    else if (variable !== undefined) tokens.push(['variable', variable.toLowerCase()]);
    else if (word !== undefined) tokens.push(['word', word]);
    else if (sign !== undefined) tokens.push(['sign', sign]);
  }
  return tokens;
}

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

function assertBalanced(tokens: readonly Token[]): void {
  const open: string[] = [];
  for (const [kind, text] of tokens) {
    if (kind !== 'sign') continue;
    if (text in PAIRS) open.push(PAIRS[text] ?? '');
    else if (Object.values(PAIRS).includes(text)) assert.equal(open.pop(), text);
  }
  assert.deepEqual(open, []);
}

/** What PowerShell sets by itself. */
const AUTOMATIC = ['_', 'null', 'true', 'false', 'lastexitcode', 'executioncontext', 'erroractionpreference'];

function assertSetBeforeUse(tokens: readonly Token[]): void {
  const set = new Set(AUTOMATIC);
  tokens.forEach(([kind, text], index) => {
    if (kind !== 'variable') return;
    const [next, before] = [tokens[index + 1]?.[1], tokens[index - 1]?.[1]];
    const isParameter = before === ']' && ['string', ']'].includes(tokens[index - 2]?.[1] ?? '');
    const isSet = next === '=' || (next === '+' && tokens[index + 2]?.[1] === '=') || next === 'in' || isParameter;
    if (isSet) set.add(text);
    else assert.ok(set.has(text), `$${text} is used before it is set`);
  });
}

/** Literals of `@('az', …)`: az.cmd hands them through cmd.exe, which reads these signs even in other programs' words. */
function commandWords(tokens: readonly Token[]): readonly string[] {
  const starts = tokens.flatMap(([, text], index) => {
    const [open, program] = [tokens[index + 1]?.[1], tokens[index + 2]?.[1] ?? ''];
    return text === '@' && open === '(' && ['az', 'npm', 'tar'].includes(program) ? [index + 2] : [];
  });
  return starts.flatMap((start) => literalsUntilClosed(tokens.slice(start)));
}

function literalsUntilClosed(tokens: readonly Token[]): readonly string[] {
  let depth = 1;
  const end = tokens.findIndex(([kind, text]) => {
    if (kind === 'sign') depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    return depth === 0;
  });
  return tokens.slice(0, end).flatMap(([kind, text]) => (kind === 'text' ? [text] : []));
}

describe('PowerShell files of setup', () => {
  it('hold together, whatever was chosen', () => {
    for (const [name, files] of everyPlan('powershell')) {
      const scripts = files.filter(({ runs }) => runs);
      assert.ok(scripts.length >= 5 && scripts.every((file) => file.name.endsWith('.ps1')), name);
      for (const { content } of scripts) {
        assert.doesNotMatch(content, /[^\n\x20-\x7e]/u, 'PowerShell 5.1 takes anything else for another alphabet');
        const tokens = tokensOf(content);
        assertBalanced(tokens);
        assertSetBeforeUse(tokens);
        for (const word of commandWords(tokens)) {
          assert.doesNotMatch(word, /["%^&|<>\n]/u, name);
          assert.ok(/ /u.test(word) || !/[()]/u.test(word), word);
        }
      }
    }
  });

  it('hand a command on word by word, also to a program that is a script itself, as npm may be', () => {
    for (const [name, files] of everyPlan('powershell')) {
      for (const { content } of files.filter(({ runs }) => runs)) {
        assert.match(content, /^ {2}\$out = & \$Command\[0\] @rest$/mu, name);
      }
    }
  });

  it('come with the one command for a PowerShell that runs no files', () => {
    const of = (shell: 'powershell' | 'bash'): string =>
      everyPlan(shell).flatMap(([, files]) => files.filter(({ name }) => name === 'STEPS.md'))[0]?.content ?? '';
    assert.match(of('powershell'), /`powershell -ExecutionPolicy Bypass -File <file>`/u);
    assert.doesNotMatch(of('bash'), /ExecutionPolicy/u);
  });

  it('would be caught broken', () => {
    assert.throws(() => tokensOf("$a = 'x"), /Not understood/u);
    assert.throws(() => assertBalanced(tokensOf('if ($true) { (1 }')));
    assert.throws(() => assertSetBeforeUse(tokensOf("$a = $b + 'x'")), /\$b is used/u);
    assert.deepEqual(commandWords(tokensOf("Get-Answer @('az', ('' + 'a&b' + $x), 'c')")), ['az', '', 'a&b', 'c']);
  });

  it('give the app in Exchange a role that holds what the bot calls, and a group with that role alone', () => {
    for (const [name, files] of everyPlan('powershell')) {
      const exchange = files.find((file) => file.name === '4-exchange.ps1')?.content ?? '';
      const kept = keptEntries(name.includes('beta') ? 'beta' : 'v2');
      assert.ok(exchange.includes(`$kept = @('${kept.join("', '")}')`), name);
      assert.match(exchange, /New-ManagementRole -Name \$role -Parent 'View-Only Recipients'/u);
      assert.match(
        exchange,
        /foreach \(\$name in \$held\) \{\s+if \(\$kept -notcontains \$name\) \{ Remove-ManagementRoleEntry -Identity \(\$role \+ '\\' \+ \$name\) -Confirm:\$false/u,
      );
      // The other API may have been chosen before: a role that holds too few is filled up, not only cut down.
      assert.match(
        exchange,
        /foreach \(\$name in \$kept\) \{\s+if \(\$held -notcontains \$name\) \{ Add-ManagementRoleEntry -Identity \(\$role \+ '\\' \+ \$name\) \}/u,
      );
      assert.match(exchange, /New-RoleGroup -Name \$role -Roles \$role /u);
      assert.match(exchange, /New-ServicePrincipal -AppId \$appId -ObjectId \$objectId /u);
      assert.match(exchange, /Add-RoleGroupMember -Identity \$role -Member \$objectId/u);
    }
  });

  it('have an organisation customised that never was, after asking, before it is given a role', () => {
    for (const [name, files] of everyPlan('powershell')) {
      const exchange = files.find((file) => file.name === '4-exchange.ps1')?.content ?? '';
      const [, test] =
        /\nif \(\(Get-OrganizationConfig\)\.IsDehydrated\) \{\n([\s\S]+?)\n\}\n[\s\S]+New-ManagementRole /u.exec(
          exchange,
        ) ?? [];
      assert.match(test ?? '', /^ {2}Enable-OrganizationCustomization -Confirm$/mu, name);
      assert.match(test ?? '', /^ {2}if \(\(Get-OrganizationConfig\)\.IsDehydrated\) \{ Stop-Here '/mu, name);
    }
  });

  it('sign in to Exchange of the chosen cloud', () => {
    const environments = {
      public: 'O365Default',
      usgov: 'O365USGovGCCHigh',
      usgovdod: 'O365USGovDoD',
      china: 'O365China',
    };
    for (const [name, files] of everyPlan('powershell')) {
      const cloud = CLOUDS.find((one) => name.startsWith(`--cloud ${one} `));
      assert(cloud !== undefined);
      const told = `Connect-ExchangeOnline -ExchangeEnvironmentName ${environments[cloud]} `;
      for (const { content } of files.filter(({ content: text }) => text.includes('Connect-ExchangeOnline'))) {
        assert.ok(content.includes(told), name);
      }
    }
  });

  it('put all mailboxes of the four types into the administrative unit, where there is one', () => {
    for (const [name, files] of everyPlan('powershell')) {
      const members = files.find((file) => file.name === '5-unit-members.ps1')?.content;
      assert.equal(members !== undefined, name.includes('--writes unit'), name);
      if (members !== undefined)
        assert.ok(members.includes(`-RecipientTypeDetails '${MAILBOX_TYPES.join("', '")}' -ResultSize Unlimited`));
    }
  });
});
