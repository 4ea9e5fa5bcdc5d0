interface Line {
  running: number;
  waiting: (() => void)[];
}

/** Lets only so many run at once for each cluster; the others wait in their order. */
export interface Turns {
  /** Calls `start` when it is this one's turn. The answer ends the turn, or the waiting for it. */
  take(cluster: string, start: () => void): () => void;
}

/** `limit` is asked whenever one could start. */
export function createTurns(limit: (cluster: string) => number): Turns {
  const lines = new Map<string, Line>();

  function next(cluster: string, line: Line) {
    while (line.running < limit(cluster)) {
      const start = line.waiting.shift();
      if (!start) return;
      line.running += 1;
      start();
    }
  }

  return {
    take(cluster, start) {
      const line = lines.get(cluster) ?? { running: 0, waiting: [] };
      lines.set(cluster, line);
      let state: 'waiting' | 'running' | 'done' = 'waiting';
      const begin = () => {
        state = 'running';
        start();
      };
      line.waiting.push(begin);
      next(cluster, line);
      return () => {
        if (state === 'running') line.running -= 1;
        if (state === 'waiting') line.waiting = line.waiting.filter(each => each !== begin);
        state = 'done';
        next(cluster, line);
      };
    },
  };
}
