// Decides whether an item passes a filter, and refuses the forms that the documentation does not allow for its properties.
import type { Comparison, Expression, FunctionName, Literal } from './expression.js';

type Operator = Comparison | FunctionName | 'in';

/** A property that may be filtered by, with which operators, and which of them are advanced queries. */
interface FilterField<T> {
  readonly operators: readonly Operator[];
  /** These, and `not`, need ConsistencyLevel: eventual and $count=true. */
  readonly advanced?: readonly Operator[];
  /** Times are milliseconds; they are compared with times in the filter. */
  readonly get: (item: T) => Literal;
  readonly time?: true;
}

export interface FilterFields<T> {
  readonly fields: Readonly<Record<string, FilterField<T>>>;
  /** Collections for `any`: the fields of their elements. `''` is the element itself. */
  readonly collections?: Readonly<Record<string, Collection<T>>>;
  /** Most values of an `in`, or clauses joined by `or`. */
  readonly mostClauses?: number;
  /** Whether `not` is allowed at all. */
  readonly not?: true;
}

type Element = Readonly<Record<string, Literal>>;

interface Collection<T> {
  readonly get: (item: T) => readonly Element[];
  readonly fields: readonly string[];
}

/** Thrown for a filter that is well formed and not supported. */
export class UnsupportedFilter extends Error {}

export interface Filter<T> {
  readonly test: (item: T) => boolean;
  /** What makes it an advanced query, such as "endswith"; null when it is none. */
  readonly advanced: string | null;
}

type Test<T> = (item: T) => boolean;

/** Compiles an expression over the fields allowed. Throws an UnsupportedFilter. */
export function compileFilter<T>(expression: Expression, allowed: FilterFields<T>): Filter<T> {
  let advanced: string | null = null;

  const fieldOf = (path: string, operator: Operator): FilterField<T> => {
    const field = Object.hasOwn(allowed.fields, path) ? allowed.fields[path] : undefined;
    if (field === undefined)
      throw new UnsupportedFilter(`Invalid filter clause: property '${path}' cannot be filtered.`);
    if (field.advanced?.includes(operator)) advanced ??= operator;
    else if (!field.operators.includes(operator)) {
      throw new UnsupportedFilter(`Unsupported or invalid query filter clause: '${operator}' on property '${path}'.`);
    }
    return field;
  };
  const valueFor = (field: FilterField<T>, value: Literal): Literal => {
    if (field.time !== true) return value;
    const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(time))
      throw new UnsupportedFilter(`Invalid filter clause: '${String(value)}' is not a date and time.`);
    return time;
  };

  const compile = (node: Expression): Test<T> => {
    switch (node.kind) {
      case 'and':
      case 'or':
        return join(node.kind, compile(node.left), compile(node.right));
      case 'not': {
        if (allowed.not !== true) throw new UnsupportedFilter("Unsupported query filter clause: 'not'.");
        const inner = compile(node.of);
        advanced ??= 'not';
        return (item) => !inner(item);
      }
      case 'compare': {
        const field = fieldOf(node.path, node.operator);
        return comparing(node.operator, field.get, valueFor(field, node.value));
      }
      case 'in': {
        const field = fieldOf(node.path, 'in');
        const tests = node.values.map((value) => comparing('eq', field.get, valueFor(field, value)));
        return (item) => tests.some((test) => test(item));
      }
      case 'call': {
        const field = fieldOf(node.path, node.name);
        return calling(node.name, field.get, node.value);
      }
      case 'any':
        return compileAny(node, allowed);
    }
  };

  const clauses = countClauses(expression);
  if (allowed.mostClauses !== undefined && clauses > allowed.mostClauses) {
    throw new UnsupportedFilter(
      `Too many child clauses specified in search filter expression containing 'OR' operators: ${clauses}. Max allowed: ${allowed.mostClauses}.`,
    );
  }
  const test = compile(expression);
  return { test, advanced };
}

function join<T>(kind: 'and' | 'or', left: Test<T>, right: Test<T>): Test<T> {
  return kind === 'and' ? (item) => left(item) && right(item) : (item) => left(item) || right(item);
}

function compileAny<T>(node: Expression & { readonly kind: 'any' }, allowed: FilterFields<T>): Test<T> {
  const collection = allowed.collections?.[node.path];
  const inner = node.of;
  if (collection === undefined || inner.kind !== 'compare' || inner.operator !== 'eq') {
    throw new UnsupportedFilter(`Unsupported query filter clause: 'any' on '${node.path}'.`);
  }
  const name = inner.path === node.variable ? '' : inner.path.slice(node.variable.length + 1);
  if (!inner.path.startsWith(node.variable) || !collection.fields.includes(name)) {
    throw new UnsupportedFilter(`Invalid filter clause: property '${inner.path}' cannot be filtered.`);
  }
  return (item) => collection.get(item).some((element) => same(element[name] ?? null, inner.value));
}

function comparing<T>(operator: Comparison, get: (item: T) => Literal, value: Literal): Test<T> {
  if (operator === 'eq') return (item) => same(get(item), value);
  if (operator === 'ne') return (item) => !same(get(item), value);
  return (item) => {
    const actual = get(item);
    if (actual === null || value === null) return false;
    if (operator === 'gt') return actual > value;
    if (operator === 'ge') return actual >= value;
    return operator === 'lt' ? actual < value : actual <= value;
  };
}

function calling<T>(name: FunctionName, get: (item: T) => Literal, value: Literal): Test<T> {
  const part = String(value).toLowerCase();
  return (item) => {
    const text = String(get(item) ?? '').toLowerCase();
    if (name === 'startswith') return text.startsWith(part);
    return name === 'endswith' ? text.endsWith(part) : text.includes(part);
  };
}

/** Microsoft's directories compare text without case. */
function same(actual: Literal, value: Literal): boolean {
  return typeof actual === 'string' && typeof value === 'string'
    ? actual.toLowerCase() === value.toLowerCase()
    : actual === value;
}

function countClauses(node: Expression): number {
  if (node.kind === 'or') return countClauses(node.left) + countClauses(node.right);
  if (node.kind === 'and') return Math.max(countClauses(node.left), countClauses(node.right));
  return node.kind === 'in' ? node.values.length : 1;
}
