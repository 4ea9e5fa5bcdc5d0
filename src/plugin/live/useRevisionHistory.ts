import { useCallback, useEffect, useMemo, useState } from 'react';
import type { HistoryAnswer, HistoryRow } from '../../protocol/history.ts';
import { historyPath, joinPages, readHistory } from './historyPages.ts';
import { useAnswer } from './useAnswer.ts';
import type { SidecarRefusal, SidecarView } from './views.ts';

interface RevisionHistory {
  /** The newest page. */
  view: SidecarView<HistoryAnswer>;
  /** Of all pages that were read, newest first. */
  rows: readonly HistoryRow[];
  /** Whether there are older ones: reads them, or says why it could not. */
  older?: { load(): void; isLoading: boolean; refusal?: SidecarRefusal };
}

/** What is awaited of an answer: it is asked for until the sidecar has seen as much as the cluster shows. */
interface Expected {
  /** The revision that the source serves. */
  served?: string;
  /** The one that was tried last, which has an outcome then. */
  attempted?: string;
}

const mostTries = 8;

function isSettled({ rows }: HistoryAnswer, { served, attempted }: Expected): boolean {
  if (served !== undefined && !rows.some(row => row.revision === served)) return false;
  const tried = attempted === undefined ? undefined : rows.find(row => row.revision === attempted);
  return !tried || (tried.outcome !== undefined && tried.outcome.state !== 'progressing');
}

/** The revisions of a source, or of the one that a Kustomization is built from. `stamp`: what they depend on. */
export function useRevisionHistory(
  cluster: string,
  of: string,
  stamp: string,
  expected: Expected
): RevisionHistory {
  const view = useAnswer<HistoryAnswer>(cluster, {
    path: historyPath(of),
    stamp,
    read: readHistory,
    againIn: (value, tries) =>
      isSettled(value, expected) || tries > mostTries ? undefined : 1000 * 1.7 ** tries,
  });
  const first = view.state === 'known' ? view.value : undefined;
  const [held, setHeld] = useState<{ rows: readonly HistoryRow[]; next?: string }>();
  const [before, setBefore] = useState<string>();
  const page = useAnswer<HistoryAnswer>(
    cluster,
    before === undefined ? undefined : { path: historyPath(of, before), read: readHistory }
  );
  const rows = useMemo(() => joinPages(first?.rows ?? [], held?.rows ?? []), [first, held]);
  const isJoined = held !== undefined && rows.length > (first?.rows.length ?? 0);
  const next = isJoined ? held.next : first?.next;

  useEffect(() => {
    if (before === undefined || page.state !== 'known') return;
    setHeld({ rows: [...rows, ...page.value.rows], next: page.value.next });
    setBefore(undefined);
  }, [before, page]);

  const load = useCallback(() => setBefore(next), [next]);
  const refusal =
    before === undefined || page.state === 'loading' || page.state === 'known' ? undefined : page;
  return {
    view,
    rows,
    ...(next === undefined
      ? {}
      : { older: { load, isLoading: before !== undefined && !refusal, refusal } }),
  };
}
