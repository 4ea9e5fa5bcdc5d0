import type {
  BuildObject,
  KnownRevision,
  Ledger,
  LedgerEvent,
  LedgerLimits,
  ObjectQuery,
  Outcome,
  RenderedTree,
  TreeNode,
} from './ledger.ts';
import { defaultLimits } from './ledger.ts';
import { checkTree, treeHash } from './renderedTree.ts';

/** A ledger that lasts as long as the process. What the port says, in its shortest form. */
export function createMemoryLedger(limits: Partial<LedgerLimits> = {}): Ledger {
  const { age, revisions: perSource, perObject, bytes: most } = { ...defaultLimits, ...limits };
  let revisions: KnownRevision[] = [];
  let outcomes: Outcome[] = [];
  let events: LedgerEvent[] = [];
  const trees = new Map<string, TreeNode[]>();
  const builds = new Map<string, BuildObject[]>();
  const objects = new Map<string, string>();
  /** Builds handed out since the last `retain`, and before it. */
  let handedOut = [new Set<string>(), new Set<string>()];

  const find = (source: string, revision: string) =>
    revisions.find(known => known.source === source && known.revision === revision);
  const bytes = () => [...objects.values()].reduce((sum, text) => sum + text.length, 0);

  function keepTree(tree: RenderedTree): string {
    checkTree(tree, { build: hash => builds.has(hash), object: hash => objects.has(hash) });
    const hash = treeHash(tree.nodes);
    for (const [key, text] of tree.objects) objects.set(key, text);
    for (const [key, build] of tree.builds) if (!builds.has(key)) builds.set(key, build);
    if (!trees.has(hash)) trees.set(hash, tree.nodes);
    return hash;
  }

  function sweep(): void {
    const live = new Set(revisions.map(({ tree }) => tree));
    for (const hash of trees.keys()) if (!live.has(hash)) trees.delete(hash);
    const built = new Set([...trees.values()].flat().map(({ build }) => build));
    for (const hash of builds.keys())
      if (!built.has(hash) && !handedOut.some(set => set.has(hash))) builds.delete(hash);
    const used = new Set([...builds.values()].flat().map(({ hash }) => hash));
    for (const hash of objects.keys()) if (!used.has(hash)) objects.delete(hash);
  }

  /** Revisions that stay whatever the limits say. */
  function pinned(applied: readonly string[] | undefined): Set<KnownRevision> {
    const newest = new Map(revisions.map(known => [known.source, known]));
    const last = new Map(
      sorted(outcomes)
        .reverse()
        .filter(({ state }) => state === 'applied')
        .map(({ object, revision }) => [object, revision])
    );
    const texts = new Set(applied ?? last.values());
    return new Set([...newest.values(), ...revisions.filter(known => texts.has(known.revision))]);
  }

  return {
    async addRevision(entry, tree) {
      const known = find(entry.source, entry.revision);
      const hash = tree && keepTree(tree);
      if (known) {
        known.commit ??= structuredClone(entry.commit);
        if (hash === undefined) return;
        known.tree = hash;
        known.digest = entry.digest;
        delete known.problem;
        return;
      }
      const isTaken = (time: number) =>
        revisions.some(each => each.source === entry.source && each.seenAt === time);
      let { seenAt } = entry;
      while (isTaken(seenAt)) seenAt++;
      revisions.push({ ...structuredClone(entry), seenAt, ...(hash && { tree: hash }) });
    },

    async revision(source, revision) {
      return structuredClone(find(source, revision));
    },

    async revisions({ source, before = Infinity, limit }) {
      const mine = revisions.filter(known => known.source === source).reverse();
      const cursor = mine.findIndex(({ seenAt }) => seenAt === before);
      const older =
        cursor < 0 ? mine.filter(known => known.seenAt < before) : mine.slice(cursor + 1);
      return structuredClone(older.slice(0, limit));
    },

    async tree(hash) {
      return trees.get(hash);
    },
    async build(hash) {
      return builds.get(hash);
    },
    async objects(hashes) {
      return new Map(
        hashes.flatMap(hash => {
          const text = objects.get(hash);
          return text === undefined ? [] : [[hash, text] as const];
        })
      );
    },

    async buildOf(renderKey) {
      const found = [...trees.values()]
        .flat()
        .filter(({ key }) => key === renderKey)
        .reverse();
      const node = found.find(({ build }) => build !== undefined) ?? found[0];
      if (node?.build !== undefined) handedOut[0]?.add(node.build);
      return node;
    },

    async addOutcome(outcome) {
      if (outcomes.some(each => isSameOutcome(each, outcome))) return;
      outcomes.push({ ...outcome });
    },
    async outcomes(query) {
      return page(outcomes, query);
    },

    async addEvent(event) {
      const isSame = (each: LedgerEvent) =>
        event.id === undefined
          ? each.id === undefined && isSameEvent(each, event)
          : each.id === event.id;
      events = [...events.filter(each => !isSame(each)), { ...event }];
    },
    async events(query) {
      return page(events, query);
    },

    async setCommit(source, revision, commit) {
      const known = find(source, revision);
      if (known) known.commit = structuredClone(commit);
    },

    async stats() {
      const times = revisions.map(({ seenAt }) => seenAt);
      return {
        state: 'ready',
        bytes: bytes(),
        revisions: revisions.length,
        objects: objects.size,
        ...(times.length > 0 && { oldest: Math.min(...times) }),
      };
    },

    async retain(now, applied) {
      const pins = pinned(applied);
      const counts = new Map<string, number>();
      const beyond = new Set(
        [...revisions].reverse().filter(known => {
          const count = (counts.get(known.source) ?? 0) + 1;
          counts.set(known.source, count);
          return count > perSource || known.seenAt < now - age;
        })
      );
      revisions = revisions.filter(known => pins.has(known) || !beyond.has(known));
      outcomes = trim(outcomes, now - age, perObject);
      events = trim(events, now - age, perObject);
      sweep();
      while (bytes() > most) {
        const oldest = revisions.find(known => !pins.has(known));
        if (!oldest) break;
        revisions = revisions.filter(known => known !== oldest);
        sweep();
      }
      handedOut = [new Set(), handedOut[0] ?? new Set()];
    },

    async close() {},
  };
}

/** The latest first; of one instant the last added first. */
function sorted<T extends { at: number }>(rows: readonly T[]): T[] {
  return [...rows].reverse().sort((a, b) => b.at - a.at);
}

function page<T extends Outcome | LedgerEvent>(rows: readonly T[], query: ObjectQuery): T[] {
  const { object, before = Infinity, limit } = query;
  const older = sorted(rows.filter(row => row.object === object && row.at < before));
  const last = older[limit - 1]?.at ?? -Infinity;
  return structuredClone(older.filter(({ at }, index) => index < limit || at === last));
}

/** Without what is old or too much of one object; the last that was applied stays. */
function trim<T extends Outcome | LedgerEvent>(rows: readonly T[], oldest: number, most: number) {
  const seen = new Map<string, { count: number; applied?: T }>();
  const kept = new Set<T>();
  for (const row of sorted(rows)) {
    const mine = seen.get(row.object) ?? { count: 0 };
    seen.set(row.object, mine);
    mine.count++;
    const isApplied = 'state' in row && row.state === 'applied' && !mine.applied;
    if (isApplied) mine.applied = row;
    if (isApplied || (mine.count <= most && row.at >= oldest)) kept.add(row);
  }
  return rows.filter(row => kept.has(row));
}

function isSameOutcome(a: Outcome, b: Outcome): boolean {
  return a.object === b.object && a.at === b.at && a.state === b.state && a.revision === b.revision;
}

function isSameEvent(a: LedgerEvent, b: LedgerEvent): boolean {
  return a.object === b.object && a.at === b.at && a.reason === b.reason && a.message === b.message;
}
