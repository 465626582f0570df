// Reads a filter into a tree: OData's `$filter` and, with other words for the operators, Exchange's OPATH.

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type FunctionName = 'startswith' | 'endswith' | 'contains';
export type Literal = string | number | boolean | null;

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly path: string; readonly value: Literal }
  | { readonly kind: 'in'; readonly path: string; readonly values: readonly Literal[] }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly path: string; readonly value: Literal }
  | { readonly kind: 'any'; readonly path: string; readonly variable: string; readonly of: Expression };

/** Thrown for text that is not a filter at all. */
export class SyntaxFault extends Error {}

const TOKEN =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<time>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))|(?<guid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<number>-?\d+(?:\.\d+)?)|(?<word>[$A-Za-z_-][\w$/.-]*)|(?<mark>[(),:]))/giy;

interface Token {
  readonly kind: 'text' | 'time' | 'guid' | 'number' | 'word' | 'mark';
  readonly value: string;
}

const COMPARISONS: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const FUNCTIONS: readonly string[] = ['startswith', 'endswith', 'contains'];
/** A filter is short; one nested deeper than this is an attack on the reader. */
const DEEPEST = 50;

/** Reads an OData filter. Throws a SyntaxFault. */
export function parseFilter(text: string): Expression {
  return parse(tokens(text));
}

/** Reads an OPATH filter of Exchange cmdlets: -eq, -and, -or, -not instead of the bare words. Throws a SyntaxFault. */
export function parseOpath(text: string): Expression {
  const words = tokens(text).map((token) => {
    if (token.kind !== 'word') return token;
    const bare = /^-(eq|ne|gt|ge|lt|le|and|or|not)$/i.exec(token.value)?.[1];
    if (bare === undefined && [...COMPARISONS, 'and', 'or', 'not'].includes(token.value.toLowerCase())) {
      throw new SyntaxFault(`"${token.value}" is not an OPATH operator.`);
    }
    return bare === undefined ? token : { kind: token.kind, value: bare.toLowerCase() };
  });
  return parse(words);
}

function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  const reader = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  while (reader.lastIndex < end) {
    const at = reader.lastIndex;
    const groups = reader.exec(text)?.groups;
    if (groups === undefined) throw new SyntaxFault(`Syntax error at position ${at} in '${text}'.`);
    for (const kind of ['text', 'time', 'guid', 'number', 'word', 'mark'] as const) {
      const value = groups[kind];
      if (value !== undefined) found.push({ kind, value });
    }
  }
  return found;
}

function parse(all: readonly Token[]): Expression {
  let place = 0;
  let depth = 0;
  const peek = (): Token | undefined => all[place];
  const isWord = (word: string): boolean => peek()?.kind === 'word' && peek()?.value.toLowerCase() === word;
  const take = (): Token => {
    const token = all[place];
    if (token === undefined) throw new SyntaxFault('The filter ends too early.');
    place += 1;
    return token;
  };
  const expect = (mark: string): void => {
    const token = take();
    if (token.value !== mark) throw new SyntaxFault(`'${mark}' expected instead of '${token.value}'.`);
  };

  const literal = (): Literal => {
    const { kind, value } = take();
    if (kind === 'text') return value.slice(1, -1).replaceAll("''", "'");
    if (kind === 'number') return Number(value);
    if (kind === 'time' || kind === 'guid') return value;
    const word = value.toLowerCase().replace('$', '');
    if (kind === 'word' && (word === 'true' || word === 'false')) return word === 'true';
    if (kind === 'word' && word === 'null') return null;
    throw new SyntaxFault(`A value expected instead of '${value}'.`);
  };
  const path = (): string => {
    const token = take();
    if (token.kind !== 'word') throw new SyntaxFault(`A property expected instead of '${token.value}'.`);
    return token.value;
  };
  const literals = (): readonly Literal[] => {
    expect('(');
    const values = [literal()];
    while (peek()?.value === ',') {
      take();
      values.push(literal());
    }
    expect(')');
    return values;
  };

  const predicate = (): Expression => {
    const name = path();
    if (FUNCTIONS.includes(name.toLowerCase()) && peek()?.value === '(') {
      expect('(');
      const of = path();
      expect(',');
      const value = literal();
      expect(')');
      return { kind: 'call', name: name.toLowerCase() as FunctionName, path: of, value };
    }
    if (name.endsWith('/any') && peek()?.value === '(') {
      expect('(');
      const variable = path();
      expect(':');
      const of = disjunction();
      expect(')');
      return { kind: 'any', path: name.slice(0, -'/any'.length), variable, of };
    }
    const operator = path().toLowerCase();
    if (operator === 'in') return { kind: 'in', path: name, values: literals() };
    if (!COMPARISONS.includes(operator)) throw new SyntaxFault(`'${operator}' is not an operator.`);
    return { kind: 'compare', operator: operator as Comparison, path: name, value: literal() };
  };
  const term = (): Expression => {
    depth += 1;
    if (depth > DEEPEST) throw new SyntaxFault('The filter is nested too deeply.');
    try {
      if (isWord('not')) {
        take();
        return { kind: 'not', of: term() };
      }
      if (peek()?.value !== '(') return predicate();
      take();
      const inner = disjunction();
      expect(')');
      return inner;
    } finally {
      depth -= 1;
    }
  };
  const conjunction = (): Expression => {
    let left = term();
    while (isWord('and')) {
      take();
      left = { kind: 'and', left, right: term() };
    }
    return left;
  };
  function disjunction(): Expression {
    let left = conjunction();
    while (isWord('or')) {
      take();
      left = { kind: 'or', left, right: conjunction() };
    }
    return left;
  }

  const whole = disjunction();
  if (place < all.length) throw new SyntaxFault(`Unexpected '${all[place]?.value}'.`);
  return whole;
}
