// Microsoft's own schema of the app manifest, from its npm package, which works offline.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorObject } from 'ajv';
import ajvDraft04 from 'ajv-draft-04';

const SCHEMAS = 'node_modules/@microsoft/app-manifest/build/json-schemas/teams';

/** What is wrong with a manifest by the schema of the version that it names; empty when nothing is. */
export function manifestErrors(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  const file = join(SCHEMAS, `v${String(manifest['manifestVersion'])}`, 'MicrosoftTeams.schema.json');
  const ajv = new ajvDraft04.default({ allErrors: true, strict: false });
  ajv.addFormat('uri', (text: string) => URL.canParse(text));
  const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  validate(manifest);
  return (validate.errors ?? []).map(({ instancePath, message }: ErrorObject) => `${instancePath} ${message}`);
}
