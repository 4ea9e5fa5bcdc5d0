import type { Edge, EdgeMeaning } from '../edge.ts';

/** What the lines of a picture mean, in the order of its legend. */
export const lineNames = [
  'applies',
  'dependsOn',
  'values',
  'source',
  'images',
  'notifies',
] as const;

export type LineName = (typeof lineNames)[number];

/** An edge as it is drawn: from the left end, which comes first, to the right one. */
export interface Line {
  name: LineName;
  from: string;
  to: string;
  edge: Edge;
}

const names: Record<EdgeMeaning, LineName> = {
  source: 'source',
  dependsOn: 'dependsOn',
  applies: 'applies',
  chart: 'source',
  values: 'values',
  scans: 'images',
  selects: 'images',
  updates: 'images',
  notifies: 'notifies',
  receives: 'notifies',
  owns: 'applies',
};

/** Whose right end comes after its left one: it gives, applies or tells. The others take, wait or read. */
const gives: ReadonlySet<EdgeMeaning> = new Set(['applies', 'updates', 'receives', 'owns']);

/** An Alert hears from what it names, and tells its Provider. */
const toProvider = 'spec.providerRef';

export function toLine(edge: Edge): Line {
  const isForward = gives.has(edge.meaning) || edge.field === toProvider;
  const [from, to] = isForward ? [edge.from, edge.to] : [edge.to, edge.from];
  return { name: names[edge.meaning], from, to, edge };
}

/** It may lead back: a root applies its own source, an automation changes the source that it is applied from. */
export function isWeak({ name, edge }: Line): boolean {
  return name === 'applies' || name === 'notifies' || edge.meaning === 'updates';
}
