import { matchesPattern } from './shellPattern.ts';

/**
 * Flux's postBuild substitution: `${name}` with the operators of its envsubst, on the text of one resource.
 * `$name` without braces stays as it is, and `$${name}` gives `${name}`.
 */

/** Why a text could not be substituted, in the words that kustomize-controller puts into its conditions. */
export class SubstitutionError extends Error {
  /** The variable that is not set, where that is the reason. */
  readonly variable?: string;

  constructor(message: string, variable?: string) {
    super(message);
    this.variable = variable;
  }
}

type Node = string | Expansion;

/** `${name}`, or `${name OPERATOR words}`. */
interface Expansion {
  name: string;
  operator: string;
  words: Node[];
}

const validName = /^[_A-Za-z][_A-Za-z0-9]*$/;

/**
 * The text with its variables replaced. Strict: a variable that is not set and has no default is an error, else it is
 * the empty string. Throws `SubstitutionError`.
 */
export function substitute(
  text: string,
  variables: ReadonlyMap<string, string>,
  { strict }: { strict: boolean }
): string {
  for (const name of variables.keys()) {
    if (!validName.test(name)) {
      throw new SubstitutionError(
        `'${name}' var name is invalid, must match '^[_[:alpha:]][_[:alpha:][:digit:]]*$'`
      );
    }
  }
  return evaluate(new Parser(text).parseAll(), variables, strict);
}

function evaluate(nodes: Node[], variables: ReadonlyMap<string, string>, strict: boolean): string {
  return nodes
    .map(node => {
      if (typeof node === 'string') return node;
      const words = node.words.map(word => evaluate([word], variables, strict));
      const value = variables.get(node.name);
      if (value === undefined && strict && !defaults.has(node.operator)) {
        throw new SubstitutionError(
          `variable substitution failed: variable not set (strict mode): ${JSON.stringify(
            node.name
          )}`,
          node.name
        );
      }
      return expand(value ?? '', node.operator, words);
    })
    .join('');
}

/** Operators that bear an unset variable. Flux gives the default where the value is unset or empty, for each of them. */
const defaults = new Set(['=', ':=', ':-', ':?', ':+']);

function expand(value: string, operator: string, words: string[]): string {
  const [first = '', second] = words;
  switch (operator) {
    case '^':
      return value === '' ? '' : upperFirst(value);
    case '^^':
      return value.toUpperCase();
    case ',':
      return value === '' ? '' : lowerFirst(value);
    case ',,':
      return value.toLowerCase();
    case '${#':
      return String(utf8.encode(value).length);
    case '#':
    case '##':
      return trimPrefix(value, first, operator === '##');
    case '%':
    case '%%':
      return reverse(trimPrefix(reverse(value), reverse(first), operator === '%%'));
    case ':':
      return slice(value, first, second);
    case '/':
      return replaceOnce(value, first, second ?? '');
    case '//':
      return value.split(first).join(second ?? '');
    case '/#':
      return second !== undefined && value.startsWith(first)
        ? second + value.slice(first.length)
        : value;
    case '/%':
      return second !== undefined && value.endsWith(first)
        ? value.slice(0, value.length - first.length) + second
        : value;
    default:
      return value === '' ? words.join('') : value;
  }
}

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();

function upperFirst(value: string): string {
  const [first = ''] = value;
  return first.toUpperCase() + value.slice(first.length);
}

function lowerFirst(value: string): string {
  const [first = ''] = value;
  return first.toLowerCase() + value.slice(first.length);
}

function reverse(value: string): string {
  return [...value].reverse().join('');
}

function replaceOnce(value: string, search: string, replacement: string): string {
  const at = value.indexOf(search);
  return at < 0 ? value : value.slice(0, at) + replacement + value.slice(at + search.length);
}

/** Without the shortest, or longest, prefix that matches. A malformed pattern matches nothing. */
function trimPrefix(value: string, pattern: string, longest: boolean): string {
  const ends = Array.from({ length: value.length }, (_, index) => index + 1);
  if (longest) ends.reverse();
  const end = ends.find(candidate => matchesPattern(pattern, value.slice(0, candidate)));
  return end === undefined ? value : value.slice(end);
}

/** `:offset` and `:offset:length` count bytes, and leave the value alone where they are not whole numbers. */
function slice(value: string, offset: string, length: string | undefined): string {
  const whole = /^[+-]?\d+$/;
  if (!whole.test(offset) || (length !== undefined && !whole.test(length))) return value;
  const bytes = utf8.encode(value);
  const from = Number(offset) < 0 ? Math.max(0, bytes.length + Number(offset)) : Number(offset);
  if (length === undefined) return fromUtf8.decode(bytes.slice(from));
  const to = from + Number(length);
  if (to < from) {
    throw new SubstitutionError(
      `variable substitution failed: length ${length} of a substring is negative`
    );
  }
  return fromUtf8.decode(bytes.slice(from, to));
}

/** Reads the grammar that Flux's parser accepts, its odd corners included: golden vectors of the original prove it. */
class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parseAll(): Node[] {
    const nodes: Node[] = [];
    while (this.#at < this.#text.length) {
      if (this.#skip('${')) nodes.push(this.#expansion());
      else nodes.push(this.#plain());
    }
    return nodes;
  }

  /** Text up to the next expansion; `$$` is a dollar. */
  #plain(): string {
    let plain = '';
    while (this.#at < this.#text.length) {
      const dollar = this.#text.indexOf('$', this.#at);
      if (dollar < 0) return plain + this.#take(this.#text.length - this.#at);
      plain += this.#take(dollar - this.#at);
      if (this.#looksAt('${')) break;
      plain += this.#take(1);
      this.#skip('$');
    }
    return plain;
  }

  #expansion(): Expansion {
    if (this.#skip('#')) {
      const name = this.#name();
      if (name === '') throw bad();
      return this.#closed({ name, operator: '${#', words: [] });
    }
    const name = this.#name();
    if (name === '') throw failure('unable to parse variable name');
    switch (this.#text[this.#at]) {
      case ':':
        return this.#isOneOf(1, '=-?+') ? this.#default(name, 2) : this.#substring(name);
      case '=':
        return this.#default(name, 1);
      case ',':
      case '^':
        return this.#closed({ name, operator: this.#operator(',^', 2), words: [] });
      case '#':
        return this.#closed({ name, operator: this.#operator('#', 2), words: [this.#word('}')] });
      case '%':
        return this.#closed({ name, operator: this.#operator('%', 2), words: [this.#word('}')] });
      case '/':
        return this.#replacement(name);
    }
    if (!this.#skip('}')) throw failure('missing closing brace');
    return { name, operator: '', words: [] };
  }

  #default(name: string, length: number): Expansion {
    const operator = this.#take(length);
    const words: Node[] = [];
    while (!this.#looksAt('}')) words.push(this.#word('}'));
    return this.#closed({ name, operator, words });
  }

  #substring(name: string): Expansion {
    const operator = this.#take(1);
    const words = [this.#word(':}')];
    if (this.#skip('}')) return { name, operator, words };
    if (!this.#skip(':')) throw bad();
    while (this.#skip(':'));
    return this.#closed({ name, operator, words: [...words, this.#word('}')] });
  }

  #replacement(name: string): Expansion {
    const operator = this.#take(this.#isOneOf(1, '/#%') ? 2 : 1);
    const words = [this.#word('/', true)];
    if (!this.#skip('/')) throw bad();
    while (this.#skip('/'));
    if (!this.#looksAt('}')) words.push(this.#word('}', true));
    return this.#closed({ name, operator, words });
  }

  /** One nested expansion, or text up to the next of `ends` or the next expansion; never empty. */
  #word(ends: string, escapes = false): Node {
    if (this.#skip('${')) return this.#expansion();
    let word = '';
    while (this.#at < this.#text.length && !this.#looksAt('${')) {
      const isEscape =
        escapes && (this.#looksAt('$$') || this.#looksAt('\\/') || this.#looksAt('\\\\'));
      if (isEscape) this.#at += 1;
      else if (this.#isOneOf(0, ends)) break;
      word += this.#take(1);
    }
    if (word === '') throw failure('unable to parse substitution within function');
    return word;
  }

  /** Up to `length` characters out of `of`. */
  #operator(of: string, length: number): string {
    let operator = '';
    while (operator.length < length && this.#isOneOf(0, of)) operator += this.#take(1);
    return operator;
  }

  #name(): string {
    const name = /[\p{L}\p{Nd}_]*/uy;
    name.lastIndex = this.#at;
    return this.#take(name.exec(this.#text)?.[0].length ?? 0);
  }

  #closed(expansion: Expansion): Expansion {
    if (!this.#skip('}')) throw bad();
    return expansion;
  }

  #looksAt(token: string): boolean {
    return this.#text.startsWith(token, this.#at);
  }

  #isOneOf(ahead: number, characters: string): boolean {
    const character = this.#text[this.#at + ahead];
    return character !== undefined && characters.includes(character);
  }

  #skip(token: string): boolean {
    if (!this.#looksAt(token)) return false;
    this.#at += token.length;
    return true;
  }

  #take(length: number): string {
    const taken = this.#text.slice(this.#at, this.#at + length);
    this.#at += taken.length;
    return taken;
  }
}

function failure(message: string): SubstitutionError {
  return new SubstitutionError(`variable substitution failed: ${message}`);
}

function bad(): SubstitutionError {
  return failure('bad substitution');
}
