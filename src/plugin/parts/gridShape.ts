import { useRef } from 'react';

/** Which rows are tall. The same object as long as they are the same ones. */
interface GridShape {
  tall: Uint8Array;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

/** Changes only with the heights of rows: places of thousands need not be counted again for a new text. */
export function useGridShape<T>(rows: readonly T[], isTall: (row: T) => boolean): GridShape {
  const last = useRef<GridShape>({ tall: new Uint8Array() });
  const judged = useRef<{ rows: readonly T[]; isTall: typeof isTall }>();
  const before = judged.current?.isTall === isTall ? judged.current.rows : [];
  judged.current = { rows, isTall };
  const tall = new Uint8Array(rows.length);
  // Not Uint8Array.from: it walks an iterator, ten times as slow.
  rows.forEach((row, index) => {
    // A row that is another one is judged anew: whoever asks may have to look far.
    if (before[index] === row ? last.current.tall[index] : isTall(row)) tall[index] = 1;
  });
  if (!isSame(tall, last.current.tall)) last.current = { tall };
  return last.current;
}
