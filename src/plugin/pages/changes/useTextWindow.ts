import { useEffect, useRef, useState } from 'react';
import { ask } from '../../worker/ask.ts';
import type { LookRow, TextLook, TextWindow } from '../../worker/textLook.ts';

/** Rows fetched at once: a few screens. */
const pageSize = 256;

/** The rows of one object's text, fetched from the worker as they come into sight. */
export interface TextRows {
  total: number;
  /** Undefined until it has come. */
  row(index: number): LookRow | undefined;
  /** The first row of each run of differences. */
  changes: readonly number[];
}

interface Fetched {
  key: string;
  total: number;
  changes: readonly number[];
  pages: Map<number, readonly LookRow[]>;
  failure?: string;
}

/** `undefined` while nothing has come; the text before stays until the next one is there. */
export function useTextWindow(
  of: { set: number; entry: number; look: TextLook },
  seen: { from: number; to: number }
): { text?: TextRows; failure?: string; isCurrent: boolean } {
  const key = JSON.stringify(of);
  const [fetched, setFetched] = useState<Fetched>();
  const asked = useRef({ key, pages: new Set<number>() });
  const isCurrent = fetched?.key === key;
  const first = isCurrent ? Math.floor(seen.from / pageSize) : 0;
  const last = isCurrent ? Math.floor(Math.max(seen.from, seen.to) / pageSize) : 0;

  useEffect(() => {
    if (asked.current.key !== key) asked.current = { key, pages: new Set() };
    const { pages } = asked.current;
    const take = (change: (was: Fetched) => Fetched) => {
      if (asked.current.pages !== pages) return;
      setFetched(was => change(was?.key === key ? was : emptyOf(key)));
    };
    for (let page = first; page <= last; page += 1) {
      if (pages.has(page)) continue;
      pages.add(page);
      const asking = JSON.parse(key) as typeof of;
      ask('text', { ...asking, from: page * pageSize, count: pageSize }).then(
        ({ total, changes, rows }: TextWindow) =>
          take(was => ({ key, total, changes, pages: new Map(was.pages).set(page, rows) })),
        (error: Error) => take(was => ({ ...was, failure: error.message }))
      );
    }
  }, [key, first, last]);

  useEffect(
    () => () => {
      asked.current = { key: '', pages: new Set() };
    },
    []
  );

  if (!fetched) return { isCurrent: false };
  const row = (index: number) =>
    fetched.pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  const text = { total: fetched.total, changes: fetched.changes, row };
  return { text, failure: isCurrent ? fetched.failure : undefined, isCurrent };
}

function emptyOf(key: string): Fetched {
  return { key, total: 0, changes: [], pages: new Map() };
}
