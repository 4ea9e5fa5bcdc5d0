import type { BuildObject } from '../ledger/ledger.ts';
import type { LedgerReads } from './ledgerReads.ts';

/** Objects listed in the builds that are kept in memory. */
const kept = 20_000;

/** What a build consists of, by its hash. */
export type ReadBuild = (hash: string) => Promise<readonly BuildObject[]>;

/** Those of late stay at hand, since a history asks for each twice. */
export function createBuilds(): (ledger: Pick<LedgerReads, 'build'>) => ReadBuild {
  const builds = new Map<string, readonly BuildObject[]>();
  let size = 0;

  return ledger => async hash => {
    const known = builds.get(hash);
    if (known) {
      builds.delete(hash);
      builds.set(hash, known);
      return known;
    }
    const build = await ledger.build(hash);
    if (!build) throw new Error(`the ledger holds build ${hash} no more`);
    if (!builds.has(hash)) size += build.length;
    builds.set(hash, build);
    for (const [oldest, objects] of builds) {
      if (size <= kept) break;
      builds.delete(oldest);
      size -= objects.length;
    }
    return build;
  };
}
