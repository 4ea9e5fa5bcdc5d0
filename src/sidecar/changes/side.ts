import type { TreeNode } from '../ledger/ledger.ts';

/** What one side of a comparison is, for every Kustomization on a source. */
export interface Side {
  /** By `NAMESPACE/NAME`. */
  nodes: Map<string, TreeNode>;
  /** Kustomizations of which nothing can be said, and why. */
  unknown: Map<string, string>;
  /** Why nothing at all can be said. */
  problem?: string;
}

/** What a side holds of one Kustomization. */
export type NodeState =
  | { state: 'rendered'; node: TreeNode & { build: string } }
  | { state: 'absent' }
  | { state: 'failed' | 'not-rendered'; message: string };

export function sideOfTree(nodes: readonly TreeNode[]): Side {
  return { nodes: new Map(nodes.map(node => [node.kustomization, node])), unknown: new Map() };
}

/** What renders a Kustomization, then what renders that, up to the root. */
function* ancestors(side: Side, name: string): Generator<string> {
  const seen = new Set([name]);
  for (let at = side.nodes.get(name)?.parent; at && !seen.has(at); ) {
    seen.add(at);
    yield at;
    at = side.nodes.get(at)?.parent;
  }
}

/** Whether the Kustomization is `root` or below it. */
export function isWithin(side: Side, name: string, root: string): boolean {
  return name === root || [...ancestors(side, name)].includes(root);
}

function ownState(side: Side, name: string): NodeState {
  const node = side.nodes.get(name);
  if (node?.failure !== undefined) return { state: 'failed', message: node.failure };
  const { build } = node ?? {};
  if (node && build !== undefined) return { state: 'rendered', node: { ...node, build } };
  const message = side.unknown.get(name) ?? side.problem ?? (node && 'it was not rendered');
  return message === undefined ? { state: 'absent' } : { state: 'not-rendered', message };
}

/** `other` is the side that it is compared with: what renders it there may be what cannot be built here. */
export function nodeState(side: Side, name: string, other: Side): NodeState {
  const own = ownState(side, name);
  if (own.state !== 'absent') return own;
  for (const parent of ancestors(other, name)) {
    const { state } = ownState(side, parent);
    if (state === 'rendered') return own;
    if (state !== 'absent') {
      // Whether its parent would still render it, nobody knows: it must not be called deleted.
      return { state: 'not-rendered', message: `${parent}, which renders it, could not be built` };
    }
  }
  return own;
}
