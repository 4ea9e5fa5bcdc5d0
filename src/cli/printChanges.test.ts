import { describe, expect, it } from 'vitest';
import { diffObjects } from '../core/diff/changeSet.ts';
import { maskedValue } from '../core/diff/masked.ts';
import type { KubernetesObject } from '../core/kubernetes/object.ts';
import { isChange, isPart, type ReadChanges, toJson } from './changeReader.ts';
import { printChanges } from './printChanges.ts';

const ref = (kind: string, name: string) => ({
  ...{ group: '', version: 'v1', namespace: 'media' },
  ...{ kind, name },
});
const object = (kind: string, name: string, data: Record<string, string>): KubernetesObject => ({
  ...{ apiVersion: 'v1', kind, data },
  metadata: { name, namespace: 'media' },
});
const change = (
  kind: string,
  name: string,
  left: Record<string, string> | undefined,
  right: Record<string, string> | undefined
) =>
  diffObjects({
    ref: ref(kind, name),
    left: left && object(kind, name, left),
    right: right && object(kind, name, right),
  });

const [from, to] = ['a', 'b'].map(letter => `main@sha1:${letter.repeat(40)}`) as [string, string];
const secret = (digit: string) => ({
  password: maskedValue(`${'a'.repeat(8)}${digit.repeat(24)}`),
});

const read: ReadChanges = {
  head: {
    type: 'head',
    version: 1,
    of: 'Kustomization/flux-system/apps',
    source: 'GitRepository/flux-system/flux-system',
    from: { revision: from, others: { 'flux-system/media': '' } },
    to: {
      revision: to,
      commit: {
        revision: to,
        hash: 'b'.repeat(40),
        subject: '\u001b[31mred\u202Eevil',
        author: { name: 'Harriet', email: 'h@example.org' },
      },
    },
    counts: { objects: 4, unchanged: 7, kustomizations: 2 },
  },
  kustomizations: [
    { type: 'kustomization', name: 'flux-system/media', change: 'created' },
    {
      ...{ type: 'kustomization', name: 'flux-system/infra', change: 'failed' },
      ...{ side: 'to', message: 'no such file\n\u001b[2J' },
    },
  ],
  objects: [
    {
      kustomization: 'flux-system/apps',
      fate: 'left-behind',
      diff: change('Secret', 'old', secret('1'), undefined),
    },
    {
      kustomization: 'flux-system/apps',
      file: 'apps/token.yaml',
      diff: change('Secret', 'token', secret('1'), secret('2')),
    },
    {
      kustomization: 'flux-system/media',
      was: 'flux-system/apps',
      diff: change('ConfigMap', 'moved', { a: '1' }, { a: '1' }),
    },
    {
      kustomization: 'flux-system/media',
      diff: change('ConfigMap', '__proto__', undefined, { a: '<b>' }),
    },
  ],
  noisy: 1,
};

describe('a change set in the terminal', () => {
  it('reads as a tree, then fields; nothing in it steers the terminal', () => {
    expect(printChanges(read, { isColoured: false, noise: false })).toBe(
      `Kustomization/flux-system/apps on GitRepository/flux-system/flux-system
from  main@aaaaaaa  (1 at other revisions)
to    main@bbbbbbb  \\u{1b}[31mred\\u{202e}evil (Harriet)

flux-system/media
  ! new
  = ConfigMap/media/moved  (was in flux-system/apps)
  + ConfigMap/media/__proto__
flux-system/infra
  ! not compared: it cannot be built after: no such file\\u{a}\\u{1b}[2J
flux-system/apps
  - Secret/media/old  (left behind, not deleted; look at this)
  ~ Secret/media/token

Secret/media/token  apps/token.yaml
  data.password
    - <secret 11111111>
    + <secret 22222222>

1 deleted, 1 changed, 1 moved, 1 created, 8 alike, in 2 Kustomizations
`
    );
  });

  it('has colours only where it is told so', () => {
    const codes = (isColoured: boolean) =>
      printChanges(read, { isColoured, noise: false }).split('\u001b[').length - 1;
    expect([codes(false), codes(true) > 10]).toEqual([0, true]);
  });

  it('is JSON for scripts', () => {
    const json = JSON.parse(toJson(read)) as Record<string, unknown>;
    expect([json.counts, (json.objects as unknown[])[1]]).toEqual([
      { created: 1, changed: 1, recreated: 0, deleted: 1, same: 1, unchanged: 8 },
      {
        ref: ref('Secret', 'token'),
        change: 'changed',
        paths: ['data.password'],
        notComparable: 0,
        kustomization: 'flux-system/apps',
        file: 'apps/token.yaml',
      },
    ]);
  });

  it('is a change by what came, went or moved, and a part where something was not compared', () => {
    const nothing = { ...read, kustomizations: [], objects: [] };
    const moved = { ...nothing, objects: read.objects.slice(2, 3) };
    const partial = { ...read.kustomizations[0]!, change: 'partial' as const };
    expect([
      [isChange(read), isPart(read)],
      [isChange(nothing), isPart(nothing)],
      [isChange(moved), isPart(moved)],
      [isChange({ ...nothing, kustomizations: [partial] }), isPart(nothing)],
    ]).toEqual([
      [true, true],
      [false, false],
      [true, false],
      [false, false],
    ]);
  });
});
