/** Says for each call whether it is one of at most `count` within the window (milliseconds). */
export function isWithinRate(
  { count, window }: { count: number; window: number },
  now: () => number
): () => boolean {
  let [start, used] = [-Infinity, 0];
  return () => {
    if (now() - start >= window) [start, used] = [now(), 0];
    return ++used <= count;
  };
}
