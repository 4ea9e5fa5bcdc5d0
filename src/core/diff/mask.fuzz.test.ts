import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { diffObjects } from './changeSet.ts';
import { maskObject, maskText } from './mask.ts';
import { textRows, toPatch } from './textDiff.ts';

const numRuns = process.env.LUMEN_LONG === '1' ? 10_000 : 1_000;
// One seed unless told: `npm run test:long` tells another each time.
const seed = Number(process.env.LUMEN_SEED ?? 1);

const digest = (text: string) =>
  createHmac('sha256', 'key').update(text).digest('hex').slice(0, 32);
const base64 = (text: string) => Buffer.from(text).toString('base64');

const characters =
  'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789+/=_-.!@#$%^*(){}[]?~,:;&|<>';
const random = fc
  .array(fc.constantFrom(...characters), { minLength: 16, maxLength: 64 })
  .map(parts => parts.join(''));
const human = fc.constantFrom(
  'hunter2!',
  'P@ssw0rd',
  'letmein123',
  'tr0ub4dor&3',
  'correct horse battery staple',
  'c0rrect-h0rse',
  's3cr3t/with/slashes',
  "it's-mine!",
  'say "friend"',
  'пароль-123',
  'Summer2026!',
  '{curly}-1',
  '$dollar$1',
  'a:b:c:d:e',
  '12345678901'
);

type Body = Record<string, unknown>;
const object = (kind: string, body: Body, apiVersion = 'v1'): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: 'app', namespace: 'prod' },
  ...body,
});
const release = (values: unknown) =>
  object('HelmRelease', { spec: { values } }, 'helm.toolkit.fluxcd.io/v2');
const config = (text: string) => object('ConfigMap', { data: { file: text } });
const lastApplied = (value: unknown) => ({
  metadata: {
    name: 'app',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(value) },
  },
});
const secret = (value: string) => object('Secret', { data: { a: base64(value) } });
const pem = (value: string) =>
  `-----BEGIN PRIVATE KEY-----\n${base64(value)}\n-----END PRIVATE KEY-----\n`;

/** Where secrets are put by people and by tools, and how they are written there. */
const places: Record<string, (value: string) => KubernetesObject> = {
  'data of a Secret': secret,
  'stringData of a Secret': value => object('Secret', { stringData: { a: value } }),
  'a number or a list in a Secret': value =>
    object('Secret', { data: { a: [value, { b: value }] } }),
  'last-applied of a Secret': value => object('Secret', lastApplied(secret(value))),
  'last-applied of a ConfigMap': value =>
    object('ConfigMap', lastApplied({ data: { password: value } })),
  'a Secret in a List': value => object('List', { items: [secret(value)] }),
  'values of a HelmRelease': value => release({ db: { auth: { password: value } } }),
  'a map of secrets in values': value =>
    release({ secrets: { one: value, two: { three: [value] } } }),
  'values as a text': value => release({ extra: stringify({ a: 1, db: { rootPassword: value } }) }),
  'a manifest in a text': value => config(`# all\n---\n${stringify(secret(value))}---\nkind: X\n`),
  'a manifest in values in a text': value =>
    config(stringify({ manifests: [stringify(secret(value))], a: 'b' })),
  'a manifest as JSON in a text': value =>
    config(JSON.stringify({ items: [secret(value)] }, null, 2)),
  'YAML in a text': value =>
    config(stringify({ host: 'db', password: value, deep: { apiKey: value } })),
  'a block in a text': value => config(`a: 1\ntoken: |\n  ${value}\n  ${value}\nb: 2\n`),
  'a block in a template': value => config(`{{- if .x }}\nb: [\ntoken: |\n    ${value}\n`),
  'JSON in a text': value => config(JSON.stringify({ host: 'db', clientSecret: value })),
  'JSON in JSON': value => config(JSON.stringify({ a: JSON.stringify({ password: value }) })),
  'an INI file': value => config(`[db]\npassword = ${value}\nhost = x\n`),
  'an env file': value => config(`A=1\nexport DB_PASSWORD='${value.replaceAll("'", '')}'\n`),
  'a comment': value => config(`a: 1\n# password: ${value}\n`),
  'a script': value => config(`#!/bin/sh\nset -e\nrun --token=${JSON.stringify(value)} -v\n`),
  'an env variable': value =>
    object('Pod', { spec: { containers: [{ name: 'a', env: [{ name: 'API_TOKEN', value }] }] } }),
  'a flag': value =>
    object('Pod', { spec: { containers: [{ name: 'a', args: [`--password=${value}`] }] } }),
  'the argument after a flag': value =>
    object('Pod', { spec: { containers: [{ name: 'a', args: ['--db-password', `x${value}`] }] } }),
  'a URL': value =>
    release({ url: `postgres://app:${encodeURIComponent(value)}@db.prod:5432/app?x=1` }),
  'a URL in a text': value => config(`a: 1\ndsn: redis://:${encodeURIComponent(value)}@cache/0\n`),
  'a query': value =>
    release({ url: `https://x.org/a?access_token=${encodeURIComponent(value)}&b=1` }),
  'a header': value => config(`x:\n  Authorization: Bearer ${value}\n`),
  'a Docker configuration': value =>
    config(
      JSON.stringify({
        auths: { 'r.io': { username: 'a', password: value, auth: base64(`a:${value}`) } },
      })
    ),
  'a private key': value => config(`before\n${pem(value)}after`),
  'a private key in base64': value => release({ ca: base64(pem(value)) }),
  'a substitution': value =>
    object('Kustomization', { spec: { postBuild: { substitute: { DB_PASSWORD: value } } } }),
  'a Prometheus configuration': value =>
    config(stringify({ remote: [{ basic_auth: { username: 'a', password: value } }] })),
};

/** Where a secret is known, and nothing around it says so. */
const bare: Record<string, (value: string) => KubernetesObject> = {
  'a plain value': value => release({ note: value }),
  'the middle of a text': value => config(`one\ntwo ${value} three\nfour`),
  'an annotation': value =>
    object('X', { metadata: { name: 'x', annotations: { note: `a ${value}` } } }),
  base64: value => object('X', { spec: { blob: base64(value) } }),
  'base64 with more before it': value =>
    object('X', { spec: { blob: base64(`user:${value}:rest`) } }),
  JSON: value => config(JSON.stringify({ a: { b: value } })),
  'a query': value => release({ url: `https://x/?q=${encodeURIComponent(value)}` }),
  'a list': value => object('X', { spec: { items: [{ a: value }, value] } }),
};

/** What a person or a tool gets to see of a masked pair. */
function shown(left: KubernetesObject | undefined, right: KubernetesObject | undefined): string {
  const ref = { group: '', kind: 'X', namespace: 'prod', name: 'app', version: 'v1' };
  const text = (noise: boolean) => textRows(left, right, { context: Infinity, noise });
  return [
    JSON.stringify([left, right]),
    JSON.stringify(diffObjects({ ref, left, right })),
    JSON.stringify([text(true), text(false)]),
    toPatch(ref, left, right),
  ].join('\n');
}

/** No form of the value is in the output, nor any eight characters of one where `pieces` says so. */
function expectHidden(output: string, value: string, pieces: boolean): void {
  const forms = [
    value,
    base64(value),
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
  ];
  // In base64 a text is written in three ways, by how much stands before it.
  if (pieces) forms.push(base64(`-${value}`).slice(4), base64(`--${value}`).slice(4));
  const found = [...new Set(forms)].flatMap(form => {
    const size = pieces ? 8 : form.length;
    const parts = Array.from({ length: form.length - size + 1 }, (_, at) =>
      form.slice(at, at + size)
    );
    return parts.filter(part => output.includes(part));
  });
  if (found.length > 0) expect({ found, output }).toEqual({ found: [] });
}

const secrets = fc.oneof(
  random.map(value => ({ value, pieces: true })),
  human.map(value => ({ value, pieces: false }))
);

/** Long runs let the runner breathe: it takes a silent worker for a dead one. */
const breath = () => new Promise(resolve => setImmediate(resolve));

describe(`masking, ${numRuns} runs, LUMEN_SEED=${seed}`, () => {
  it('M1 to M4 lets no secret through, whatever place it was put in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(places)),
        secrets,
        secrets,
        async (place, one, other) => {
          await breath();
          const make = places[place];
          if (!make) throw new Error(place);
          const [left, right] = [one, other].map(({ value }) =>
            maskObject(make(value), { digest })
          );
          for (const output of [
            shown(left, right),
            shown(undefined, right),
            shown(left, undefined),
          ]) {
            expectHidden(output, one.value, one.pieces);
            expectHidden(output, other.value, other.pieces);
          }
        }
      ),
      { numRuns, seed }
    );
  }, 600_000);

  it('M6 lets no known secret through, wherever it stands', async () => {
    const all = { ...places, ...bare };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(all)),
        secrets,
        async (place, { value, pieces }) => {
          await breath();
          const make = all[place];
          if (!make) throw new Error(place);
          const masked = maskObject(make(value), { digest, secrets: ['other-secret', value] });
          expectHidden(shown(masked, undefined), value, pieces);
        }
      ),
      { numRuns, seed }
    );
  }, 600_000);

  it('M4.5 lets no secret through in messages', async () => {
    const messages: ((value: string) => string)[] = [
      value => `failed to clone https://git:${encodeURIComponent(value)}@git.example.org/x: 401`,
      value => `the server answered: ${JSON.stringify({ password: value })}`,
      value => `could not log in with password "${value.replaceAll('"', '')}"`,
      value => `postgres://a:${encodeURIComponent(value)}@db:5432/x: connection refused`,
      value => `exit 1: run --password=${JSON.stringify(value)}`,
    ];
    const known: ((value: string) => string)[] = [
      value => `unexpected ${value} here`,
      value => `yaml: line 3: could not find ':' near ${JSON.stringify(value)}`,
      value => `illegal base64 ${base64(value)}`,
      value => `Get "https://x/?q=${encodeURIComponent(value)}": EOF`,
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...messages),
        secrets,
        async (message, { value, pieces }) => {
          await breath();
          expectHidden(maskText(message(value)), value.replaceAll('"', ''), pieces);
        }
      ),
      { numRuns, seed }
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...messages, ...known),
        secrets,
        async (message, { value, pieces }) => {
          await breath();
          expectHidden(maskText(message(value), [value]), value, pieces);
        }
      ),
      { numRuns, seed }
    );
  }, 600_000);

  it('M9.3 takes a time that grows no faster than the text', () => {
    const long = [
      'a',
      ' ',
      '=',
      ':',
      '"',
      '://',
      'password',
      'password=',
      '-u a:',
      '@',
      '\n',
      '{{',
      '[',
      '$(',
    ];
    for (const piece of long) {
      const text = piece.repeat(Math.ceil(100_000 / piece.length));
      const begun = performance.now();
      maskObject(config(text), { digest, secrets: ['a-known-secret'] });
      maskObject(config(`password: x\n${text}`), { digest });
      maskText(text, ['a-known-secret']);
      expect.soft(performance.now() - begun, `100,000 characters of ${piece}`).toBeLessThan(30_000);
    }
  }, 600_000);
});
