import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { substitute } from './substitute.ts';

type Outcome = { output: string } | { error: string };
type Case = { text: string } & (Outcome | { strict: Outcome; lenient: Outcome });

const file = resolve(import.meta.dirname, '../../../test/fixtures/substitute/vectors.json');
const vectors: { variables: Record<string, string>; cases: Case[] } = JSON.parse(
  readFileSync(file, 'utf8')
);
const variables = new Map(Object.entries(vectors.variables));

function outcomeOf(text: string, strict: boolean): Outcome {
  try {
    return { output: substitute(text, variables, { strict }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { error: message.replace('variable substitution failed: ', '') };
  }
}

describe('substitute', () => {
  it.each(vectors.cases.map(vector => [vector.text, vector] as const))(
    'does to %j what Flux does',
    (text, vector) => {
      const { strict, lenient } =
        'strict' in vector
          ? vector
          : { strict: { ...vector, text: undefined }, lenient: { ...vector, text: undefined } };
      expect({ strict: outcomeOf(text, true), lenient: outcomeOf(text, false) }).toEqual({
        strict,
        lenient,
      });
    }
  );

  it('names the variable that is not set', () => {
    expect(() => substitute('a: ${nope}', new Map(), { strict: true })).toThrow(
      expect.objectContaining({
        message: 'variable substitution failed: variable not set (strict mode): "nope"',
        variable: 'nope',
      })
    );
  });

  it('refuses a variable whose name no text could use', () => {
    expect(() => substitute('a', new Map([['a-b', '1']]), { strict: true })).toThrow(
      "'a-b' var name is invalid, must match '^[_[:alpha:]][_[:alpha:][:digit:]]*$'"
    );
  });

  it('refuses a negative length, which ends Flux in a panic', () => {
    expect(() => substitute('${a:2:-1}', new Map([['a', 'world']]), { strict: true })).toThrow(
      'length -1 of a substring is negative'
    );
  });
});
