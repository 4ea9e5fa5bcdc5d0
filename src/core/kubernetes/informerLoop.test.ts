import { describe, expect, it } from 'vitest';
import { type Clock, type InformerTransport, startInformerLoop } from './informerLoop.ts';
import type { KubernetesObject } from './object.ts';
import { applyChange, keyOf } from './objectChange.ts';

/** Repeatable chance: a small mulberry32. */
function seeded(seed: number) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Chance = () => number;
const pick = <T>(chance: Chance, items: readonly T[]): T | undefined =>
  items[Math.floor(chance() * items.length)];

/** Time that stands still but for `pass`, which runs what falls due, in order. */
function createTime(chance: Chance) {
  let now = 0;
  let timers: { at: number; callback: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    random: chance,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback };
      timers.push(timer);
      return () => (timers = timers.filter(each => each !== timer));
    },
  };
  function pass(milliseconds: number) {
    const end = now + milliseconds;
    for (;;) {
      const next = timers.filter(each => each.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      timers = timers.filter(each => each !== next);
      now = Math.max(now, next.at);
      next.callback();
    }
    now = end;
  }
  return { clock, pass };
}

/** An API server that forgets, hangs, cuts and refuses, as `trouble` (0 to 1) tells. `isOld`: it streams no lists. */
function createServer(chance: Chance, clock: Clock, isOld: boolean) {
  const objects = new Map<string, KubernetesObject>();
  let events: { resourceVersion: number; type: string; object: KubernetesObject }[] = [];
  let compacted = 0;
  let resourceVersion = 1;
  let trouble = 0;
  type Watcher = { from: number; send: (frame: unknown) => boolean };
  const watchers = new Set<Watcher>();
  const snapshots = new Map<string, KubernetesObject[]>();

  function write(type: 'ADDED' | 'MODIFIED' | 'DELETED', name: string, uid: string) {
    resourceVersion += 1;
    const object: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'a', name, uid, resourceVersion: String(resourceVersion) },
    };
    if (type === 'DELETED') objects.delete(keyOf(object));
    else objects.set(keyOf(object), object);
    events.push({ resourceVersion, type, object });
    for (const watcher of [...watchers]) {
      if (!watcher.send({ type, object })) watchers.delete(watcher);
    }
  }

  function change() {
    const held = pick(chance, [...objects.values()]);
    const kind = chance();
    if (held && kind < 0.5) write('MODIFIED', held.metadata.name, held.metadata.uid ?? '');
    else if (held && kind < 0.75) {
      write('DELETED', held.metadata.name, held.metadata.uid ?? '');
      if (chance() < 0.3) write('ADDED', held.metadata.name, `again-${resourceVersion}`);
    } else write('ADDED', `pod-${resourceVersion}`, `uid-${resourceVersion}`);
    if (chance() < trouble * 0.2) {
      compacted = resourceVersion;
      events = [];
      snapshots.clear();
    }
  }

  const soon = (callback: () => void) => clock.after(chance() * 50, callback);
  const refused = (status: number) =>
    ({ type: 'failed', why: { kind: 'refused', status, message: '' } } as const);
  const lost = { type: 'failed', why: { kind: 'unreachable', message: '' } } as const;

  const transport: InformerTransport = {
    list(query, tell) {
      return soon(() => {
        if (chance() < trouble * 0.4) {
          const fate = chance();
          if (fate < 0.3) return; // hangs
          return tell(fate < 0.6 ? refused(500) : lost);
        }
        // Pages come from one snapshot, which is forgotten with compaction.
        const [id = '', offset = '0'] = (query.continue ?? `${resourceVersion}/0`).split('/');
        if (!query.continue) snapshots.set(id, [...objects.values()]);
        const snapshot = snapshots.get(id);
        if (!snapshot) return tell(refused(410));
        // Nobody asks for pages, but whoever stands between may make them.
        const size = query.continue || chance() < 0.5 ? 3 : Infinity;
        const items = snapshot.slice(Number(offset), Number(offset) + size);
        const end = Number(offset) + items.length;
        const next = end < snapshot.length ? `${id}/${end}` : undefined;
        tell({ type: 'page', page: { items, resourceVersion: id, next } });
      });
    },
    watch(query, tell) {
      let watcher: Watcher | undefined;
      let isOpen = true;
      const cut = (how: typeof lost | { type: 'ended' }) => {
        if (!isOpen) return false;
        isOpen = false;
        tell(how);
        return false;
      };
      const undo = soon(() => {
        if (chance() < trouble * 0.3) {
          if (chance() < 0.3) return; // hangs
          return tell(lost);
        }
        if (query.sendInitialEvents && isOld) return tell(refused(422));
        const from = Number(query.resourceVersion ?? resourceVersion);
        tell({ type: 'opened' });
        const send = (frame: unknown): boolean => {
          if (!isOpen) return false;
          if (chance() < trouble * 0.1) return cut(chance() < 0.5 ? lost : { type: 'ended' });
          if (chance() < trouble * 0.05) {
            tell({ type: 'frame', frame: { type: 'malformed', message: 'half' } });
            return cut(lost);
          }
          const { type, object } = frame as { type: 'ADDED'; object: KubernetesObject };
          tell({ type: 'frame', frame: { type, object } });
          return isOpen;
        };
        if (from < compacted) {
          return tell({ type: 'frame', frame: { type: 'ERROR', status: 410, message: 'Expired' } });
        }
        const made = { from, send };
        if (query.sendInitialEvents) {
          for (const object of objects.values()) if (!send({ type: 'ADDED', object })) return;
          const bookmark = { resourceVersion: String(from), isStart: true };
          tell({ type: 'frame', frame: { type: 'BOOKMARK', ...bookmark } });
        }
        for (const event of events) {
          if (event.resourceVersion > from && !send(event)) return;
        }
        watcher = made;
        watchers.add(made);
      });
      return () => {
        isOpen = false;
        undo();
        if (watcher) watchers.delete(watcher);
      };
    },
  };

  return {
    transport,
    change,
    /** What a fresh list says. */
    oracle: () => [...objects.values()].sort(byName),
    set trouble(value: number) {
      trouble = value;
    },
  };
}

const byName = (a: KubernetesObject, b: KubernetesObject) => keyOf(a).localeCompare(keyOf(b));

function run(seed: number) {
  const chance = seeded(seed);
  const { clock, pass } = createTime(chance);
  const server = createServer(chance, clock, seed % 4 === 0);
  for (let i = 0; i < 10; i += 1) server.change();
  server.trouble = chance();
  const told = new Map<string, KubernetesObject>();
  const doubled: string[] = [];
  const loop = startInformerLoop({
    transport: server.transport,
    clock,
    isStreamed: seed % 2 === 0,
    onStep(changes) {
      for (const change of changes) {
        const held = told.get(keyOf(change.object));
        const isRight =
          change.type === 'added' ? !held : change.type === 'modified' ? held === change.old : held;
        const isOlder =
          Number(held?.metadata.resourceVersion ?? 0) >
          Number(change.object.metadata.resourceVersion);
        if (!isRight || isOlder) doubled.push(`${change.type} ${keyOf(change.object)}`);
        applyChange(told, change);
      }
    },
  });
  for (let i = 0; i < 60; i += 1) {
    pass(chance() < 0.1 ? chance() * 90_000 : chance() * 300);
    server.change();
  }
  server.trouble = 0;
  pass(5 * 60_000);
  const result = {
    objects: [...loop.objects.values()].sort(byName),
    told: [...told.values()].sort(byName),
    phase: loop.state.phase.name,
    doubled,
  };
  loop.close();
  return { result, oracle: server.oracle() };
}

describe('the informer in a random world', () => {
  it('ends live with what a fresh list says, and has told every change once', () => {
    const seeds = Number(process.env.LUMEN_SEEDS ?? 400);
    for (let seed = 1; seed <= seeds; seed += 1) {
      const { result, oracle } = run(seed);
      expect({ seed, ...result }).toEqual({
        seed,
        objects: oracle,
        told: oracle,
        phase: 'live',
        doubled: [],
      });
    }
  });
});
