/**
 * Whether a whole text matches a shell pattern: `*` any text (slashes too), `?` one character, `[a-z]` and `[^a-z]`
 * classes, `\` escapes. A malformed pattern matches nothing.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const terms = termsOf(pattern);
  return terms !== undefined && matches(terms, [...text]);
}

type Term = '*' | ((character: string) => boolean);

function termsOf(pattern: string): Term[] | undefined {
  const characters = [...pattern];
  const terms: Term[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at];
    if (character === '*') terms.push('*');
    else if (character === '?') terms.push(() => true);
    else if (character === '[') {
      const found = classAt(characters, at + 1);
      if (!found) return undefined;
      terms.push(found.term);
      at = found.end;
    } else {
      const literal = character === '\\' ? characters[++at] : character;
      if (literal === undefined) return undefined;
      terms.push(candidate => candidate === literal);
    }
  }
  return terms;
}

/** The class that begins after `[`, and where its `]` is. */
function classAt(characters: string[], start: number): { term: Term; end: number } | undefined {
  const isNegated = characters[start] === '^';
  let at = isNegated ? start + 1 : start;
  const ranges: [string, string][] = [];
  const next = (): string | undefined => {
    if (characters[at] === '-' || characters[at] === ']') return undefined;
    if (characters[at] === '\\') at++;
    return characters[at++];
  };
  while (characters[at] !== ']' || ranges.length === 0) {
    const low = next();
    let high = low;
    if (characters[at] === '-') {
      at++;
      high = next();
    }
    if (low === undefined || high === undefined || at >= characters.length) return undefined;
    ranges.push([low, high]);
  }
  const isIn = (character: string) =>
    ranges.some(([low, high]) => low <= character && character <= high);
  return { term: character => isIn(character) !== isNegated, end: at };
}

/** Greedy with one step back: linear in practice, never exponential. */
function matches(terms: Term[], text: string[]): boolean {
  let [term, at, star, retry] = [0, 0, -1, 0];
  while (at < text.length) {
    const current = terms[term];
    if (current === '*') {
      star = term++;
      retry = at;
    } else if (current !== undefined && current(text[at] ?? '')) {
      term++;
      at++;
    } else if (star >= 0) {
      term = star + 1;
      at = ++retry;
    } else return false;
  }
  while (terms[term] === '*') term++;
  return term === terms.length;
}
