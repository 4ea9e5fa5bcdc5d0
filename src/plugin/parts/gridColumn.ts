import type { ReactNode } from 'react';

/** One column of an ObjectGrid. */
export interface GridColumn<T> {
  id: string;
  title: string;
  /** A track of a CSS grid: `minmax(0, 2fr)`. */
  width: string;
  /** The grid must be at least so wide, in px, to show it. */
  from?: number;
  render: (row: T) => ReactNode;
}

/** How rows of one sort of thing look in an ObjectGrid. */
export interface GridLook<T> {
  columns: readonly GridColumn<T>[];
  /** The mark at the left. */
  mark: (row: T) => ReactNode;
  /** The second line, where the row has something to say. */
  second: (row: T) => ReactNode;
  hasSecond: (row: T) => boolean;
  /** What a narrow screen shows: two lines. */
  narrow: (row: T) => ReactNode;
  isMuted?: (row: T) => boolean;
}
