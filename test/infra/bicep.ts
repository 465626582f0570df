// Reads Bicep, as far as infra/ uses it; whatever else stands there is an error. Microsoft's compiler comes with none of
// the packages of npm, so this is what tells a slip of the pen before a deployment does.

export type Expression =
  | { readonly kind: 'object'; readonly entries: readonly Entry[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  /** Texts and, between them, what is interpolated. */
  | { readonly kind: 'string'; readonly texts: readonly string[]; readonly between: readonly Expression[] }
  | { readonly kind: 'literal'; readonly value: number | boolean | null }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly at: Expression }
  | { readonly kind: 'choice'; readonly parts: readonly [Expression, Expression, Expression] }
  | { readonly kind: 'for'; readonly variable: string; readonly over: Expression; readonly body: Expression };

export interface Entry {
  readonly key: string;
  /** Set where the key is computed. */
  readonly computed: Expression | null;
  readonly value: Expression;
}

export interface Declaration {
  readonly kind: 'param' | 'var' | 'resource' | 'module' | 'output' | 'targetScope';
  readonly name: string;
  /** Type of a param or output, type and version of a resource, file of a module. */
  readonly type: string;
  readonly existing: boolean;
  readonly decorators: readonly { readonly name: string; readonly args: readonly Expression[] }[];
  readonly value: Expression | null;
}

type Token = { readonly kind: 'word' | 'number' | 'sign' | 'line' | 'end'; readonly text: string } | StringToken;
interface StringToken {
  readonly kind: 'string';
  readonly text: string;
  readonly texts: readonly string[];
  readonly between: readonly Expression[];
}

/** @throws Error that names what was found instead of what was expected */
export function parseBicep(source: string): readonly Declaration[] {
  const reader = new Reader(tokensOf(source));
  const declarations: Declaration[] = [];
  for (reader.skipLines(); !reader.isAt('end'); reader.skipLines()) declarations.push(readDeclaration(reader));
  return declarations;
}

const TOKEN = /[ \t]+|\/\/[^\n]*|(\r?\n)|([A-Za-z_]\w*)|(\d+)|(')|([@(){}[\]:=,.?+])/uy;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', "'": "'", '\\': '\\', $: '$' };

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null) throw new Error(`Not Bicep: ${JSON.stringify(source.slice(at, at + 30))}`);
    const [, line, word, number, quote, sign] = match;
    at = TOKEN.lastIndex;
    if (line !== undefined) tokens.push({ kind: 'line', text: '\n' });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (quote !== undefined) {
      const string = readString(source, at);
      tokens.push(string.token);
      at = string.end;
    }
  }
  return [...tokens, { kind: 'end', text: '' }];
}

/** From just behind the opening quote. */
function readString(source: string, start: number): { readonly token: StringToken; readonly end: number } {
  const texts = [''];
  const between: Expression[] = [];
  for (let at = start; at < source.length && source[at] !== '\n'; ) {
    if (source[at] === "'") return { token: { kind: 'string', text: texts.join('…'), texts, between }, end: at + 1 };
    if (source.startsWith('${', at)) {
      const end = closing(source, at + 2);
      between.push(new Reader(tokensOf(source.slice(at + 2, end))).expression());
      texts.push('');
      at = end + 1;
    } else {
      const isEscape = source[at] === '\\';
      texts[texts.length - 1] += isEscape ? escaped(source[at + 1]) : (source[at] ?? '');
      at += isEscape ? 2 : 1;
    }
  }
  throw new Error(`A string does not end: ${source.slice(start, start + 30)}`);
}

function escaped(character = ''): string {
  const meant = ESCAPES[character];
  if (meant === undefined) throw new Error(`Not an escape: \\${character}`);
  return meant;
}

/** Where the brace that opened just before `start` closes. Strings within may hold braces of their own. */
function closing(source: string, start: number): number {
  let depth = 1;
  for (let at = start; at < source.length; at += 1) {
    if (source[at] === "'") at = readString(source, at + 1).end - 1;
    else if (source[at] === '{') depth += 1;
    else if (source[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('An interpolation does not end.');
}

class Reader {
  private at = 0;
  private readonly tokens: readonly Token[];
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }
  private get token(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '' };
  }
  isAt(text: string): boolean {
    return this.token.kind !== 'string' && (this.token.text === text || this.token.kind === text);
  }
  take(text: string): boolean {
    if (!this.isAt(text)) return false;
    this.at += 1;
    return true;
  }
  expect(text: string): Token {
    const { token } = this;
    const isString = text === 'string' && token.kind === 'string';
    if (!isString && !this.isAt(text)) throw new Error(`Expected ${text}, found ${JSON.stringify(token.text)}.`);
    this.at += 1;
    return token;
  }
  skipLines(): void {
    while (this.take('line'));
  }
  string(): string {
    const token = this.expect('string') as StringToken;
    if (token.between.length > 0) throw new Error(`Nothing may be interpolated in ${token.text}.`);
    return token.text;
  }

  expression(): Expression {
    const condition = this.operand();
    if (!this.take('?')) return condition;
    const yes = this.expression();
    this.expect(':');
    return { kind: 'choice', parts: [condition, yes, this.expression()] };
  }

  private operand(): Expression {
    let value = this.primary();
    for (;;) {
      if (this.take('.')) value = { kind: 'member', of: value, name: this.expect('word').text };
      else if (this.take('[')) {
        value = { kind: 'index', of: value, at: this.expression() };
        this.expect(']');
      } else return value;
    }
  }

  private primary(): Expression {
    const { token } = this;
    if (token.kind === 'string') {
      this.at += 1;
      return { kind: 'string', texts: token.texts, between: token.between };
    }
    if (this.isAt('{')) return this.object();
    if (this.isAt('[')) return this.array();
    if (token.kind === 'number') return { kind: 'literal', value: Number(this.expect('number').text) };
    return this.word();
  }

  private word(): Expression {
    const name = this.expect('word').text;
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
    if (name === 'null') return { kind: 'literal', value: null };
    return this.isAt('(') ? { kind: 'call', name, args: this.args() } : { kind: 'name', name };
  }

  args(): readonly Expression[] {
    this.expect('(');
    const args: Expression[] = [];
    for (this.skipLines(); !this.take(')'); this.skipLines()) {
      args.push(this.expression());
      this.skipLines();
      if (!this.isAt(')')) this.expect(',');
    }
    return args;
  }

  object(): Expression {
    this.expect('{');
    const entries: Entry[] = [];
    for (this.skipLines(); !this.take('}'); this.skipLines()) {
      entries.push(this.entry());
      if (!this.isAt('}') && !this.take(',')) this.expect('line');
    }
    return { kind: 'object', entries };
  }

  private entry(): Entry {
    const { token } = this;
    this.at += 1;
    if (token.kind !== 'word' && token.kind !== 'string') throw new Error(`Not a key: ${token.text}`);
    this.expect(':');
    const computed = token.kind === 'string' && token.between.length > 0;
    return {
      key: token.text,
      computed: computed ? { kind: 'string', texts: token.texts, between: token.between } : null,
      value: this.expression(),
    };
  }

  private array(): Expression {
    this.expect('[');
    this.skipLines();
    if (this.isAt('for')) return this.loop();
    const items: Expression[] = [];
    for (; !this.take(']'); this.skipLines()) {
      items.push(this.expression());
      if (!this.isAt(']') && !this.take(',')) this.expect('line');
    }
    return { kind: 'array', items };
  }

  private loop(): Expression {
    this.expect('for');
    const variable = this.expect('word').text;
    this.expect('in');
    const over = this.expression();
    this.expect(':');
    const body = this.expression();
    this.skipLines();
    this.expect(']');
    return { kind: 'for', variable, over, body };
  }
}

function readDeclaration(reader: Reader): Declaration {
  const decorators: { name: string; args: readonly Expression[] }[] = [];
  while (reader.take('@')) {
    decorators.push({ name: reader.expect('word').text, args: reader.args() });
    reader.skipLines();
  }
  const kind = reader.expect('word').text as Declaration['kind'];
  const declaration = { kind, decorators, ...readBody(reader, kind) };
  if (!reader.isAt('end')) reader.expect('line');
  return declaration;
}

function readBody(reader: Reader, kind: Declaration['kind']): Omit<Declaration, 'kind' | 'decorators'> {
  if (kind === 'targetScope') {
    reader.expect('=');
    return { name: kind, type: '', existing: false, value: reader.expression() };
  }
  const name = reader.expect('word').text;
  const isTyped = kind === 'param' || kind === 'output';
  const isDeployed = kind === 'resource' || kind === 'module';
  if (!isTyped && !isDeployed && kind !== 'var') throw new Error(`Not a declaration: ${kind}`);
  const type = isTyped ? reader.expect('word').text : isDeployed ? reader.string() : '';
  const existing = isDeployed && reader.take('existing');
  const isAbsent = kind === 'param' && !reader.isAt('=');
  if (!isAbsent) reader.expect('=');
  return { name, type, existing, value: isAbsent ? null : reader.expression() };
}
