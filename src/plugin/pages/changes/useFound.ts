import { useEffect, useState } from 'react';
import { ask } from '../../worker/ask.ts';

/** The entries that a search finds; undefined without one. What was found before stays until the worker has answered. */
export function useFound(set: number, q: string, entries: number): ReadonlySet<number> | undefined {
  const [found, setFound] = useState<ReadonlySet<number>>();
  const isSearch = q.trim() !== '';
  useEffect(() => {
    if (!isSearch || entries === 0) return undefined;
    let isCurrent = true;
    ask('search', { set, query: q }).then(
      ids => isCurrent && setFound(new Set(ids)),
      () => {}
    );
    return () => {
      isCurrent = false;
    };
    // More entries: more to find.
  }, [set, q, isSearch, entries]);
  return isSearch ? found ?? noneYet : undefined;
}

const noneYet: ReadonlySet<number> = new Set();
