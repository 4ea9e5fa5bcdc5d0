/** What the containers of an image do, since nothing really runs. */
export interface ImageBehaviour {
  /** `forever` unless told. */
  runs?: 'forever' | 'completes';
  crashes?: { exitCode: number; afterSeconds: number; log?: string[] };
  /** A quantity: where the container's limit is below it, it is killed for memory. */
  needsMemory?: string;
  /** How long its readiness probe fails after its start, where it has one. */
  readyAfterSeconds?: number;
  /** Its readiness probe always fails. */
  neverReady?: boolean;
  /** What it writes when it starts. */
  log?: string[];
}

/** How long things take, in milliseconds. */
export interface Pace {
  pull: number;
  /** From a container's start to its first good probe, where neither image nor probe says more. */
  ready: number;
  stop: number;
  /** A job's container runs so long. */
  complete: number;
  /** The first back-off; each further one is twice as long, up to five minutes. */
  backOff: number;
  /** Between two looks at something missing, and two writings of a failing probe's event. */
  retry: number;
}

/** As real clusters, but that images come and containers stop faster. */
export const usualPace: Pace = {
  pull: 400,
  ready: 600,
  stop: 300,
  complete: 1500,
  backOff: 10_000,
  retry: 2000,
};
