import type { KubernetesObject } from '../kubernetes/object.ts';
import { groupOf, keyOf, type ObjectRef, refKey, toRef } from '../kubernetes/ref.ts';
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

/** How many of its siblings lie before each; a cycle counts as if its last link were not there. */
function depthsOf(siblings: ReadonlyMap<string, KubernetesObject>): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const open = new Set<string>();
  for (const start of [...siblings.keys()].sort()) {
    // A stack of its own: a chain may be longer than the language's.
    const stack = [start];
    for (let key = stack.at(-1); key !== undefined; key = stack.at(-1)) {
      const object = siblings.get(key);
      const before = object && !depths.has(key) ? dependenciesOf(object).map(refKey) : [];
      const next = open.has(key)
        ? []
        : before.filter(other => siblings.has(other) && !depths.has(other) && !open.has(other));
      open.add(key);
      stack.push(...next);
      if (next.length > 0) continue;
      stack.pop();
      open.delete(key);
      if (depths.has(key)) continue;
      depths.set(key, Math.max(-1, ...before.map(other => depths.get(other) ?? -1)) + 1);
    }
  }
  return depths;
}

/** Roots are what no other Kustomization applies; one that applies itself is a root too. */
export function layersOf(kustomizations: Iterable<KubernetesObject>): Layers[] {
  const all = new Map<string, KubernetesObject>();
  for (const object of kustomizations) {
    if (groupOf(object.apiVersion) === group) all.set(keyOf(object), object);
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
    .map(object => toLayers(object, children.get(keyOf(object)) ?? new Map()))
    .sort((a, b) => b.columns.length - a.columns.length || a.root.name.localeCompare(b.root.name));
}

function toLayers(root: KubernetesObject, siblings: ReadonlyMap<string, KubernetesObject>): Layers {
  const columns: ObjectRef[][] = [];
  const depths = depthsOf(siblings);
  for (const [key, object] of siblings) {
    const depth = depths.get(key) ?? 0;
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
