/**
 * Browsers open one WebSocket at a time to a host, and make whoever asks for sixteen at once wait for
 * seconds. All clusters share Headlamp's host, so one that does not answer would hold up the others: each
 * has at most so many sockets opening, and the rest wait here.
 */
const openingAtOnce = 2;

interface Line {
  opening: number;
  waiting: (() => void)[];
}

const lines = new Map<string, Line>();

/** Calls `start` when it is this one's turn. The answer ends the turn, or the waiting for it. */
export function takeTurn(cluster: string, start: () => void): () => void {
  const line = lines.get(cluster) ?? { opening: 0, waiting: [] };
  lines.set(cluster, line);
  let isDone = false;

  function begin() {
    line.opening += 1;
    start();
  }

  function done() {
    if (isDone) return;
    isDone = true;
    const place = line.waiting.indexOf(begin);
    if (place >= 0) {
      line.waiting.splice(place, 1);
      return;
    }
    line.opening -= 1;
    line.waiting.shift()?.();
  }

  if (line.opening < openingAtOnce) begin();
  else line.waiting.push(begin);
  return done;
}
