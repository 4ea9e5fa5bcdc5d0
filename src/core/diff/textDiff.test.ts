import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type TextRow, textRows, toPatch } from './textDiff.ts';

const ref = { group: '', version: 'v1', kind: 'ConfigMap', namespace: 'b', name: 'a' };

function object(body: Record<string, unknown>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'X', metadata: { name: 'a' }, ...body };
}

const signs = { same: ' ', added: '+', removed: '-', changed: '~', fold: '@' };

/** Rows as a person sees them: the words that differ in brackets, `|` between the sides of a changed line. */
function seen(rows: readonly TextRow[]): string[] {
  return rows.map(({ kind, left, right, folded }) => {
    const sides = kind === 'same' ? [right ?? left] : [left, right];
    const texts = sides.flatMap(side => (side ? marked(side) : []));
    return signs[kind] + (folded === undefined ? texts.join(' | ') : ` ${folded}`);
  });
}

function marked({ text, marks = [] }: NonNullable<TextRow['left']>): string {
  let shown = '';
  let at = 0;
  for (const [start, end] of marks) {
    shown += `${text.slice(at, start)}[${text.slice(start, end)}]`;
    at = end;
  }
  return shown + text.slice(at);
}

describe('textRows', () => {
  it('T1.1 T1.4 puts what names a thing first, and folds what is equal', () => {
    const data = (e: string) => ({ a: 1, b: 2, c: 3, d: 4, e, f: 5, g: 6, h: 7, i: 8 });
    const rows = textRows(object({ data: data('x y') }), object({ data: data('x z') }));
    expect(seen(rows)).toEqual([
      '@ 6',
      '   b: 2',
      '   c: 3',
      '   d: 4',
      '~  e: x [y] |   e: x [z]',
      '   f: 5',
      '   g: 6',
      '   h: 7',
      '@ 1',
    ]);
    expect(rows[4]).toEqual({
      kind: 'changed',
      left: { line: 10, text: '  e: x y', marks: [[7, 8]] },
      right: { line: 10, text: '  e: x z', marks: [[7, 8]] },
      path: 'data.e',
    });
  });

  it('T1.1 writes what is created or deleted as a whole', () => {
    const whole = ['apiVersion: v1', 'kind: X', 'metadata:', '  name: a'];
    expect(seen(textRows(undefined, object({})))).toEqual(whole.map(line => `+${line}`));
    expect(seen(textRows(object({}), undefined))).toEqual(whole.map(line => `-${line}`));
    expect(textRows(undefined, undefined)).toEqual([]);
  });

  it('T1.1 aligns lists by what identifies their items', () => {
    const pod = (...containers: unknown[]) => ({
      ...object({ spec: { containers } }),
      kind: 'Pod',
    });
    const app = { name: 'app', image: 'a:1' };
    const rows = textRows(pod(app), pod({ name: 'new', image: 'x' }, { ...app, image: 'a:2' }), {
      context: 1,
    });
    expect(seen(rows)).toEqual([
      '@ 5',
      '   containers:',
      '+    - name: new',
      '+      image: x',
      '     - name: app',
      '~      image: a:[1] |       image: a:[2]',
    ]);
  });

  it('T1.3 compares texts line by line, word by word', () => {
    const rows = textRows(
      object({ data: { f: 'one\ntwo words\nthree\nfour\n' } }),
      object({ data: { f: 'one\ntwo things\nthree\nnew\nmore\n' } }),
      { context: 0 }
    );
    expect(seen(rows)).toEqual([
      '@ 7',
      '~    two [words] |     two [things]',
      '@ 1',
      '-    four',
      '+    new',
      '+    more',
    ]);
  });

  it('T1.4 keeps unknown values in sight', () => {
    const secret = (value: string) => object({ data: { a: value } });
    const unknown = (digit: string) => `lumen:unknown:sops:${digit.repeat(32)}`;
    const rows = textRows(secret(unknown('1')), secret(unknown('2')), { context: 0 });
    expect(rows.map(({ kind, isUnknown, path }) => [kind, isUnknown, path])).toEqual([
      ['fold', undefined, undefined],
      ['same', true, 'data.a'],
    ]);
  });

  it('T1.5 hides noise, and shows it on request', () => {
    const labelled = (labels: Record<string, string> | undefined, cpu: string) => ({
      ...object({ spec: { resources: { limits: { cpu } } } }),
      metadata: { name: 'a', labels },
    });
    const left = labelled(undefined, '1000m');
    const right = labelled({ 'helm.sh/chart': 'x-1' }, '1');
    expect(seen(textRows(left, right))).toEqual(['@ 8']);
    const last = textRows(left, right, { context: Infinity }).at(-1);
    expect([last?.kind, last?.left?.line, last?.right?.line]).toEqual(['same', 8, 10]);
    expect(seen(textRows(left, right, { noise: true, context: 0 }))).toEqual([
      '@ 4',
      '+  labels:',
      '+    helm.sh/chart: x-1',
      '@ 3',
      '~      cpu: [1000m] |       cpu: ["1"]',
    ]);
  });

  it('N10 shows what a rule would hide that somebody took away', () => {
    const labelled = (labels: Record<string, string>, cpu: string) => ({
      ...object({ spec: { resources: { limits: { cpu } } } }),
      metadata: { name: 'a', labels },
    });
    const left = labelled({ 'helm.sh/chart': 'x-1' }, '1000m');
    const right = labelled({ 'helm.sh/chart': 'x-2' }, '1');
    expect(seen(textRows(left, right, { notNoise: ['N6'], context: 0 }))).toEqual([
      '@ 5',
      '~    helm.sh/chart: x-[1] |     helm.sh/chart: x-[2]',
      '@ 4',
    ]);
  });

  it('T1.5 keeps the lines of each side counted where noise is left out', () => {
    const left = { ...object({}), status: { a: 1, b: 2 }, zzz: 1 };
    const rows = textRows(left, object({ zzz: 1 }), { context: Infinity });
    expect(rows.map(({ kind, left, right }) => [kind, left?.line, right?.line]).slice(3)).toEqual([
      ['same', 4, 4],
      ['same', 5, 5],
    ]);
    const removed = {
      ...object({}),
      metadata: { name: 'a', labels: { 'helm.sh/chart': 'x', z: '1' } },
    };
    const last = textRows(
      removed,
      { ...object({}), metadata: { name: 'a', labels: { z: '1' } } },
      { context: Infinity }
    ).at(-1);
    expect([last?.left?.line, last?.right?.line]).toEqual([7, 6]);
  });

  it('T2.1 makes what deceives visible, in keys, values and texts', () => {
    const rows = textRows(
      undefined,
      object({
        data: {
          a: '\u001b[31mred',
          b: 'x\u202egnp.exe',
          'c\u200b': 'nul\u0000',
          d: 'line\r\n\u001b]0;title\u0007\nend',
          e: '<img src=x onerror=alert(1)>',
        },
      })
    );
    expect(seen(rows).slice(5)).toEqual([
      '+  a: "\\u001b[31mred"',
      '+  b: "x\\u202egnp.exe"',
      '+  "c\\u200b": "nul\\u0000"',
      '+  d: |-',
      '+    line⟨U+000D⟩',
      '+    ⟨U+001B⟩]0;title⟨U+0007⟩',
      '+    end',
      '+  e: "<img src=x onerror=alert(1)>"',
    ]);
  });

  it('T2.2 cuts long lines so that the difference is in sight', () => {
    const long = (end: string) => object({ data: { a: 'x'.repeat(50_000) + end } });
    const [row] = textRows(long('left'), long('right'), { context: 0 }).slice(-1);
    expect(row?.left?.text.length).toBeLessThan(1_000);
    expect(marked(row?.left ?? { line: 0, text: '' })).toMatch(/equal characters.*left\]$/);
    const [only] = textRows(undefined, long('')).slice(-1);
    expect(only?.right?.text).toMatch(/^ {2}a: x{1995}… \(48005 more characters\)$/);
  });

  it('D9.1 T2.2 bears what is deep, long and much', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 20_000; level++) deep = [deep];
    const left = object({ spec: deep, ['k'.repeat(100_000)]: 1 });
    expect(textRows(left, object({ spec: [deep] })).length).toBeLessThan(200);
    const lines = (offset: number) =>
      Array.from({ length: 30_000 }, (_, at) => `line ${at * 2 + offset}`).join('\n');
    const begun = performance.now();
    const rows = textRows(object({ data: { f: lines(0) } }), object({ data: { f: lines(1) } }));
    expect(rows.filter(({ kind }) => kind !== 'same').length).toBeGreaterThanOrEqual(30_000);
    expect(performance.now() - begun).toBeLessThan(30_000);
  }, 60_000);
});

describe('toPatch', () => {
  it('T3.1 writes what git apply reads', () => {
    const config = (value: string) => object({ data: { a: value, z: 1 } });
    expect(toPatch(ref, config('x'), config('y'))).toBe(
      [
        'diff --git a/b/ConfigMap/a.yaml b/b/ConfigMap/a.yaml',
        '--- a/b/ConfigMap/a.yaml',
        '+++ b/b/ConfigMap/a.yaml',
        '@@ -3,5 +3,5 @@',
        ' metadata:',
        '   name: a',
        ' data:',
        '-  a: x',
        '+  a: y',
        '   z: 1',
        '',
      ]
        .join('\n')
        .replace('y\n   z', '"y"\n   z')
    );
    expect(toPatch(ref, config('x'), config('x'))).toBe('');
    expect(toPatch(ref, undefined, object({})).split('\n').slice(0, 5)).toEqual([
      'diff --git a/b/ConfigMap/a.yaml b/b/ConfigMap/a.yaml',
      'new file mode 100644',
      '--- /dev/null',
      '+++ b/b/ConfigMap/a.yaml',
      '@@ -0,0 +1,4 @@',
    ]);
  });

  it('T3.1 leaves no folder, whatever an object is called', () => {
    const hostile = { ...ref, namespace: '..', name: '../../etc/passwd\u001b\n+++ b/x' };
    const [head] = toPatch(hostile, undefined, object({})).split('\n');
    expect(head).toBe(
      String.raw`diff --git "a/_/ConfigMap/.._.._etc_passwd\u001b\n+++ b_x.yaml" "b/_/ConfigMap/.._.._etc_passwd\u001b\n+++ b_x.yaml"`
    );
  });
});
