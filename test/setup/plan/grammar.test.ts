// The setup files as VS Code reads them: in its grammars of PowerShell and bash nothing is left over that is no script.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { Language as LanguageOf, Node, Parser as ParserOf } from '@vscode/tree-sitter-wasm';
import { everyPlan } from './every-plan.js';

const require = createRequire(import.meta.url);
const { Parser, Language } = require('@vscode/tree-sitter-wasm') as {
  readonly Parser: typeof ParserOf;
  readonly Language: typeof LanguageOf;
};

const SHELLS = { powershell: '.ps1', bash: '.sh' } as const;
const BROKEN = {
  powershell: ["if ($a { 'b' }", "$x = @('a', 'b'", 'foreach ($a in $b) { if ($a) { 1 }'],
  bash: ['if true; then echo a', "echo 'a", 'for a in b; do echo "$(a"; done'],
} as const;

/** What the grammar could make nothing of, as lines. */
function complaints(node: Node): readonly string[] {
  if (!node.hasError) return [];
  if (node.isError || node.isMissing) return [`line ${node.startPosition.row + 1}: ${node.text.slice(0, 120)}`];
  return node.children.flatMap((child) => (child === null ? [] : complaints(child)));
}

describe('setup files', () => {
  for (const shell of ['powershell', 'bash'] as const) {
    it(`are ${shell}, whatever was chosen`, async () => {
      await Parser.init();
      const parser = new Parser();
      parser.setLanguage(
        await Language.load(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${shell}.wasm`)),
      );
      const complaintsOn = (source: string): readonly string[] => {
        const tree = parser.parse(source);
        assert.ok(tree !== null);
        try {
          return complaints(tree.rootNode);
        } finally {
          tree.delete();
        }
      };
      for (const source of BROKEN[shell]) assert.notDeepEqual(complaintsOn(source), [], source);
      for (const [chosen, files] of everyPlan(shell)) {
        const scripts = files.filter(({ name }) => name.endsWith(SHELLS[shell]));
        assert.ok(scripts.length >= 4, chosen);
        for (const { name, content } of scripts) assert.deepEqual(complaintsOn(content), [], `${name}, ${chosen}`);
      }
      parser.delete();
    });
  }
});
