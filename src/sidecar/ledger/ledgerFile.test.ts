import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LedgerFile, openLedgerFile } from './ledgerFile.ts';
import { migrations } from './migrations.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-ledger-'));
  file = join(folder, 'ledger.db');
});
afterEach(() => rm(folder, { recursive: true }));

/** As a Lumen with these steps opens it; what it is like, and its sources with whatever the steps say of them. */
function open(steps: readonly string[], work?: (opened: LedgerFile) => void) {
  const opened = openLedgerFile(file, 0, steps);
  work?.(opened);
  const database = 'database' in opened ? opened.database : undefined;
  const version = database?.prepare('PRAGMA user_version').get();
  const things = database?.prepare('SELECT * FROM thing').all();
  if ('close' in opened) opened.close();
  const { state } = opened;
  return { state, problem: opened.problem, ...version, things: things?.map(each => ({ ...each })) };
}

const older = migrations;
const newer = [
  ...migrations,
  "ALTER TABLE thing ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'",
  "UPDATE thing SET colour = 'red'",
];
const keepOne = (opened: LedgerFile) =>
  'database' in opened && opened.database?.exec("INSERT INTO thing (name) VALUES ('a source')");
const one = { id: 1, name: 'a source' };

describe('a ledger file of an older Lumen', () => {
  it('is brought to the newest version, step by step, with all that it holds', () => {
    open(older, keepOne);
    const now = { state: 'ready', user_version: newer.length, things: [{ ...one, colour: 'red' }] };
    expect(open(newer)).toEqual(now);
    expect(open(newer)).toEqual(now);
  });

  it('stays whole at the version of the last step that could be taken, and says why', () => {
    open(older, keepOne);
    const add = newer[older.length] ?? '';
    const broken = [
      ...older,
      add,
      "UPDATE thing SET colour = 'red'; INSERT INTO nowhere VALUES (1)",
    ];
    expect(open(broken)).toMatchObject({
      state: 'failed',
      problem: `${file}: no such table: nowhere`,
    });
    expect(open([...older, add])).toEqual({
      state: 'ready',
      user_version: older.length + 1,
      things: [{ ...one, colour: 'grey' }],
    });
  });
});

it('leaves a file of a newer Lumen as it is, and says which one reads it', async () => {
  open(older, keepOne);
  open(newer);
  const before = await readFile(file);
  expect(open(older)).toMatchObject({
    state: 'failed',
    problem: `${file} was written by a newer Lumen (version ${newer.length} of the file; this one reads up to ${older.length}): run the newer one, or move the file away`,
  });
  expect(await readFile(file)).toEqual(before);
  expect(open(newer)).toMatchObject({ state: 'ready', things: [{ ...one, colour: 'red' }] });
});
