import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqliteLedger } from '../../src/sidecar/ledger/sqliteLedger.ts';
import { entryOf, sha, source, textOf, treeOf } from './ledgerSamples.ts';

// Fills a volume of 4 MB with revisions, makes room, and prints what the ledger said meanwhile, as JSON.
const volume = process.argv[2] ?? '';
const ballast = join(volume, 'ballast');
await writeFile(ballast, Buffer.alloc(1_500_000));
const log: string[] = [];
const say = (message: string) => void log.push(message);
const ledger = openSqliteLedger({
  file: join(volume, 'ledger.db'),
  log: { info: say, error: say },
  now: Date.now,
});

/** About 40 kB that do not compress, all its own. */
const treeAt = (number: number) =>
  treeOf({
    apps: [...Array(10).keys()].map(index =>
      textOf(`${index}`, {
        noise: [...Array(100).keys()].map(part => sha(`${number} ${index} ${part}`)).join(''),
      })
    ),
  });

const taken: number[] = [];
let refusal: unknown;
for (let number = 1; !refusal && number < 1000; number++) {
  await ledger.addRevision(entryOf(number), treeAt(number)).then(
    () => taken.push(number),
    (error: unknown) => (refusal = error)
  );
}
const full = await ledger.stats();
const readWhileFull = [];
for (const { revision, tree = '' } of await ledger.revisions({ source, limit: 1000 })) {
  const [node] = (await ledger.tree(tree)) ?? [];
  const build = (await ledger.build(node?.build ?? '')) ?? [];
  const { size } = await ledger.objects(build.map(({ hash }) => hash));
  readWhileFull.push([revision, size]);
}
const next = taken.length + 1;
const again = await ledger.addRevision(entryOf(next), treeAt(next)).catch((error: Error) => error);

await rm(ballast);
await ledger.addRevision(entryOf(next), treeAt(next));
const after = await ledger.stats();
await ledger.close();

process.stdout.write(
  JSON.stringify({
    taken: taken.length,
    refusal,
    message: refusal instanceof Error ? refusal.message : '',
    again: again instanceof Error ? again.name : 'taken',
    full,
    isReadWhole:
      readWhileFull.every(([, size]) => size === 10) && readWhileFull.length === taken.length,
    after,
    log,
  })
);
