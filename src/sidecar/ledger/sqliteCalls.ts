import type { BuildObject, Ledger, LedgerLimits, LedgerRefusal, RenderedTree } from './ledger.ts';

/** What the thread is started with. */
export interface Setup {
  file: string;
  limits: LedgerLimits;
  /** Milliseconds: the clock by which a damaged file is named. */
  openedAt: number;
}

/** What is sent to the thread: a method of the port. */
export interface Call {
  id: number;
  method: keyof Ledger;
  args: unknown[];
}

/** What comes back. */
export interface Answer {
  id: number;
  value?: unknown;
  error?: { message: string; why?: LedgerRefusal['why'] };
}

/** A tree on its way: thousands of small values travel as one text in a fraction of the time. */
export interface SentTree {
  nodes: RenderedTree['nodes'];
  builds: string;
  objects: Map<string, string>;
}

export function toSentTree({ nodes, builds, objects }: RenderedTree): SentTree {
  return { nodes, builds: JSON.stringify([...builds]), objects };
}

export function toRenderedTree({ nodes, builds, objects }: SentTree): RenderedTree {
  return { nodes, builds: new Map<string, BuildObject[]>(JSON.parse(builds)), objects };
}
