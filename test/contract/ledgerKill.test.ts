import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteLedger } from '../../src/sidecar/ledger/sqliteLedger.ts';
import { loaded } from './ledgerLoad.ts';
import { sha } from './ledgerSamples.ts';

const kills = process.env.LUMEN_LONG === '1' ? 50 : 5;
// One seed unless told: `npm run test:long` tells another each time.
const seed = Number(process.env.LUMEN_SEED ?? 1);
/** Each from 0 to 1, the same for the same seed. */
const random = (kill: number) => parseInt(sha(`${seed} ${kill}`).slice(0, 8), 16) / 2 ** 32;

let folder: string;
let file: string;

const kinds = ['revision', 'outcome', 'event'] as const;
/** The highest number of each. */
type Numbers = Record<(typeof kinds)[number], number>;

/**
 * Lets the load run from `first` until a moment after it began to write, or while it opens, and kills it. Answers what
 * the ledger said it has taken, and whatever else was said.
 */
function runAndKill(
  first: number,
  kill: number
): Promise<{ taken: Partial<Numbers>; said: string[] }> {
  const taken: Partial<Numbers> = {};
  const said: string[] = [];
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'ledgerLoad.ts'), file, `${first}`],
    { stdio: ['ignore', 'pipe', 'inherit'] }
  );
  const isEarly = kill % 5 === 4;
  const wait = random(kill) * (isEarly ? 600 : 1200);
  let timer = isEarly ? setTimeout(() => child.kill('SIGKILL'), wait) : undefined;
  let rest = '';
  child.stdout.on('data', (bytes: Buffer) => {
    timer ??= setTimeout(() => child.kill('SIGKILL'), wait);
    const lines = (rest + bytes.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, what, number] = /^(revision|outcome|event) (\d+)$/.exec(line) ?? [];
      if (what === undefined) said.push(line);
      else taken[what as keyof Numbers] = Number(number);
    }
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    // With its output: what was said before the kill is still in the pipe.
    child.on('close', () => {
      clearTimeout(timer);
      resolve({ taken, said });
    });
  });
}

/** What the file says of itself, by SQLite's own and thorough means. */
function faultsOf(): unknown[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const integrity = database.prepare('PRAGMA integrity_check').all();
    const broken = database.prepare('PRAGMA foreign_key_check').all();
    return [...integrity.map(row => row.integrity_check).filter(row => row !== 'ok'), ...broken];
  } finally {
    database.close();
  }
}

/** Reads everything there is, and answers the highest numbers. */
async function readAll(): Promise<Numbers> {
  const ledger = openSqliteLedger({
    file,
    limits: loaded.limits,
    log: { info() {}, error() {} },
    now: Date.now,
  });
  try {
    expect(await ledger.stats()).toMatchObject({ state: 'ready' });
    expect((await ledger.stats()).problem).toBeUndefined();
    const rows = await ledger.revisions({ source: loaded.source, limit: 1000 });
    const numbers = rows.map(({ seenAt }) => (seenAt - loaded.entry(0).seenAt) / 60_000);
    const newest = numbers[0] ?? 0;
    // Nothing between is missing, and each is whole.
    expect(numbers).toEqual(numbers.map((_, index) => newest - index));
    for (const [index, { tree = '', ...entry }] of rows.entries()) {
      const number = newest - index;
      const { nodes, builds, objects } = loaded.tree(number);
      expect(entry).toEqual(loaded.entry(number));
      expect(await ledger.tree(tree)).toEqual(nodes);
      for (const [hash, build] of builds) expect(await ledger.build(hash)).toEqual(build);
      expect(await ledger.objects([...objects.keys()])).toEqual(objects);
    }
    const query = { object: loaded.object, limit: 1 };
    const [[outcome], [event]] = await Promise.all([ledger.outcomes(query), ledger.events(query)]);
    return {
      revision: newest,
      outcome: outcome ? (outcome.at - loaded.entry(0).seenAt) / 60_000 : 0,
      event: Number(event?.message.slice('step '.length) ?? 0),
    };
  } finally {
    await ledger.close();
  }
}

describe(`a ledger that is killed, ${kills} times, LUMEN_SEED=${seed}`, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lumen-kill-'));
    file = join(folder, 'ledger.db');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is whole, and has all that it said it has', { timeout: 60_000 * kills }, async () => {
    let last: Numbers = { revision: 0, outcome: 0, event: 0 };
    for (let kill = 0; kill < kills; kill++) {
      const first = last.revision + 1;
      const { taken, said } = await runAndKill(first, kill);
      const found = await readAll();
      expect(said).toEqual([]);
      expect(faultsOf()).toEqual([]);
      for (const kind of kinds) {
        const told = taken[kind];
        // Beyond what was said, at most what was in flight.
        const possible = told === undefined ? [last[kind], first] : [told, told + 1];
        expect(possible, `${kind} after kill ${kill}`).toContain(found[kind]);
      }
      last = found;
    }
    expect(last.revision).toBeGreaterThan(kills);
  });
});
