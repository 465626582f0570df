// `az rest`: one request to Graph with the token of whoever is signed in to the Azure CLI.
import type { Value } from './step.js';

export interface AzRest {
  readonly parameters?: Value;
  readonly body?: Value;
  /** What is printed of the answer; nothing when left out. */
  readonly query?: Value;
}

/** The command of one request. docs: az rest. */
export function azRest(
  method: 'get' | 'post' | 'delete',
  url: Value,
  { parameters, body, query }: AzRest = {},
): readonly Value[] {
  return [
    ...['az', 'rest', '--method', method, '--url', url],
    ...(parameters === undefined ? [] : ['--uri-parameters', parameters]),
    ...(body === undefined ? [] : ['--body', body]),
    ...(query === undefined ? ['--output', 'none'] : ['--query', query, '--output', 'tsv']),
  ];
}
