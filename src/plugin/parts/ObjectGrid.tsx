import { Box } from '@mui/material';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useCallback, useMemo, useRef, useState } from 'react';
import { rangeWith, rowAfter, useActiveRow, useRowFocus } from './activeRow.ts';
import type { GridLook } from './gridColumn.ts';
import { useGridPlace } from './gridPlace.ts';
import { GridRow } from './GridRow.tsx';
import { useGridShape } from './gridShape.ts';
import { gridStyle } from './gridStyle.ts';
import { useHeldOrder } from './heldOrder.ts';
import { HeldOrder, holding } from './HeldOrder.tsx';
import { usePreferences } from './preferences.tsx';
import { useWords } from './Say.tsx';
import { isTyping, useShortcut } from './shortcuts.ts';
import { visuallyHidden } from './visuallyHidden.ts';

/** px of a row of one line, of two, and of a row on a narrow screen. */
const heights = {
  comfortable: { one: 36, two: 55, narrow: 62 },
  // A finger needs the room all the same.
  compact: { one: 28, two: 47, narrow: 62 },
} as const;
const narrowBelow = 600;

/**
 * The list: an ARIA grid of which only the rows in sight exist. It scrolls with the page, is one Tab
 * stop, and keeps focus, selection and the order of rows while objects change under it.
 */
export function ObjectGrid<T extends { key: string }>({
  label,
  rows: sorted,
  scope,
  look,
  selected,
  onSelect,
  onOpen,
}: {
  label: string;
  rows: readonly T[];
  /** What the rows were narrowed to: another scope is another list, in its own order. */
  scope: string;
  look: GridLook<T>;
  selected: ReadonlySet<string>;
  onSelect: (keys: ReadonlySet<string>) => void;
  onOpen: (row: T) => void;
}) {
  const words = useWords();
  const { density } = usePreferences();
  const grid = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [isHeld, setHeld] = useState(false);
  const { rows, isOutOfOrder } = useHeldOrder(sorted, isHeld, scope);
  const { width, margin, scroller } = useGridPlace(grid, list);
  const isNarrow = width > 0 && width < narrowBelow;
  const [active, setActive] = useActiveRow(rows);
  const anchor = useRef<number>();

  const { one, two, narrow } = heights[density];
  const heightOf = (row: T | undefined) =>
    isNarrow ? narrow : row && look.hasSecond(row) ? two : one;
  const shape = useGridShape(rows, look.hasSecond);
  // The places of all rows are counted anew only when this function is another one.
  const keyOf = useMemo(() => (index: number) => index, [shape, isNarrow, density]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: index => heightOf(rows[index]),
    getItemKey: keyOf,
    scrollMargin: margin,
    overscan: 6,
    rangeExtractor: rangeWith(active),
    scrollPaddingStart: 40,
    scrollPaddingEnd: 56,
  });

  const { hadFocus, wantsFocus } = useRowFocus(list);
  const focusRow = useCallback(
    (index: number) => {
      const key = rows[index]?.key;
      if (key === undefined) return;
      setActive(key);
      virtualizer.scrollToIndex(index);
      wantsFocus.current = true;
    },
    [rows, virtualizer, setActive, wantsFocus]
  );

  function choose(index: number, how: { toggle: boolean; range: boolean }): void {
    const key = rows[index]?.key;
    if (key === undefined) return;
    if (how.range) {
      const [from, to] = [anchor.current ?? index, index].sort((a, b) => a - b);
      onSelect(new Set(rows.slice(from, (to ?? index) + 1).map(row => row.key)));
      return;
    }
    anchor.current = index;
    const next = new Set(how.toggle ? selected : []);
    if (selected.has(key) && (how.toggle || selected.size === 1)) next.delete(key);
    else next.add(key);
    onSelect(next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isTyping(event) || rows.length === 0) return;
    const page = Math.max(1, Math.floor((scroller?.clientHeight ?? 400) / one) - 3);
    const row = rows[active];
    const index = rowAfter(event.key, { active, page, last: rows.length - 1 });
    if (index !== undefined) {
      if (event.shiftKey) {
        anchor.current ??= active;
        choose(index, { toggle: false, range: true });
      }
      focusRow(index);
    } else if (event.key === 'Enter' && row) {
      // On a link or a button within the row, Enter is theirs.
      if ((event.target as HTMLElement).getAttribute('role') !== 'row') return;
      onOpen(row);
    } else if (event.key === 'x' || event.key === ' ') {
      choose(active, { toggle: true, range: false });
    } else if (event.key === 'Escape' && selected.size > 0) {
      onSelect(new Set());
    } else return;
    event.preventDefault();
  }

  function onClick(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    if (target.closest('a, button, input')) return;
    const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset.index ?? NaN);
    if (Number.isNaN(index)) return;
    setActive(rows[index]?.key);
    choose(index, { toggle: event.ctrlKey || event.metaKey, range: event.shiftKey });
  }

  useShortcut('j', () => focusRow(hadFocus ? active + 1 : Math.max(active, 0)));
  useShortcut('k', () => focusRow(Math.max(active, 0)));

  const drawn = useMemo(() => {
    const fits = look.columns.filter(({ from }) => !from || width === 0 || width >= from);
    return fits.length === look.columns.length ? look : { ...look, columns: fits };
  }, [look, width]);
  const shown = drawn.columns;
  const tracks = isNarrow ? ['minmax(0, 1fr)'] : shown.map(column => column.width);
  const headings = isNarrow ? 0 : 1;
  const columns = (isNarrow ? 1 : shown.length) + 1;
  const table = (
    <Box
      ref={grid}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + headings}
      aria-colcount={columns}
      aria-multiselectable
      onKeyDown={onKeyDown}
      onClick={onClick}
      {...holding(setHeld, hadFocus)}
      sx={gridStyle}
      style={
        {
          '--grid-columns': ['18px', ...tracks].join(' '),
          '--grid-width': `${width || 1000}px`,
          '--grid-above': density === 'compact' && !isNarrow ? '3px' : '7px',
        } as React.CSSProperties
      }
    >
      {!isNarrow && (
        <div role="row" aria-rowindex={1} className="head">
          <div role="columnheader" aria-colindex={1}>
            <span style={visuallyHidden}>{words('column.state')}</span>
          </div>
          {shown.map((column, at) => (
            <div key={column.id} role="columnheader" aria-colindex={at + 2}>
              {column.title}
            </div>
          ))}
        </div>
      )}
      <div
        ref={list}
        role="rowgroup"
        className="rows"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, start, size }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <GridRow
              key={row.key}
              row={row}
              look={drawn}
              isNarrow={isNarrow}
              index={index}
              rowIndex={index + 1 + headings}
              top={start - margin}
              height={size}
              isActive={index === active}
              isSelected={selected.has(row.key)}
            />
          );
        })}
      </div>
    </Box>
  );
  return (
    <>
      {table}
      <HeldOrder isOutOfOrder={isOutOfOrder} onRelease={() => setHeld(false)} />
    </>
  );
}
