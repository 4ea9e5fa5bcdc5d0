/**
 * Values by key in an array that keeps its identity until one of them changes. Replacing one costs a copy
 * of the array of pointers, never a walk over the values.
 */
export interface EntryTable<T> {
  readonly entries: readonly T[];
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
}

export function createEntryTable<T>(keyOf: (value: T) => string): EntryTable<T> {
  const positions = new Map<string, number>();
  let values: T[] = [];
  /** Whether somebody holds `values`: then the next change works on a copy. */
  let isShared = false;

  function own(): T[] {
    if (isShared) values = values.slice();
    isShared = false;
    return values;
  }

  return {
    get entries() {
      isShared = true;
      return values;
    },
    get(key) {
      const position = positions.get(key);
      return position === undefined ? undefined : values[position];
    },
    set(key, value) {
      const owned = own();
      const position = positions.get(key) ?? owned.length;
      positions.set(key, position);
      owned[position] = value;
    },
    delete(key) {
      const position = positions.get(key);
      if (position === undefined) return;
      const owned = own();
      // The last one takes its place: order has no meaning here.
      const last = owned.pop();
      positions.delete(key);
      if (last === undefined || position === owned.length) return;
      owned[position] = last;
      positions.set(keyOf(last), position);
    },
  };
}
