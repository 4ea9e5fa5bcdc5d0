import { Box } from '@mui/material';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
} from 'react';
import { useWords } from '../../parts/Say.tsx';
import { isTyping, useShortcut } from '../../parts/shortcuts.ts';
import { entryNotes } from './entryNotes.ts';
import type { TreeRow } from './tree.ts';
import { TreeLine } from './TreeLine.tsx';
import { treeStyle } from './treeStyle.ts';

const heights = { group: 34, one: 30, two: 50, touch: 44, touchTwo: 58 } as const;

function heightOf(row: TreeRow | undefined, isTouch: boolean): number {
  if (row?.kind !== 'entry') return isTouch ? heights.touch : heights.group;
  const hasNote = entryNotes(row.entry).length > 0;
  if (isTouch) return hasNote ? heights.touchTwo : heights.touch;
  return hasNote ? heights.two : heights.one;
}

/** What differs, as a tree: one Tab stop, arrows or j and k inside, and what has the focus is shown. */
export function ChangesTree({
  rows,
  selected,
  isNarrow,
  onSelect,
  onToggle,
}: {
  rows: readonly TreeRow[];
  /** The key of the object that is shown. */
  selected: string | undefined;
  isNarrow: boolean;
  /** `isPointed`: with a finger or a mouse, to be read next. */
  onSelect: (key: string, isPointed?: true) => void;
  /** Opens or closes a group. */
  onToggle: (key: string) => void;
}) {
  const words = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const activeKey = useRef<string>();
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const wantsFocus = useRef(false);
  const chosen = rows.findIndex(row => row.key === (activeKey.current ?? selected));
  const active = chosen >= 0 ? chosen : rows.findIndex(row => row.key === selected);
  // The places of all rows are counted anew only when this function is another one.
  const keyOf = useMemo(() => (index: number) => index, [rows, isNarrow]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getItemKey: keyOf,
    getScrollElement: () => scroller.current,
    estimateSize: index => heightOf(rows[index], isNarrow),
    overscan: 8,
    // The row that holds the Tab stop exists wherever it is.
    rangeExtractor: range => {
      const seen = defaultRangeExtractor(range);
      return active < 0 || seen.includes(active) ? seen : [...seen, active].sort((a, b) => a - b);
    },
  });
  // Chosen from elsewhere: by n and p, by the address.
  useEffect(() => {
    activeKey.current = undefined;
    const index = rows.findIndex(row => row.key === selected);
    if (index >= 0) virtualizer.scrollToIndex(index);
    // Rows that come while a person reads must not move the tree.
  }, [selected, virtualizer]);

  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const element = scroller.current?.querySelector<HTMLElement>('[tabindex="0"]');
    if (!element) return;
    wantsFocus.current = false;
    element.focus({ preventScroll: true });
  });

  function go(index: number): void {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    wantsFocus.current = true;
    if (row.kind === 'entry') onSelect(row.key);
    activeKey.current = row.key;
    virtualizer.scrollToIndex(rows.indexOf(row));
    drawAgain();
  }

  /** From one object to the next: groups are passed over. */
  function step(by: 1 | -1): void {
    let index = rows.findIndex(row => row.key === selected) + by;
    while (rows[index]?.kind === 'group') index += by;
    if (rows[index]) go(index);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isTyping(event)) return;
    const row = rows[active];
    const isClosed = row?.kind === 'group' && !row.isOpen;
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(active + 1),
      ArrowUp: () => go(active - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => (isClosed ? onToggle(row.key) : go(active + 1)),
      ArrowLeft: () => {
        if (row?.kind === 'group' && row.isOpen) onToggle(row.key);
        else go(rows.findLastIndex((each, at) => at < active && each.kind === 'group'));
      },
      Enter: () => row?.kind === 'group' && onToggle(row.key),
      ' ': () => row?.kind === 'group' && onToggle(row.key),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  function onClick(event: MouseEvent): void {
    const line = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    const row = rows[Number(line?.dataset.index ?? NaN)];
    if (!row) return;
    activeKey.current = row.key;
    if (row.kind === 'group') onToggle(row.key);
    else onSelect(row.key, true);
  }

  useShortcut('j', () => step(1));
  useShortcut('k', () => step(-1));

  const isNoneActive = active < 0;
  return (
    <Box ref={scroller} sx={treeStyle}>
      <Box
        role="tree"
        aria-label={words('changes.tree')}
        onKeyDown={onKeyDown}
        onClick={onClick}
        style={{ height: virtualizer.getTotalSize(), position: 'relative' }}
      >
        {virtualizer.getVirtualItems().map(({ index, start, size }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <TreeLine
              key={row.key}
              row={row}
              index={index}
              top={start}
              height={size}
              isActive={index === active || (isNoneActive && index === 0)}
              isSelected={row.key === selected}
            />
          );
        })}
      </Box>
    </Box>
  );
}
