import { memo } from 'react';
import type { GridLook } from './gridColumn.ts';

interface GridRowProps<T> {
  row: T;
  look: GridLook<T>;
  isNarrow: boolean;
  index: number;
  /** Its place among all rows, from 1, the headings' row counted. */
  rowIndex: number;
  top: number;
  height: number;
  isActive: boolean;
  isSelected: boolean;
}

/**
 * Plain elements: the grid styles them all with one sheet, since a styled element costs ten times a
 * plain one and a list draws hundreds. A row draws again only when what it shows differs.
 */
function GridRowOf<T>({
  row,
  look,
  isNarrow,
  index,
  rowIndex,
  top,
  height,
  ...is
}: GridRowProps<T>) {
  const columns = isNarrow ? [] : look.columns;
  return (
    <div
      role="row"
      data-index={index}
      aria-rowindex={rowIndex}
      aria-selected={is.isSelected}
      tabIndex={is.isActive ? 0 : -1}
      className={look.isMuted?.(row) ? 'muted' : undefined}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <div role="gridcell" aria-colindex={1} className="mark">
        {look.mark(row)}
      </div>
      {isNarrow && (
        <div role="gridcell" aria-colindex={2} className="narrow">
          {look.narrow(row)}
        </div>
      )}
      {columns.map((column, at) => (
        <div key={column.id} role="gridcell" aria-colindex={at + 2}>
          {column.render(row)}
          {at === 0 && look.hasSecond(row) && <div className="second">{look.second(row)}</div>}
        </div>
      ))}
    </div>
  );
}

export const GridRow = memo(GridRowOf) as typeof GridRowOf;
