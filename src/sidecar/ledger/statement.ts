import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** A prepared statement that knows what its rows look like. */
export interface Statement<Row> {
  all(...values: SQLInputValue[]): Row[];
  get(...values: SQLInputValue[]): Row | undefined;
  /** The id of the row that was added last. */
  run(...values: SQLInputValue[]): number;
}

export function prepare<Row = never>(database: DatabaseSync, sql: string): Statement<Row> {
  const statement = database.prepare(sql);
  return {
    all: (...values) => statement.all(...values) as Row[],
    get: (...values) => statement.get(...values) as Row | undefined,
    run: (...values) => Number(statement.run(...values).lastInsertRowid),
  };
}

/**
 * All or nothing, and on the disk when it is done: what was committed before comes with it. What is written without
 * waiting for the disk survives a kill, and may be gone after a power cut.
 */
export function durably<T>(database: DatabaseSync, work: () => T): T {
  database.exec('PRAGMA synchronous = FULL');
  try {
    return transaction(database, work);
  } finally {
    database.exec('PRAGMA synchronous = NORMAL');
  }
}

/** All or nothing. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite rolls some failures back itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
