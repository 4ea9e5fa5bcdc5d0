import { createHash } from 'node:crypto';
import type {
  BuildObject,
  RenderedTree,
  RevisionEntry,
  TreeNode,
} from '../../src/sidecar/ledger/ledger.ts';

export const source = 'GitRepository/flux-system/homelab';

export function sha(text: string, algorithm = 'sha256'): string {
  return createHash(algorithm).update(text).digest('hex');
}

/** A revision as Git's are written; `number` tells them apart. */
export function entryOf(number: number, more: Partial<RevisionEntry> = {}): RevisionEntry {
  return {
    source,
    revision: `main@sha1:${sha(`commit ${number}`, 'sha1')}`,
    digest: `sha256:${sha(`artifact ${number}`)}`,
    seenAt: 1_790_000_000_000 + number * 60_000,
    how: 'watch',
    ...more,
  };
}

export function nodeOf(name: string, objects: readonly string[], more: Partial<TreeNode> = {}) {
  const build = sha(`build ${name} ${objects.join()}`);
  const node: TreeNode = {
    kustomization: `flux-system/${name}`,
    key: sha(`key ${build}`),
    build,
    inputs: sha(`inputs ${build}`),
    prune: true,
    deletionPolicy: 'MirrorPrune',
    ...more,
  };
  return node;
}

/** The tree of Kustomizations by name, each with the texts of its objects. */
export function treeOf(kustomizations: Record<string, readonly string[]>): RenderedTree {
  const tree: RenderedTree = { nodes: [], builds: new Map(), objects: new Map() };
  for (const [name, texts] of Object.entries(kustomizations)) {
    const node = nodeOf(name, texts, name === 'apps' ? {} : { parent: 'flux-system/apps' });
    tree.nodes.push(node);
    for (const text of texts) tree.objects.set(sha(text), text);
    if (node.build) tree.builds.set(node.build, texts.map(objectOf));
  }
  return tree;
}

export function objectOf(text: string): BuildObject {
  return {
    ref: { group: '', version: 'v1', kind: 'ConfigMap', namespace: 'default', name: sha(text) },
    hash: sha(text),
    file: `apps/${sha(text).slice(0, 8)}.yaml`,
  };
}

/** The canonical text of a ConfigMap. */
export function textOf(name: string, data: Record<string, string> = {}): string {
  return JSON.stringify({ apiVersion: 'v1', data, kind: 'ConfigMap', metadata: { name } });
}
