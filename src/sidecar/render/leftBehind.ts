import { type Fate, fateOfOrphaned, fateOfRemoved } from '../../core/flux/fate.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import type { TreeNode } from '../ledger/ledger.ts';
import {
  isKustomization,
  keyOf,
  parentOf,
  sourceOf,
  toWanted,
  type Wanted,
} from './kustomizationTree.ts';

interface Behind {
  /** By `NAMESPACE/NAME`. */
  live: ReadonlyMap<string, KubernetesObject>;
  nodes: readonly TreeNode[];
  source: string;
}

/**
 * Live Kustomizations of the source that nothing in the tree renders any more, and that stay all the same: they go on
 * with the spec that they have. One whose parent could not be built is none of them, as nobody knows.
 */
export function leftBehind({ live, nodes, source }: Behind): Wanted[] {
  const tree = new Map(nodes.map(node => [node.kustomization, node]));

  function fateOf(object: KubernetesObject, below: readonly string[] = []): Fate | undefined {
    const parent = parentOf(object);
    if (parent === undefined || below.includes(parent)) return undefined;
    const node = tree.get(parent);
    if (node) return node.build === undefined ? undefined : fateOfRemoved(object, node);
    const above = live.get(parent);
    // One that stays itself tells by its own rendering what becomes of its children.
    if (!above || fateOf(above, [...below, parent]) !== 'deleted') return undefined;
    const { prune, deletionPolicy, suspend } = record(above.spec);
    return fateOfOrphaned(object, {
      prune: prune === true,
      deletionPolicy: text(deletionPolicy),
      suspend: suspend === true,
    });
  }

  return [...live.values()].flatMap(object => {
    const wanted = toWanted(object);
    const isOurs = isKustomization(object) && sourceOf(wanted) === source;
    if (!isOurs || object.metadata.deletionTimestamp || tree.has(keyOf(object.metadata))) return [];
    return fateOf(object) === 'left-behind' ? [wanted] : [];
  });
}
