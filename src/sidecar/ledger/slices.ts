import { setImmediate } from 'node:timers/promises';

/** Long enough that the pauses cost little, short enough that whoever asks meanwhile does not notice. */
const sliceMs = 8;

/** Does work item by item, so many at a time as fit into a slice, each slice inside `together`; others get a turn between. */
export function createSlices(together: (work: () => void) => void) {
  return async function slices<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
    const iterator = items[Symbol.iterator]();
    let next = iterator.next();
    while (!next.done) {
      together(() => {
        const end = performance.now() + sliceMs;
        do {
          if (next.done) break;
          work(next.value);
          next = iterator.next();
        } while (performance.now() < end);
      });
      await setImmediate();
    }
  };
}
