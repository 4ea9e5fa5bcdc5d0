import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLedger } from '../../src/sidecar/ledger/sqliteLedger.ts';

/** All that a sidecar's ledger holds of some objects, unpacked: from a copy, while the sidecar goes on. */
export async function dumpLedger(storage: string, objects: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lumen-dump-'));
  for (const name of await readdir(storage)) {
    if (name.startsWith('ledger.sqlite')) await cp(join(storage, name), join(folder, name));
  }
  const log = { info() {}, error() {} };
  const ledger = openSqliteLedger({
    file: join(folder, 'ledger.sqlite'),
    log,
    now: Date.now,
  });
  try {
    const found: unknown[] = [await ledger.stats()];
    for (const object of objects) {
      found.push(await ledger.outcomes({ object, limit: 1000 }));
      found.push(await ledger.events({ object, limit: 1000 }));
      for (const known of await ledger.revisions({ source: object, limit: 1000 })) {
        const nodes = known.tree === undefined ? [] : await ledger.tree(known.tree);
        found.push(known, nodes);
        for (const { build } of nodes ?? []) {
          const entries = build === undefined ? [] : (await ledger.build(build)) ?? [];
          const texts = await ledger.objects(entries.map(({ hash }) => hash));
          found.push(entries, [...texts.values()]);
        }
      }
    }
    return JSON.stringify(found);
  } finally {
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  }
}
