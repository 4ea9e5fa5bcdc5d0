import { Box, useMediaQuery } from '@mui/material';
import { startTransition, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { PageNote } from '../../parts/PageNote.tsx';
import { LoadingRows } from '../../parts/PageStates.tsx';
import { PageNotice } from '../../parts/PageStates.tsx';
import { Say } from '../../parts/Say.tsx';
import { scrollParentOf } from '../../parts/scrollParent.ts';
import type { FeedState } from './changesFeed.ts';
import { CopyPatch } from './CopyPatch.tsx';
import { FeedNotice } from './FeedNotice.tsx';
import { KustomizationNotes } from './KustomizationNotes.tsx';
import { ModeSwitch } from './ModeSwitch.tsx';
import { ObjectPane } from './ObjectPane.tsx';
import { countChanges } from './summary.ts';
import { Summary } from './Summary.tsx';
import { countFilters, narrow, toTree } from './tree.ts';
import { TreePane } from './TreePane.tsx';
import type { ChangesSearch } from './useChangesSearch.ts';
import { useFound } from './useFound.ts';

const nothingClosed: ReadonlySet<string> = new Set();

/** A change set as far as it has come: the line above all, left the tree, right the text of the chosen object. */
export function ChangesView({
  state,
  search,
  set,
  cluster,
  onCancel,
  onAgain,
}: {
  state: FeedState;
  search: ChangesSearch;
  set: (name: 'sel' | 'mode' | 'filter' | 'q' | 'noise', value: string) => void;
  cluster: string;
  onCancel: () => void;
  onAgain: () => void;
}) {
  const isNarrow = useMediaQuery<{ breakpoints: { down(key: 'md'): string } }>(theme =>
    theme.breakpoints.down('md')
  );
  const { entries, head, notes, phase } = state;
  const { filter, q, noise, mode, sel } = search;
  const [closed, setClosed] = useState(nothingClosed);
  const arrival = useRef<'first' | 'last'>();
  const found = useFound(state.set, q, entries.length);
  const counts = useMemo(() => countChanges({ entries, head }), [entries, head]);
  const filters = useMemo(() => countFilters(entries), [entries]);
  const left = useMemo(
    () => narrow(entries, { filter, found, noise }),
    [entries, filter, found, noise]
  );
  const rows = useMemo(() => toTree(left, closed), [left, closed]);
  const order = useMemo(
    () => toTree(left, nothingClosed).flatMap(row => (row.kind === 'entry' ? row.entry : [])),
    [left]
  );
  const isDone = phase !== 'asking' && phase !== 'streaming';
  const named = sel === undefined ? undefined : entries.find(entry => entry.key === sel);
  // While more comes, what the address names may still come: nothing else is shown in its place.
  const chosen = named ?? (sel === undefined || isDone ? order[0] : undefined);

  // The rows first: what stands beside them is a step of its own, and most of the work.
  const [isPaneDue, setPaneDue] = useState(false);
  const hasRows = rows.length > 0;
  useEffect(() => {
    if (hasRows) startTransition(() => setPaneDue(true));
  }, [hasRows]);

  const pane = useRef<HTMLDivElement>(null);
  const wantsTop = useRef(false);
  const select = (key: string, isPointed?: true) => {
    arrival.current = undefined;
    set('sel', key);
    // On a narrow screen the text is below the tree; on a wide one its beginning may be scrolled away.
    wantsTop.current = isNarrow && isPointed === true;
    // Tapped where it is shown already: nothing changes that would lead there.
    if (wantsTop.current && key === chosen?.key) pane.current?.scrollIntoView({ block: 'start' });
  };
  const key = chosen?.key;
  useEffect(() => {
    const box = pane.current;
    if (!box) return;
    const isAway =
      box.getBoundingClientRect().top < scrollParentOf(box).getBoundingClientRect().top;
    if (isAway || wantsTop.current) box.scrollIntoView({ block: 'start' });
    wantsTop.current = false;
  }, [key]);
  const leave = (by: 1 | -1) => {
    const next = chosen && order[order.indexOf(chosen) + by];
    if (!next) return;
    arrival.current = by === 1 ? 'first' : 'last';
    set('sel', next.key);
  };
  const find = useCallback((query: string) => set('q', query), [set]);
  const toggle = (key: string) =>
    setClosed(was => {
      const next = new Set(was);
      if (!next.delete(key)) next.add(key);
      return next;
    });

  const notice = <FeedNotice {...{ state, onCancel, onAgain }} />;
  const isComing = !isDone && entries.length === 0;
  const isNothing = head && isDone && entries.every(entry => entry.change === 'same');
  return (
    <>
      {head && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'baseline' }}>
          <Summary
            counts={counts}
            isDone={isDone}
            isNoiseShown={noise}
            onNoise={() => set('noise', noise ? '' : 'shown')}
          />
          {order.length > 0 && (
            <Box sx={{ ml: 'auto', display: 'flex', gap: 1.5, fontSize: '0.875rem' }}>
              {!isNarrow && (
                <ModeSwitch
                  mode={mode}
                  onMode={next => set('mode', next === 'split' ? next : '')}
                />
              )}
              <CopyPatch
                set={state.set}
                entries={order.map(({ id }) => id)}
                id={order.length === entries.length ? 'changes.copy' : 'changes.copy.shown'}
              />
            </Box>
          )}
        </Box>
      )}
      {notice}
      <KustomizationNotes notes={notes} cluster={cluster} />
      {isNothing && phase === 'whole' && counts.noise === 0 && counts.notComparable === 0 && (
        <PageNote title={<Say id="changes.same" />}>
          <Say id="changes.same.why" params={{ count: counts.unchanged }} />
        </PageNote>
      )}
      {(isComing || entries.length > 0) && (
        <Box
          sx={{
            display: { md: 'grid' },
            gridTemplateColumns: 'minmax(220px, 300px) minmax(0, 1fr)',
            columnGap: 3,
            borderTop: 1,
            borderColor: 'divider',
            mt: 1.5,
            pt: 1.5,
            alignItems: 'start',
          }}
        >
          <Box
            sx={{
              display: 'flex',
              flexDirection: 'column',
              position: { md: 'sticky' },
              top: 0,
              maxHeight: { md: 'calc(100vh - 96px)' },
              // Its width by breakpoint would take the colour away.
              borderBottomWidth: 1,
              borderBottomStyle: { xs: 'solid', md: 'none' },
              borderColor: 'divider',
              mb: { xs: 1.5, md: 0 },
            }}
          >
            <TreePane
              {...{ rows, filter, q, isNarrow, isComing }}
              selected={chosen?.key}
              counts={filters}
              onSelect={select}
              onToggle={toggle}
              onFilter={next => set('filter', next.join(','))}
              onSearch={find}
            />
          </Box>
          {/* So tall that its beginning can stay at the top of a phone while the next text is fetched. */}
          <Box ref={pane} sx={{ minWidth: 0, minHeight: { xs: '100vh', md: 0 } }}>
            {isDone && sel !== undefined && !named && (
              <PageNotice>
                <Say id="changes.sel.none" params={{ name: sel }} />
              </PageNotice>
            )}
            {(isComing || (chosen && !isPaneDue)) && <LoadingRows />}
            {chosen && isPaneDue && (
              <ObjectPane
                entry={chosen}
                set={state.set}
                place={{ at: order.indexOf(chosen) + 1, of: order.length }}
                arrival={arrival.current}
                onLeave={leave}
                {...{ head, cluster, mode, noise }}
              />
            )}
          </Box>
        </Box>
      )}
    </>
  );
}
