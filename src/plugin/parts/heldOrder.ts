import { useRef } from 'react';

interface Keyed {
  key: string;
}

/**
 * The rows in the order they are in, while a person points at them or walks among them: rows must not
 * jump from under the pointer. They are as fresh as ever, those gone are gone, new ones come last.
 * `scope` is what the person asked for; another one is a new list, in its own order.
 */
function holdOrder<T extends Keyed>(rows: readonly T[], shown: readonly string[]): T[] {
  const fresh = new Map(rows.map(row => [row.key, row]));
  const kept = shown.flatMap(key => {
    const row = fresh.get(key);
    fresh.delete(key);
    return row ? [row] : [];
  });
  return [...kept, ...fresh.values()];
}

function isSameOrder(rows: readonly Keyed[], keys: readonly string[]): boolean {
  return rows.length === keys.length && rows.every((row, index) => row.key === keys[index]);
}

export function useHeldOrder<T extends Keyed>(
  rows: readonly T[],
  isHeld: boolean,
  scope: string
): { rows: readonly T[]; isOutOfOrder: boolean } {
  const shown = useRef<{ scope: string; keys: string[] }>({ scope, keys: [] });
  const isSame = isSameOrder(rows, shown.current.keys);
  if (isHeld && shown.current.scope === scope && !isSame) {
    const held = holdOrder(rows, shown.current.keys);
    shown.current.keys = held.map(row => row.key);
    return { rows: held, isOutOfOrder: !isSameOrder(rows, shown.current.keys) };
  }
  if (!isSame) shown.current.keys = rows.map(row => row.key);
  shown.current.scope = scope;
  return { rows, isOutOfOrder: false };
}
