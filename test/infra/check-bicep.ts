// What is wrong with a Bicep file beyond its grammar: names that nobody declared, parameters that nobody uses or gives.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Declaration, type Expression, parseBicep } from './bicep.js';

/** Functions of Bicep's namespaces az and sys that infra/ uses. */
const FUNCTIONS = new Set([
  ...[
    'resourceGroup',
    'subscription',
    'environment',
    'uniqueString',
    'newGuid',
    'guid',
    'union',
    'empty',
    'startsWith',
  ],
  ...['cidrSubnet', 'subscriptionResourceId'],
]);

export function readBicep(file: string): readonly Declaration[] {
  return parseBicep(readFileSync(file, 'utf8'));
}

/** Every problem in a file and in the modules it calls. */
export function problemsIn(file: string): readonly string[] {
  const declarations = readBicep(file);
  const modules = declarations.filter(({ kind }) => kind === 'module');
  return [
    ...nameProblems(declarations).map((problem) => `${file}: ${problem}`),
    ...modules.flatMap((module) => moduleProblems(file, module, declarations)),
    ...modules.flatMap(({ type }) => problemsIn(join(dirname(file), type))),
  ];
}

/** Outputs have names of their own: one may be called like what it gives out. */
function nameProblems(declarations: readonly Declaration[]): readonly string[] {
  const inside = declarations.filter(({ kind }) => kind !== 'output');
  const declared = new Set(inside.map(({ name }) => name));
  const uses = declarations.flatMap(({ value, decorators }) =>
    [...(value === null ? [] : [value]), ...decorators.flatMap(({ args }) => args)].flatMap((one) =>
      namesIn(one, new Set()),
    ),
  );
  const used = new Set(uses.filter(({ isCall }) => !isCall).map(({ name }) => name));
  const mustBeUsed = inside.filter(({ kind }) => kind === 'param' || kind === 'var').map(({ name }) => name);
  return [
    ...(declared.size < inside.length ? ['a name is declared twice'] : []),
    ...uses.filter(({ name, isCall }) => isCall && !FUNCTIONS.has(name)).map(({ name }) => `${name}() is no function`),
    ...[...used].filter((name) => !declared.has(name)).map((name) => `${name} is not declared`),
    ...mustBeUsed.filter((name) => !used.has(name)).map((name) => `${name} is not used`),
  ];
}

function moduleProblems(file: string, module: Declaration, all: readonly Declaration[]): readonly string[] {
  const inside = readBicep(join(dirname(file), module.type));
  const params = inside.filter(({ kind }) => kind === 'param');
  const given = keysAt(module.value, 'params');
  const outputs = new Set(inside.filter(({ kind }) => kind === 'output').map(({ name }) => name));
  const asked = all.flatMap(({ value }) => (value === null ? [] : outputsAsked(value, module.name)));
  return [
    ...given
      .filter((name) => !params.some((param) => param.name === name))
      .map((name) => `gives ${name}, which it does not take`),
    ...params
      .filter(({ name, value }) => value === null && !given.includes(name))
      .map(({ name }) => `does not give ${name}`),
    ...asked.filter((name) => !outputs.has(name)).map((name) => `is asked for ${name}, which it does not give out`),
  ].map((problem) => `${file}: module ${module.name} ${problem}`);
}

/** The keys of an object's property that is an object. */
function keysAt(value: Expression | null, property: string): readonly string[] {
  const found = value?.kind === 'object' ? value.entries.find(({ key }) => key === property)?.value : undefined;
  return found?.kind === 'object' ? found.entries.map(({ key }) => key) : [];
}

/** `module.outputs.x` gives x. */
function outputsAsked(expression: Expression, module: string): readonly string[] {
  const here =
    expression.kind === 'member' &&
    expression.of.kind === 'member' &&
    expression.of.name === 'outputs' &&
    expression.of.of.kind === 'name' &&
    expression.of.of.name === module
      ? [expression.name]
      : [];
  return [...here, ...childrenOf(expression).flatMap((child) => outputsAsked(child, module))];
}

function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'object':
      return expression.entries.flatMap(({ computed, value }) => (computed === null ? [value] : [computed, value]));
    case 'array':
      return expression.items;
    case 'string':
      return expression.between;
    case 'call':
      return expression.args;
    case 'member':
      return [expression.of];
    case 'index':
      return [expression.of, expression.at];
    case 'choice':
      return expression.parts;
    case 'for':
      return [expression.over, expression.body];
    default:
      return [];
  }
}

interface Use {
  readonly name: string;
  readonly isCall: boolean;
}

function namesIn(expression: Expression, bound: ReadonlySet<string>): readonly Use[] {
  if (expression.kind === 'name') return bound.has(expression.name) ? [] : [{ name: expression.name, isCall: false }];
  const inner = expression.kind === 'for' ? new Set([...bound, expression.variable]) : bound;
  const below = childrenOf(expression).flatMap((child) => namesIn(child, inner));
  return expression.kind === 'call' ? [{ name: expression.name, isCall: true }, ...below] : below;
}
