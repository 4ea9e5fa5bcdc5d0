import type { DatabaseSync } from 'node:sqlite';
import { unpackCommit } from './commitText.ts';
import type {
  BuildObject,
  KnownRevision,
  LedgerEvent,
  ObjectQuery,
  Outcome,
  RevisionQuery,
  TreeNode,
} from './ledger.ts';
import type { Packed } from './packed.ts';
import { expand, pack, unpack } from './packed.ts';
import { prepare } from './statement.ts';

interface RevisionRow {
  id: number;
  source: string;
  revision: Packed;
  digest: Packed;
  seen_at: number;
  was_there: number;
  problem: string | null;
  facts: Uint8Array | null;
  tree_id: number | null;
  tree: Packed | null;
}

interface NodeRow {
  key: Packed;
  build: Packed | null;
  body: string;
}

const revisionRows = `
  SELECT revision.id, thing.name AS source, revision, digest, seen_at, was_there, problem, facts,
  tree AS tree_id, tree.hash AS tree FROM revision JOIN thing ON thing.id = source LEFT JOIN tree ON tree.id = tree`;
const nodeRows = `SELECT key, build.hash AS build, body FROM node LEFT JOIN build ON build.id = node.build`;

/** What the file knows. Every statement is prepared once. */
export function createReads(database: DatabaseSync) {
  const revision = prepare<RevisionRow>(
    database,
    `${revisionRows} WHERE substr(revision, 1, 6) = substr(?1, 1, 6) AND revision = ?1 AND thing.name = ?2`
  );
  const revisionsBefore = prepare<RevisionRow>(
    database,
    `${revisionRows} WHERE thing.name = ? AND revision.id < ? AND seen_at < ? ORDER BY revision.id DESC LIMIT ?`
  );
  const seenAt = prepare<{ id: number }>(
    database,
    `SELECT revision.id FROM revision JOIN thing ON thing.id = source WHERE thing.name = ? AND seen_at = ?`
  );
  const treeId = prepare<{ id: number }>(database, 'SELECT id FROM tree WHERE hash = ?');
  const treeNodes = prepare<NodeRow>(
    database,
    `${nodeRows} JOIN tree_node ON tree_node.node = node.id WHERE tree = ? ORDER BY position`
  );
  const nodeOf = prepare<NodeRow>(
    database,
    `${nodeRows} WHERE key = ? ORDER BY node.build IS NULL, node.id DESC LIMIT 1`
  );
  const buildId = prepare<{ id: number }>(database, 'SELECT id FROM build WHERE hash = ?');
  const buildItems = prepare<{ ref: string; file: string | null; hash: Packed }>(
    database,
    `SELECT ref, file, hash FROM build_item JOIN item ON item.id = item JOIN object ON object.id = object
     WHERE build = ? ORDER BY position`
  );
  const objectId = prepare<{ id: number }>(database, 'SELECT id FROM object WHERE hash = ?');
  const body = prepare<{ body: Uint8Array }>(database, 'SELECT body FROM object WHERE hash = ?');
  const outcomes = prepare<OutcomeRow>(
    database,
    pageOf('outcome', 'state, reason, message, duration')
  );
  const events = prepare<EventRow>(database, pageOf('event', 'type, reason, message, by, uid'));
  const pages = prepare<{ bytes: number }>(
    database,
    `SELECT (page_count - freelist_count) * page_size AS bytes
     FROM pragma_page_count, pragma_freelist_count, pragma_page_size`
  );
  const counts = prepare<{ revisions: number; objects: number; oldest: number | null }>(
    database,
    `SELECT (SELECT count(*) FROM revision) AS revisions, (SELECT count(*) FROM object) AS objects,
     (SELECT min(seen_at) FROM revision) AS oldest`
  );

  return {
    revisionRow: (source: string, text: string) => {
      const row = revision.get(pack(text), source);
      return row && { id: row.id, tree: row.tree_id, known: toRevision(row) };
    },
    revisions({ source, before = Infinity, limit }: RevisionQuery): KnownRevision[] {
      const cursor = seenAt.get(source, before)?.id;
      const [olderThan, earlierThan] =
        cursor === undefined ? [Infinity, before] : [cursor, Infinity];
      const rows = revisionsBefore.all(source, olderThan, earlierThan, Math.max(0, limit));
      return rows.map(toRevision);
    },
    isSeenAt: (source: string, time: number) => seenAt.get(source, time) !== undefined,

    treeId: (hash: string) => treeId.get(pack(hash))?.id,
    tree(hash: string): TreeNode[] | undefined {
      const id = treeId.get(pack(hash))?.id;
      return id === undefined ? undefined : treeNodes.all(id).map(toNode);
    },
    buildOf(key: string): TreeNode | undefined {
      const row = nodeOf.get(pack(key));
      return row && toNode(row);
    },
    buildId: (hash: string) => buildId.get(pack(hash))?.id,
    build(hash: string): BuildObject[] | undefined {
      const id = buildId.get(pack(hash))?.id;
      if (id === undefined) return undefined;
      return buildItems.all(id).map(({ ref, file, hash: object }) => ({
        ref: JSON.parse(ref),
        hash: unpack(object),
        ...(file !== null && { file }),
      }));
    },
    objectId: (hash: string) => objectId.get(pack(hash))?.id,
    objects(hashes: readonly string[]): Map<string, string> {
      const found = new Map<string, string>();
      for (const hash of hashes) {
        const row = body.get(pack(hash));
        if (row) found.set(hash, expand(row.body));
      }
      return found;
    },

    outcomes: (query: ObjectQuery): Outcome[] => page(outcomes, query).map(toOutcome),
    events: (query: ObjectQuery): LedgerEvent[] => page(events, query).map(toEvent),

    bytes: () => pages.get()?.bytes ?? 0,
    counts() {
      const { revisions = 0, objects = 0, oldest = null } = counts.get() ?? {};
      return { revisions, objects, ...(oldest !== null && { oldest }) };
    },
  };
}

export type Reads = ReturnType<typeof createReads>;

interface OutcomeRow {
  object: string;
  at: number;
  revision: Packed | null;
  state: Outcome['state'];
  reason: string | null;
  message: string | null;
  duration: number | null;
}

interface EventRow {
  object: string;
  at: number;
  revision: Packed | null;
  type: LedgerEvent['type'];
  reason: string;
  message: string;
  by: string | null;
  uid: string | null;
}

/** Down to the instant of the last row that the limit admits: rows of one instant stay on one page. */
function pageOf(table: 'outcome' | 'event', columns: string): string {
  return `
    SELECT name AS object, at, revision, ${columns} FROM ${table} JOIN thing ON thing.id = object
    WHERE name = ?1 AND at < ?2 AND at >= ifnull((
      SELECT at FROM ${table} JOIN thing ON thing.id = object WHERE name = ?1 AND at < ?2
      ORDER BY at DESC LIMIT 1 OFFSET ?3
    ), -1e999) ORDER BY at DESC, ${table}.id DESC`;
}

function page<Row>(
  statement: { all(object: string, before: number, skip: number): Row[] },
  { object, before = Infinity, limit }: ObjectQuery
): Row[] {
  return limit < 1 ? [] : statement.all(object, before, limit - 1);
}

function toRevision(row: RevisionRow): KnownRevision {
  const revision = unpack(row.revision);
  return {
    source: row.source,
    revision,
    digest: unpack(row.digest),
    seenAt: row.seen_at,
    how: row.was_there ? 'start' : 'watch',
    ...(row.facts && { commit: unpackCommit(row.facts, revision) }),
    ...(row.problem !== null && { problem: row.problem }),
    ...(row.tree !== null && { tree: unpack(row.tree) }),
  };
}

function toNode({ key, build, body }: NodeRow): TreeNode {
  return {
    ...JSON.parse(body),
    key: unpack(key),
    ...(build !== null && { build: unpack(build) }),
  };
}

function toOutcome({ revision, reason, message, duration, ...row }: OutcomeRow): Outcome {
  return {
    ...row,
    ...(revision !== null && { revision: unpack(revision) }),
    ...(reason !== null && { reason }),
    ...(message !== null && { message }),
    ...(duration !== null && { durationMs: duration }),
  };
}

function toEvent({ revision, by, uid, ...row }: EventRow): LedgerEvent {
  return {
    ...row,
    ...(revision !== null && { revision: unpack(revision) }),
    ...(by !== null && { by }),
    ...(uid !== null && { id: uid }),
  };
}
