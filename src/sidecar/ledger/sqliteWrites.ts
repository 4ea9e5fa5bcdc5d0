import type { DatabaseSync } from 'node:sqlite';
import { packCommit } from './commitText.ts';
import type { CommitFacts, LedgerEvent, Outcome, RenderedTree, RevisionEntry } from './ledger.ts';
import { compress, pack } from './packed.ts';
import { checkTree, nodeText, treeHash } from './renderedTree.ts';
import { createSlices } from './slices.ts';
import type { Reads } from './sqliteReads.ts';
import { durably, prepare, transaction } from './statement.ts';

/** What the file is told. Long work goes in slices, each a transaction: parts before what names them. */
export function createWrites(database: DatabaseSync, reads: Reads) {
  const thing = prepare<{ id: number }>(database, 'SELECT id FROM thing WHERE name = ?');
  const addThing = prepare(database, 'INSERT INTO thing (name) VALUES (?)');
  const addObject = prepare(database, 'INSERT INTO object (hash, body) VALUES (?, ?)');
  const item = prepare<{ id: number }>(
    database,
    'SELECT id FROM item WHERE object = ? AND ref = ? AND file IS ?'
  );
  const addItem = prepare(database, 'INSERT INTO item (object, ref, file) VALUES (?, ?, ?)');
  const addBuild = prepare(database, 'INSERT INTO build (hash) VALUES (?)');
  const addBuildItem = prepare(database, 'INSERT INTO build_item VALUES (?, ?, ?)');
  const node = prepare<{ id: number }>(
    database,
    'SELECT id FROM node WHERE key = ? AND build IS ? AND body = ?'
  );
  const addNode = prepare(database, 'INSERT INTO node (key, build, body) VALUES (?, ?, ?)');
  const addTree = prepare(database, 'INSERT INTO tree (hash) VALUES (?)');
  const addTreeNode = prepare(database, 'INSERT INTO tree_node VALUES (?, ?, ?)');
  const addRevision = prepare(
    database,
    `INSERT INTO revision (source, revision, digest, seen_at, was_there, tree, problem, facts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
  );
  const setTree = prepare(
    database,
    'UPDATE revision SET tree = ?, digest = ?, problem = NULL WHERE id = ?'
  );
  const setFacts = prepare(database, 'UPDATE revision SET facts = ? WHERE id = ?');
  const outcome = prepare<{ id: number }>(
    database,
    'SELECT id FROM outcome WHERE object = ? AND at = ? AND state = ? AND revision IS ?'
  );
  const addOutcome = prepare(
    database,
    `INSERT INTO outcome (object, at, state, revision, reason, message, duration) VALUES (?, ?, ?, ?, ?, ?, ?)`
  );
  const event = prepare<{ id: number }>(
    database,
    'SELECT id FROM event WHERE uid IS NULL AND object = ? AND at = ? AND reason = ? AND message = ?'
  );
  const addEvent = prepare(
    database,
    `INSERT OR REPLACE INTO event (object, at, type, reason, message, revision, by, uid)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
  );
  const slices = createSlices(work => transaction(database, work));

  const thingId = (name: string) => thing.get(name)?.id ?? addThing.run(name);

  /** What `checkTree` and the foreign keys make sure of. */
  function present<T>(id: T | undefined, what: string): T {
    if (id === undefined) throw new Error(`${what} is not in the ledger`);
    return id;
  }

  async function keepTree(tree: RenderedTree): Promise<number> {
    const hash = treeHash(tree.nodes);
    const known = reads.treeId(hash);
    if (known !== undefined) return known;
    checkTree(tree, {
      build: build => reads.buildId(build) !== undefined,
      object: object => reads.objectId(object) !== undefined,
    });

    await slices(tree.objects, ([object, text]) => {
      if (reads.objectId(object) === undefined) addObject.run(pack(object), compress(text));
    });
    for (const [build, objects] of tree.builds) {
      if (reads.buildId(build) !== undefined) continue;
      const items: number[] = [];
      await slices(objects, ({ ref, hash: object, file = null }) => {
        const id = present(reads.objectId(object), `object ${object}`);
        const text = JSON.stringify(ref);
        items.push(item.get(id, text, file)?.id ?? addItem.run(id, text, file));
      });
      transaction(database, () => {
        const id = addBuild.run(pack(build));
        items.forEach((each, position) => addBuildItem.run(id, position, each));
      });
    }
    return transaction(database, () => {
      const id = addTree.run(pack(hash));
      tree.nodes.forEach(({ key, build, ...rest }, position) => {
        const body = nodeText(rest);
        const built = build === undefined ? null : present(reads.buildId(build), `build ${build}`);
        const values = [pack(key), built, body] as const;
        addTreeNode.run(id, position, node.get(...values)?.id ?? addNode.run(...values));
      });
      return id;
    });
  }

  return {
    async addRevision(entry: RevisionEntry, tree: RenderedTree | undefined): Promise<void> {
      const { source, revision, digest, how, commit, problem } = entry;
      const row = reads.revisionRow(source, revision);
      const id = tree && (await keepTree(tree));
      if (row) {
        const isNews = id !== undefined && (row.tree !== id || row.known.digest !== digest);
        durably(database, () => {
          if (isNews) setTree.run(id, pack(digest), row.id);
          if (commit && !row.known.commit) setFacts.run(packCommit(commit, revision), row.id);
        });
        return;
      }
      durably(database, () => {
        let { seenAt } = entry;
        while (reads.isSeenAt(source, seenAt)) seenAt++;
        addRevision.run(
          thingId(source),
          pack(revision),
          pack(digest),
          seenAt,
          how === 'start' ? 1 : 0,
          id ?? null,
          problem ?? null,
          commit ? packCommit(commit, revision) : null
        );
      });
    },

    setCommit(source: string, revision: string, commit: CommitFacts): void {
      const row = reads.revisionRow(source, revision);
      if (row) setFacts.run(packCommit(commit, revision), row.id);
    },

    addOutcome({ object, at, state, revision, reason, message, durationMs }: Outcome): void {
      transaction(database, () => {
        const [id, packed] = [thingId(object), revision === undefined ? null : pack(revision)];
        if (outcome.get(id, at, state, packed)) return;
        const rest = [reason ?? null, message ?? null, durationMs ?? null];
        addOutcome.run(id, at, state, packed, ...rest);
      });
    },

    addEvent({ object, at, type, reason, message, revision, by, id: uid }: LedgerEvent): void {
      transaction(database, () => {
        const id = thingId(object);
        if (uid === undefined && event.get(id, at, reason, message)) return;
        const packed = revision === undefined ? null : pack(revision);
        addEvent.run(id, at, type, reason, message, packed, by ?? null, uid ?? null);
      });
    },
  };
}

export type Writes = ReturnType<typeof createWrites>;
