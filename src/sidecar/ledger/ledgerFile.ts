import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { applicationId, migrations } from './migrations.ts';
import { sqliteCode } from './sqliteCode.ts';

/** A file as it could be opened: for writing, for reading alone, or not at all. */
export type LedgerFile =
  | { state: 'ready'; database: DatabaseSync; problem?: string; close(): void }
  | { state: 'read-only'; database?: DatabaseSync; problem: string; close(): void }
  | { state: 'failed'; problem: string };

type Steps = readonly string[];

/** A file that another version or another program wrote: it stays as it is. */
class NotOurs extends Error {}

/** `steps` bring a file from each version to the next. */
export function openLedgerFile(file: string, now: number, steps = migrations): LedgerFile {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const writer = lockWriter(file);
    if (typeof writer === 'string') return openToRead(file, writer, steps);
    try {
      const damage = existsSync(file) ? findDamage(file, steps) : undefined;
      const problem = damage && setAside(file, damage, now);
      if (!existsSync(file)) create(file, steps);
      chmodSync(file, 0o600);
      const database = openToWrite(file, steps);
      const close = () => {
        database.close();
        writer.close();
      };
      return { state: 'ready', database, problem, close };
    } catch (error) {
      writer.close();
      if (sqliteCode(error) !== 'read-only') throw error;
      return openToRead(file, `${file} may not be written`, steps);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { state: 'failed', problem: error instanceof NotOurs ? message : `${file}: ${message}` };
  }
}

/**
 * One process writes. The lock is SQLite's own, on a file beside: the system gives it back when a process dies,
 * however it dies. Answers why it is not to be had.
 */
function lockWriter(file: string): DatabaseSync | string {
  let lock: DatabaseSync | undefined;
  try {
    const path = `${file}.writer`;
    closeSync(openSync(path, 'a', 0o600));
    lock = new DatabaseSync(path);
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (sqliteCode(error) === 'busy') return `another process writes ${file}`;
    const { code } = error as NodeJS.ErrnoException;
    const isReadOnly = code === 'EACCES' || code === 'EROFS' || sqliteCode(error) === 'read-only';
    if (isReadOnly) return `${dirname(file)} may not be written`;
    throw error;
  }
}

function openToRead(file: string, problem: string, steps: Steps): LedgerFile {
  if (!existsSync(file)) return { state: 'read-only', problem, close: () => {} };
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 2000 });
    checkVersion(database, file, steps);
  } catch (error) {
    if (error instanceof NotOurs) throw error;
    // Where nothing may be written, not even the index of the log, SQLite reads a file that it knows will not change.
    const url = pathToFileURL(file);
    url.search = '?immutable=1';
    database = new DatabaseSync(url, { readOnly: true });
    checkVersion(database, file, steps);
  }
  return { state: 'read-only', database, problem, close: () => database.close() };
}

function openToWrite(file: string, steps: Steps): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 2000 });
  try {
    const found = checkVersion(database, file, steps);
    // A kill loses nothing that was committed. The machine's own end can lose the last commits that did not wait for the
    // disk (see `durably`), and never the file.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    database.exec('PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY');
    database.exec('PRAGMA journal_size_limit = 8000000');
    for (let version = found; version < steps.length; version++) {
      database.exec(
        `BEGIN IMMEDIATE; ${steps[version]}; PRAGMA user_version = ${version + 1}; COMMIT`
      );
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Begins a file under another name, so that one under its own is never half a file. */
function create(file: string, steps: Steps): void {
  const draft = `${file}.new`;
  for (const end of ['', '-wal', '-shm']) rmSync(draft + end, { force: true });
  closeSync(openSync(draft, 'w', 0o600));
  const database = new DatabaseSync(draft);
  // The disk is waited for once, when the tables are there.
  database.exec('PRAGMA synchronous = OFF');
  // What is dropped gives its room back in small steps; this must be said before there is a table.
  database.exec('PRAGMA auto_vacuum = INCREMENTAL');
  database.exec(`PRAGMA application_id = ${applicationId}`);
  database.close();
  openToWrite(draft, steps).close();
  renameSync(draft, file);
}

function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}

/** The version of a file; throws where it is not for us. */
function checkVersion(database: DatabaseSync, file: string, { length }: Steps): number {
  const version = Number(pragma(database, 'user_version'));
  if (pragma(database, 'application_id') !== applicationId) {
    throw new NotOurs(`${file} is not a ledger of Lumen: name another file, or move it away`);
  }
  if (version > length) {
    throw new NotOurs(
      `${file} was written by a newer Lumen (version ${version} of the file; this one reads up to ${length}): run the newer one, or move the file away`
    );
  }
  return version;
}

/** The first thing that is wrong with a file, undefined where it is whole. */
function findDamage(file: string, steps: Steps): string | undefined {
  let database: DatabaseSync | undefined;
  try {
    if (statSync(file).size === 0) return 'it is empty';
    database = new DatabaseSync(file, { timeout: 2000 });
    // First: what a newer SQLite or Lumen wrote may look damaged to this one.
    checkVersion(database, file, steps);
    const found = String(pragma(database, 'quick_check(1)'));
    return found === 'ok' ? undefined : found;
  } catch (error) {
    if (sqliteCode(error) !== 'damaged') throw error;
    return (error as Error).message;
  } finally {
    database?.close();
  }
}

/** Moves a damaged file out of the way, for whoever wants to look at it; the last such file is enough. */
function setAside(file: string, damage: string, now: number): string {
  const start = `${basename(file)}.damaged-`;
  for (const name of readdirSync(dirname(file))) {
    if (name.startsWith(start)) rmSync(join(dirname(file), name), { force: true });
  }
  const aside = `${file}.damaged-${new Date(now).toISOString().replaceAll(':', '-')}`;
  for (const end of ['-wal', '-shm', '']) {
    if (existsSync(file + end)) renameSync(file + end, aside + end);
  }
  return `${file} was damaged (${damage}) and is now ${aside}; a new ledger was begun, without what was known before`;
}
