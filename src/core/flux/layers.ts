import type { KubernetesObject } from '../kubernetes/object.ts';
import { groupOf, type ObjectRef, refKey, toRef } from '../kubernetes/ref.ts';
import { applierOf } from './applier.ts';
import { fluxKind } from './kinds.ts';
import { dependenciesOf, sourceOf } from './sourceOf.ts';

/** One root Kustomization, what it takes, and the Kustomizations that it applies. */
export interface Layers {
  source?: ObjectRef;
  root: ObjectRef;
  /** Each column depends on something in the one before; within it by name. Empty: it applies none. */
  columns: ObjectRef[][];
}

const { group } = fluxKind('Kustomization');

/** How many of its siblings lie before it; a cycle counts as if its last link were not there. */
function depthOf(
  key: string,
  siblings: ReadonlyMap<string, KubernetesObject>,
  seen: ReadonlySet<string> = new Set()
): number {
  const object = siblings.get(key);
  if (!object || seen.has(key)) return -1;
  const path = new Set([...seen, key]);
  const depths = dependenciesOf(object).map(other => depthOf(refKey(other), siblings, path));
  return Math.max(-1, ...depths) + 1;
}

/** Roots are what no other Kustomization applies; one that applies itself is a root too. */
export function layersOf(kustomizations: Iterable<KubernetesObject>): Layers[] {
  const all = new Map<string, KubernetesObject>();
  for (const object of kustomizations) {
    if (groupOf(object.apiVersion) === group) all.set(refKey(toRef(object)), object);
  }
  const children = new Map<string, Map<string, KubernetesObject>>();
  const roots: KubernetesObject[] = [];
  for (const [key, object] of all) {
    const owner = applierOf(object);
    const ownerKey = owner ? refKey(owner) : key;
    if (ownerKey === key || !all.has(ownerKey)) {
      roots.push(object);
      continue;
    }
    const siblings = children.get(ownerKey) ?? new Map<string, KubernetesObject>();
    children.set(ownerKey, siblings.set(key, object));
  }
  return roots
    .map(object => toLayers(object, children.get(refKey(toRef(object))) ?? new Map()))
    .sort((a, b) => b.columns.length - a.columns.length || a.root.name.localeCompare(b.root.name));
}

function toLayers(root: KubernetesObject, siblings: ReadonlyMap<string, KubernetesObject>): Layers {
  const columns: ObjectRef[][] = [];
  for (const [key, object] of siblings) {
    const depth = depthOf(key, siblings);
    while (columns.length <= depth) columns.push([]);
    columns[depth]?.push(toRef(object));
  }
  for (const column of columns) column.sort((a, b) => a.name.localeCompare(b.name));
  return {
    source: sourceOf(root),
    root: toRef(root),
    columns: columns.filter(column => column.length > 0),
  };
}
