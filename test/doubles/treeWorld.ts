import { createHmac } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { KubernetesObject } from '../../src/core/kubernetes/object.ts';
import type { Tool } from '../../src/node/tools.ts';
import type { TreeNode } from '../../src/sidecar/ledger/ledger.ts';
import { createKnownChildren } from '../../src/sidecar/render/knownChildren.ts';
import { renderTree, type TreeRendering } from '../../src/sidecar/render/renderTree.ts';
import type { RenderTreeInput } from '../../src/sidecar/render/renderTreeInput.ts';
import type { SourceData } from '../../src/sidecar/render/variables.ts';

const source = 'GitRepository/flux-system/repo';

/** A live Kustomization of the source, in the folder that is called as it is. */
export function kustomization(
  name: string,
  spec: Record<string, unknown> = {},
  parent?: string
): KubernetesObject {
  const labels = parent && {
    'kustomize.toolkit.fluxcd.io/name': parent,
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  };
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'flux-system', ...(labels ? { labels } : {}) },
    spec: {
      interval: '10m',
      prune: true,
      path: `./${name}`,
      sourceRef: { kind: 'GitRepository', name: 'repo' },
      ...spec,
    },
  };
}

export const yamlOf = (object: unknown) => JSON.stringify(object);
export const config = (name: string, data: Record<string, string> = { a: 'b' }) =>
  yamlOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'x' }, data });

export interface TreeWorld {
  /** By path; null removes one. */
  files: Record<string, string | Buffer | null>;
  live: KubernetesObject[];
  variables?: Record<string, SourceData>;
}

/** Builds that were kept before, as the ledger would. */
export function createMemory() {
  const nodes = new Map<string, TreeNode>();
  const builds = new Map<string, Map<string, string>>();
  return {
    keep({ nodes: fresh, builds: built, objects }: TreeRendering) {
      for (const node of fresh) nodes.set(node.key, node);
      for (const [hash, entries] of built) {
        builds.set(hash, new Map(entries.map(entry => [entry.hash, objects.get(entry.hash)!])));
      }
    },
    known: async (key: string) => nodes.get(key),
    kustomizationsOf: async (build: string) =>
      new Map(
        [...(builds.get(build) ?? [])].filter(([, text]) => text.includes('toolkit.fluxcd.io'))
      ),
    children: createKnownChildren(),
  };
}

export async function writeFiles(root: string, files: TreeWorld['files']): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    if (text === null) await rm(join(root, path), { recursive: true, force: true });
    else await writeFile(join(root, path), text);
  }
}

/** Writes the files into `folder/artifact` and renders what is there then. */
export async function renderWorld(
  folder: string,
  tool: Tool,
  { files, live, variables = {} }: TreeWorld,
  more: Partial<RenderTreeInput> = {}
): Promise<TreeRendering> {
  const root = join(folder, 'artifact');
  const workFolder = join(folder, 'work');
  await mkdir(workFolder, { recursive: true });
  await writeFiles(root, files);
  return renderTree({
    root,
    source,
    revision: 'main@sha1:1',
    kustomizations: live,
    variables: async ({ kind, namespace, name }) =>
      variables[`${kind}/${namespace}/${name}`] ?? { state: 'absent' },
    known: async () => undefined,
    kustomizationsOf: async () => new Map(),
    children: createKnownChildren(),
    masking: (_object, secrets) => ({
      digest: text => createHmac('sha256', 'key').update(text).digest('hex').slice(0, 32),
      secrets,
    }),
    tool,
    signal: new AbortController().signal,
    timeout: 30_000,
    workFolder,
    log: { info() {}, error() {} },
    ...more,
  });
}

export function objectsOf({ builds, objects }: TreeRendering): KubernetesObject[] {
  return [...builds.values()]
    .flat()
    .map(({ hash }) => JSON.parse(objects.get(hash) ?? 'null') as KubernetesObject);
}
