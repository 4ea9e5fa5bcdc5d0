import { createHash } from 'node:crypto';
import type { RenderedTree, TreeNode } from './ledger.ts';

/** One text for equal nodes, whatever order their fields were written in. */
export function nodeText(node: Partial<TreeNode>): string {
  const fields = Object.entries(node).filter(([, value]) => value !== undefined);
  return JSON.stringify(Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1))));
}

export function treeHash(nodes: readonly TreeNode[]): string {
  return createHash('sha256').update(nodes.map(nodeText).join('\n')).digest('hex');
}

/** Throws where the tree names something that is neither in it nor known: half a tree would lie for ever. */
export function checkTree(
  tree: RenderedTree,
  isKnown: { build(hash: string): boolean; object(hash: string): boolean }
): void {
  const way = 'render it again without the help of the ledger';
  for (const { kustomization, build } of tree.nodes) {
    if (build !== undefined && !tree.builds.has(build) && !isKnown.build(build)) {
      throw new Error(
        `build ${build} of Kustomization ${kustomization} is neither given nor in the ledger: ${way}`
      );
    }
  }
  for (const [build, objects] of tree.builds) {
    for (const { hash } of objects) {
      if (!tree.objects.has(hash) && !isKnown.object(hash)) {
        throw new Error(
          `object ${hash} of build ${build} is neither given nor in the ledger: ${way}`
        );
      }
    }
  }
}
