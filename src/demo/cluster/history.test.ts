import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { Failure } from './failure.ts';
import { createStore } from './store.ts';

function map(name: string, data: Record<string, string> = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n' }, data };
}

function codeOf(action: () => unknown): number | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof Failure ? error.status.code : undefined;
  }
}

describe('the history of a collection', () => {
  it('gives the changes since any revision that it still holds', () => {
    const store = createStore();
    const maps = store.collection('configmaps');
    const first = maps.put(map('a'));
    maps.put(map('b'));
    maps.remove('n/a');
    expect(maps.changesSince(first.revision).map(({ type, now }) => [type, now.key])).toEqual([
      ['ADDED', 'n/b'],
      ['DELETED', 'n/a'],
    ]);
  });

  it('forgets the oldest changes, and says so with 410', () => {
    const store = createStore({ history: 10 });
    const maps = store.collection('configmaps');
    const start = store.revision;
    for (let turn = 0; turn < 25; turn++) maps.put(map('a', { turn: String(turn) }));
    expect(codeOf(() => maps.changesSince(start))).toBe(410);
    expect(maps.changesSince(store.revision - 5)).toHaveLength(5);
  });

  it('forgets everything when it is compacted', () => {
    const store = createStore();
    const maps = store.collection('configmaps');
    maps.put(map('a'));
    maps.put(map('b'));
    store.compact();
    expect(codeOf(() => maps.changesSince(store.revision - 1))).toBe(410);
    expect(codeOf(() => maps.listAt(store.revision - 1))).toBe(410);
    expect(maps.changesSince(store.revision)).toEqual([]);
  });

  it('shows the collection as it was at a revision, whatever happened since', () => {
    const store = createStore();
    const maps = store.collection('configmaps');
    ['a', 'b', 'c'].forEach(name => maps.put(map(name, { at: 'first' })));
    const then = store.revision;
    maps.put(map('b', { at: 'second' }));
    maps.remove('n/c');
    maps.put(map('d'));
    maps.put(map('c', { at: 'second' }));
    const seen = maps.listAt(then, 'n').map(({ key, object }) => [key, object.data]);
    expect(seen).toEqual([
      ['n/a', { at: 'first' }],
      ['n/b', { at: 'first' }],
      ['n/c', { at: 'first' }],
    ]);
  });

  it('agrees at every revision with what was there then', () => {
    const store = createStore();
    const maps = store.collection('configmaps');
    const snapshots = new Map<number, string[]>();
    // A fixed sequence that looks like chance: 200 writes and deletions of eight names.
    let seed = 7;
    for (let turn = 0; turn < 200; turn++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      const name = 'abcdefgh'[seed % 8]!;
      if (seed % 3 === 0) maps.remove(`n/${name}`);
      else maps.put(map(name, { turn: String(turn) }));
      snapshots.set(
        store.revision,
        maps.list('n').map(({ key, revision }) => `${key}@${revision}`)
      );
    }
    for (const [revision, wanted] of snapshots) {
      const seen = maps.listAt(revision, 'n').map(stored => `${stored.key}@${stored.revision}`);
      expect(seen).toEqual(wanted);
    }
  });
});
