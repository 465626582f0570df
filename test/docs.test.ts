// Documents that are written from the code's own tables, and links that lead somewhere. UPDATE_DOCS=1 writes the tables.
import { readEnvExample } from './support/env-example.js';
import { generated, table } from './support/generated.js';

describe('docs', () => {
  it('settings.md has every setting, as env.example has it', () => {
    const settings = readEnvExample();
    const groups = [...new Set(settings.map(({ group }) => group))];
    const parts = groups.map((group) => {
      const rows = settings
        .filter((setting) => setting.group === group)
        .map(({ name, meaning, fallback, required, secret }) => [
          `\`${name}\``,
          secret ? `${meaning} **Secret.**` : meaning,
          required ? '**required**' : fallback && `\`${fallback}\``,
        ]);
      return `## ${group}\n\n${table(['variable', 'what it is for', 'default'], rows)}`;
    });
    generated('docs/settings.md', 'settings', parts.join('\n\n'));
  });
});
