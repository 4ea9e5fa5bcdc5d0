import type { DatabaseSync } from 'node:sqlite';
import type { LedgerLimits } from './ledger.ts';
import { pack } from './packed.ts';
import { createSlices } from './slices.ts';
import type { Reads } from './sqliteReads.ts';
import { prepare, transaction } from './statement.ts';

/** The last that was applied of an object stays: it says what runs. */
const isLastApplied = `(state = 'applied' AND NOT EXISTS (
  SELECT 1 FROM outcome AS later WHERE later.object = outcome.object AND later.state = 'applied'
  AND (later.at, later.id) > (outcome.at, outcome.id)))`;

/** Parts that nothing names, from what names to what is named; so many ids in a step. */
const unnamed: [table: string, names: string, step: number][] = [
  ['tree', 'SELECT 1 FROM revision WHERE tree = tree.id', 50],
  ['node', 'SELECT 1 FROM tree_node WHERE node = node.id', 500],
  ['build', 'SELECT 1 FROM node WHERE build = build.id', 5],
  ['item', 'SELECT 1 FROM build_item WHERE item = item.id', 500],
  ['object', 'SELECT 1 FROM item WHERE object = object.id', 200],
];

/** Drops what is beyond the limits, in steps short enough to answer others between them. */
export function createRetention(database: DatabaseSync, reads: Reads, limits: LedgerLimits) {
  const slices = createSlices(work => transaction(database, work));
  const newest = prepare<{ id: number }>(
    database,
    'SELECT max(id) AS id FROM revision GROUP BY source'
  );
  const ofText = prepare<{ id: number }>(database, 'SELECT id FROM revision WHERE revision = ?');
  const lastApplied = prepare<{ id: number }>(
    database,
    `SELECT id FROM revision WHERE revision IN (
       SELECT revision FROM outcome WHERE ${isLastApplied} AND revision IS NOT NULL)`
  );
  const revisions = prepare<{ id: number; source: number; seen_at: number }>(
    database,
    'SELECT id, source, seen_at FROM revision ORDER BY id DESC'
  );
  const dropRevision = prepare(database, 'DELETE FROM revision WHERE id = ?');
  const dropThings = prepare(
    database,
    `DELETE FROM thing WHERE id NOT IN (
       SELECT source FROM revision UNION SELECT object FROM outcome UNION SELECT object FROM event)`
  );
  const sweeps = unnamed.map(([table, names, step]) => ({
    step,
    highest: prepare<{ id: number | null }>(database, `SELECT max(id) AS id FROM ${table}`),
    drop: prepare(
      database,
      `DELETE FROM ${table} WHERE id > ? AND id <= ? AND id NOT IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (${names})`
    ),
    isHeld: table === 'build',
  }));
  const records = (['outcome', 'event'] as const).map(table => {
    const stays = table === 'outcome' ? isLastApplied : '0';
    return {
      highest: prepare<{ id: number | null }>(database, `SELECT max(id) AS id FROM ${table}`),
      count: prepare<{ count: number }>(database, `SELECT count(*) AS count FROM ${table}`),
      dropOld: prepare(
        database,
        `DELETE FROM ${table} WHERE id > ? AND id <= ? AND at < ? AND NOT ${stays}`
      ),
      tooMany: prepare<{ object: number }>(
        database,
        `SELECT object FROM ${table} GROUP BY object HAVING count(*) > ?`
      ),
      dropMany: prepare(
        database,
        `DELETE FROM ${table} WHERE object = ?1 AND NOT ${stays} AND (at, id) <= (
           SELECT at, id FROM ${table} WHERE object = ?1 ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?2)`
      ),
      dropOldest: prepare(
        database,
        `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE NOT ${stays} ORDER BY at, id LIMIT ?)`
      ),
    };
  });
  const vacuum = prepare(database, 'PRAGMA incremental_vacuum(200)');
  const free = prepare<{ freelist_count: number }>(database, 'PRAGMA freelist_count');

  /** Numbers from 0 to the highest, so many apart. */
  function* steps(highest: number | null | undefined, step: number): Generator<number> {
    for (let low = 0; low < (highest ?? 0); low += step) yield low;
  }

  async function sweep(held: ReadonlySet<string>): Promise<void> {
    for (const { highest, drop, step, isHeld } of sweeps) {
      const builds = isHeld ? [...held].map(hash => reads.buildId(hash) ?? 0) : [];
      await slices(steps(highest.get()?.id, step), low => {
        const here = builds.filter(id => id > low && id <= low + step);
        drop.run(low, low + step, JSON.stringify(here));
      });
    }
    transaction(database, () => dropThings.run());
  }

  async function shrink(): Promise<void> {
    const pages = free.get()?.freelist_count;
    // `all`, not `run`: SQLite frees a page a step.
    await slices(steps(pages, 200), () => vacuum.all());
  }

  function pinned(applied: readonly string[] | undefined): Set<number> {
    const named = applied
      ? applied.flatMap(revision => ofText.all(pack(revision)))
      : lastApplied.all();
    return new Set([...newest.all(), ...named].map(({ id }) => id));
  }

  /** `held`: builds that somebody is about to name. */
  return async function retain(
    now: number,
    applied: readonly string[] | undefined,
    held: ReadonlySet<string>
  ): Promise<void> {
    const pins = pinned(applied);
    const counts = new Map<number, number>();
    const beyond = revisions.all().filter(({ source, seen_at }) => {
      const count = (counts.get(source) ?? 0) + 1;
      counts.set(source, count);
      return count > limits.revisions || seen_at < now - limits.age;
    });
    const drop = (rows: { id: number }[]) =>
      slices(
        rows.filter(({ id }) => !pins.has(id)),
        ({ id }) => dropRevision.run(id)
      );
    await drop(beyond);
    for (const { highest, dropOld, tooMany, dropMany } of records) {
      const last = highest.get()?.id;
      await slices(steps(last, 500), low => dropOld.run(low, low + 500, now - limits.age));
      await slices(tooMany.all(limits.perObject), ({ object }) =>
        dropMany.run(object, limits.perObject)
      );
    }
    await sweep(held);

    while (reads.bytes() > limits.bytes) {
      const rest = revisions.all().filter(({ id }) => !pins.has(id));
      const [outcomes = 0, events = 0] = records.map(({ count }) => count.get()?.count ?? 0);
      if (rest.length > 0) await drop(rest.slice(-Math.ceil(rest.length / 10)));
      else {
        for (const [index, count] of [outcomes, events].entries())
          transaction(database, () => records[index]?.dropOldest.run(Math.ceil(count / 10)));
      }
      const before = reads.bytes();
      await sweep(held);
      const isDone = rest.length === 0 && reads.bytes() >= before && events === 0;
      if (isDone) break;
    }
    await shrink();
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  };
}

export type Retention = ReturnType<typeof createRetention>;
