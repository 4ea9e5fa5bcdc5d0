import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Masking } from '../../core/diff/mask.ts';
import { toMaskedObjects } from './toMaskedObjects.ts';
import { findVariables, type SourceData, type Variables } from './variables.ts';

const numRuns = process.env.LUMEN_LONG === '1' ? 10_000 : 1_000;
// One seed unless told: `npm run test:long` tells another each time.
const seed = Number(process.env.LUMEN_SEED ?? 1);

const masking = (secrets: readonly string[] = []): Masking => ({
  digest: text => createHmac('sha256', 'key').update(text).digest('hex').slice(0, 32),
  secrets,
});

/** Random in every 8 characters of it, so that a piece that is found was not there by chance. */
const letters = [...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'];
const random = fc
  .array(fc.constantFrom(...letters), { minLength: 16, maxLength: 40 })
  .map(all => all.join(''));
/** Secrets that are something to YAML. */
const shaped = fc
  .tuple(
    random,
    random,
    fc.constantFrom<(one: string, other: string) => string>(
      one => one,
      (one, other) => `{${one}: ${other}}`,
      (one, other) => `[${one}, ${other}]`,
      (one, other) => `${one}: ${other}`,
      (one, other) => `${one} # ${other}`,
      one => `*${one}`,
      one => `&${one} x`,
      one => `!${one} x`,
      one => `"${one}`,
      one => `'${one}'`,
      (one, other) => `- ${one}\n- ${other}`,
      one => `@${one}`,
      one => `%${one}`,
      one => `{{ ${one} }}`,
      one => `\t${one}`,
      one => `| ${one}`,
      one => `${one}\\`
    )
  )
  .map(([one, other, shape]) => ({ value: shape(one, other), pieces: [one, other] }));

const uses = [
  '${S}',
  'a ${S} b',
  '${S:0:11}',
  '${S:5}',
  '${S^^}',
  '${S,,}',
  '${S/a/b}',
  '${S%?}',
  '${S:-x}',
  '${N:=${S}}',
  '${S//[/x}',
  '"${S}"',
  "'${S}'",
  'https://u:${S}@host/',
  '${#S}',
];
const places: ((use: string) => string)[] = [
  use => `data:\n  key: ${use}\n`,
  use => `data:\n  ${use}: value\n`,
  use => `data:\n  file: |\n    first\n    name = ${use}\n    last\n`,
  use => `data:\n  file: >-\n    ${use}\n`,
  use => `spec:\n  list:\n  - ${use}\n  - other\n`,
  use => `spec:\n  list:\n  - name: a\n    value: ${use}\n  - {name: b, deep: [${use}]}\n`,
  use => `spec: ${use}\n`,
  use => `${use}: top\n`,
  use => `stringData:\n  token: ${use}\n`,
];
const heads: ((use: string) => string)[] = [
  () => 'metadata:\n  name: a\n  namespace: x\n',
  use => `metadata:\n  name: a-${use}\n`,
  use => `metadata:\n  name: a\n  namespace: ${use}\n`,
  use => `metadata:\n  name: a\n  labels:\n    l: ${use}\n    k: x\n`,
  use => `metadata:\n  name: a\n  annotations:\n    ${use}: x\n`,
  use => `metadata:\n  name: a\n  annotations:\n    a: ${use}\n`,
];
const document = fc
  .tuple(
    fc.constantFrom('ConfigMap', 'Secret', 'Deployment', '${S}'),
    fc.constantFrom(...heads),
    fc.constantFrom(...places),
    fc.constantFrom(...uses),
    fc.constantFrom(...uses)
  )
  .map(
    ([kind, head, place, one, other]) =>
      `apiVersion: v1\nkind: ${kind}\n${head(one)}${place(other)}`
  );

async function variablesFor(secret: SourceData): Promise<Variables> {
  return findVariables({
    namespace: 'x',
    postBuild: { substituteFrom: [{ kind: 'Secret', name: 's' }], substitute: { plain: 'plain' } },
    tainted: new Set(),
    unknown: new Set(),
    read: async () => secret,
    masking: masking(),
    signal: new AbortController().signal,
  });
}

/** Everything that would leave the process: objects, names, or why there are none. */
function said(source: string, variables: Variables): string {
  try {
    const objects = toMaskedObjects([source], variables, {
      spec: {},
      masking: () => masking(variables.secrets),
    });
    return JSON.stringify(objects.map(({ ref, text }) => [ref, text]));
  } catch (error) {
    return String(error);
  }
}

function leaked(text: string, pieces: readonly string[]): string | undefined {
  const folded = text.toLowerCase();
  for (const piece of pieces) {
    for (let at = 0; at + 8 <= piece.length; at++) {
      const part = piece.slice(at, at + 8);
      if (folded.includes(part.toLowerCase())) return part;
    }
  }
  return undefined;
}

describe(`secrets of variables, ${numRuns} documents, LUMEN_SEED=${seed}`, () => {
  it('leave no 8 characters in objects, names and messages, whatever is made of them', async () => {
    let rendered = 0;
    const property = fc.asyncProperty(document, shaped, async (source, { value, pieces }) => {
      const variables = await variablesFor({ state: 'found', data: { S: value } });
      const text = said(source, variables);
      if (text.startsWith('[[')) rendered += 1;
      expect(leaked(text, pieces)).toBeUndefined();
      expect(variables.digest).toMatch(/^[0-9a-f]{32}$/);
      const base64 = Buffer.from(value).toString('base64').slice(0, 12);
      expect(text).not.toContain(base64);
    });
    await fc.assert(property, { numRuns, seed });
    expect(rendered / numRuns).toBeGreaterThan(0.3);
  }, 600_000);

  it('are unknown where they may not be read: nothing is equal, and nothing of ours is seen', async () => {
    const variables = await variablesFor({ state: 'forbidden' });
    const property = fc.property(document, source => {
      const text = said(source, variables);
      expect(text).not.toMatch(/[\u{E001}-\u{E003}]/u);
    });
    fc.assert(property, { numRuns, seed });
  }, 600_000);
});
