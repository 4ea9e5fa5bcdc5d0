/** What an edge says of its two ends, read from `from` to `to`. */
export const edgeMeanings = [
  /** takes its content from */
  'source',
  /** waits for */
  'dependsOn',
  /** put into the cluster, by its inventory */
  'applies',
  /** installs the chart */
  'chart',
  /** reads variables, values or credentials of */
  'values',
  /** looks for tags of */
  'scans',
  /** chooses among the tags of, or writes what that one chose */
  'selects',
  /** pushes commits to */
  'updates',
  /** hears about, or sends to */
  'notifies',
  /** asks to be reconciled */
  'receives',
  /** owns, by its owner references */
  'owns',
] as const;

export type EdgeMeaning = (typeof edgeMeanings)[number];

/** One relation of the graph. Its ends are ids of nodes. */
export interface Edge {
  from: string;
  to: string;
  meaning: EdgeMeaning;
  /** The field that says it: `spec.sourceRef`. */
  field: string;
  /** It may be missing without harm. */
  isOptional?: true;
}

/**
 * What can keep `from` from working, and what cannot. A dependency, a source, a chart, a value and a tag block who
 * needs them; who is applied or owned is blocked by who applies or owns it.
 */
export const blocking: Record<EdgeMeaning, 'from' | 'to' | 'none'> = {
  source: 'from',
  dependsOn: 'from',
  applies: 'to',
  chart: 'from',
  values: 'from',
  scans: 'from',
  selects: 'from',
  updates: 'from',
  notifies: 'none',
  receives: 'none',
  owns: 'to',
};

/** What an object takes its content from: without it, it can do nothing new. */
export const feeding: ReadonlySet<EdgeMeaning> = new Set([
  'source',
  'chart',
  'selects',
  'scans',
  'updates',
]);
