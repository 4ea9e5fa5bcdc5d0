import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withCommonMetadata } from '../../src/core/flux/commonMetadata.ts';
import { isMarked, kustomizeGroup, ownerLabels } from '../../src/core/flux/markers.ts';
import { type KubernetesObject, record, text } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { type GitServer, startGitServer } from '../../src/demo/git/gitServer.ts';
import { createClient, type KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { findKustomize } from '../../src/node/tools.ts';
import { unpackArchive } from '../../src/sidecar/artifacts/unpack.ts';
import { createResources, type Resources } from '../../src/sidecar/reconciler/resources.ts';
import { canonicalJson } from '../../src/sidecar/render/canonicalJson.ts';
import { createKnownChildren } from '../../src/sidecar/render/knownChildren.ts';
import { renderTree, type TreeRendering } from '../../src/sidecar/render/renderTree.ts';
import { createVariableReader } from '../../src/sidecar/render/variables.ts';
import { createView, type View, type ViewedKind } from '../scenario/view.ts';
import { children } from './compare/cases/children.ts';
import { components } from './compare/cases/components.ts';
import { generators } from './compare/cases/generators.ts';
import { ignore } from './compare/cases/ignore.ts';
import { images } from './compare/cases/images.ts';
import { layouts } from './compare/cases/layouts.ts';
import { names } from './compare/cases/names.ts';
import { namespaces } from './compare/cases/namespaces.ts';
import { patches } from './compare/cases/patches.ts';
import { substitution } from './compare/cases/substitution.ts';
import type { ComparedCase } from './compare/comparedCase.ts';
import { runCase } from './compare/runCase.ts';
import type { Side } from './compare/side.ts';
import { sharedPlane } from './sharedPlane.ts';

let folder: string;
let git: GitServer;
let side: Side;

beforeAll(async () => {
  const plane = sharedPlane();
  if (!plane) throw new Error('this suite needs the real control plane');
  folder = await mkdtemp(join(tmpdir(), 'lumen-applied-'));
  await mkdir(join(folder, 'work'));
  git = await startGitServer({ folder: join(folder, 'git') });
  const client = createClient(plane.access('admin'));
  const views = new Map<ViewedKind, View>();
  side = {
    name: 'Flux',
    client,
    kubeconfig: '',
    view(kind) {
      const view = views.get(kind) ?? createView(client, kind);
      views.set(kind, view);
      return view;
    },
    async close() {
      views.forEach(view => view.close());
      client.close();
    },
  };
});

afterAll(async () => {
  await side?.close();
  await git?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Digests that this test, and it alone, can take back. */
function createTransparentMasking() {
  const values = new Map<string, unknown>();
  const digest = (said: string): string => {
    const hash = createHash('sha256').update(said).digest('hex').slice(0, 32);
    values.set(`lumen:masked:${hash}`, (JSON.parse(said) as unknown[])[2]);
    return hash;
  };
  const reveal = (value: unknown): unknown => {
    if (typeof value === 'string') {
      if (values.has(value)) return values.get(value);
      return value.replace(/lumen:masked:[0-9a-f]{32}/g, piece => String(values.get(piece)));
    }
    if (Array.isArray(value)) return value.map(reveal);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, reveal(child)]));
  };
  return { digest, reveal };
}

/** The source's artifact as it lies in its storage, rendered with what lives now. */
async function render(namespace: string, masking: { digest(text: string): string }) {
  const { client } = side;
  const group = 'source.toolkit.fluxcd.io';
  const plural = 'gitrepositories';
  const path = resourcePath({ group, version: 'v1', plural, namespace, name: 'source' });
  const source = await client.request<KubernetesObject>({ path });
  const { url, revision } = record(record(source.status).artifact);
  const answer = await fetch(text(url) ?? '');
  const root = await mkdtemp(join(folder, 'artifact-'));
  await unpackArchive(Buffer.from(await answer.arrayBuffer()), root);
  return renderTree({
    root,
    source: `GitRepository/${namespace}/source`,
    revision: text(revision) ?? '',
    kustomizations: side.view('Kustomization').list(),
    variables: createVariableReader(client),
    known: async () => undefined,
    kustomizationsOf: async () => new Map(),
    children: createKnownChildren(),
    masking: () => masking,
    tool: await findKustomize(),
    signal: new AbortController().signal,
    timeout: 60_000,
    workFolder: join(folder, 'work'),
    log: { info() {}, error() {} },
  });
}

/** What a server-side apply of an object as Flux would change in what lives: nothing where we rendered what it applied. */
async function drift(
  rendered: KubernetesObject,
  kustomization: string,
  resources: Resources,
  client: KubernetesClient
): Promise<string[]> {
  const [namespace = '', name = ''] = kustomization.split('/');
  const object = withCommonMetadata(rendered, { labels: ownerLabels({ namespace, name }) });
  const { apiVersion, kind, metadata } = object;
  const path = await resources.pathOf({ apiVersion, kind, ...metadata });
  const live = await client.request<KubernetesObject>({ path });
  const skips = ['reconcile', 'ssa'].some(
    key =>
      isMarked(live, `${kustomizeGroup}/${key}`, 'disabled') ||
      live.metadata.annotations?.[`${kustomizeGroup}/${key}`]
  );
  if (skips) return [];
  const applied = await client.request<KubernetesObject>({
    method: 'PATCH',
    path,
    query: { fieldManager: 'kustomize-controller', force: true, dryRun: 'All' },
    contentType: 'application/apply-patch+yaml',
    body: object,
  });
  const [before, after] = [live, applied].map(facts);
  if (before === after) return [];
  return [`${kustomization}: ${kind}/${metadata.name}\n  lives:  ${before}\n  would:  ${after}`];
}

/** All of it but what the server counts, and what others write. */
function facts({ metadata, status: _status, ...rest }: KubernetesObject): string {
  const { managedFields = [], labels, annotations, name, namespace } = metadata;
  const owned = managedFields.find(
    ({ manager, operation }) => manager === 'kustomize-controller' && operation === 'Apply'
  );
  return canonicalJson({ ...rest, labels, annotations, name, namespace, owned: owned?.fieldsV1 });
}

async function driftOf(tree: TreeRendering, reveal: (value: unknown) => unknown) {
  const resources = createResources(side.client, Date.now);
  const found: string[] = [];
  let count = 0;
  for (const { kustomization, build } of tree.nodes) {
    for (const { hash } of tree.builds.get(build ?? '') ?? []) {
      const object = reveal(JSON.parse(tree.objects.get(hash) ?? 'null')) as KubernetesObject;
      found.push(...(await drift(object, kustomization, resources, side.client)));
      count += 1;
    }
  }
  return { found, count };
}

const cases: ComparedCase[] = [
  ...[layouts, patches, components, images, names, namespaces, generators, substitution].flat(),
  ...[ignore, children].flat(),
].filter(({ steps }) =>
  Object.values(steps.at(-1)?.ends ?? {}).every(end => end === 'ReconciliationSucceeded' || !end)
);

it.each(cases)('renders what Flux has applied: $name, $says', { timeout: 300_000 }, async it => {
  // Others share the plane, and its namespaces.
  const name = it.name;
  await runCase(it, [side], git, join(folder, name));
  const { digest, reveal } = createTransparentMasking();
  const tree = await render(name, { digest });
  expect(tree.nodes.flatMap(({ failure }) => failure ?? [])).toEqual([]);
  const { found, count } = await driftOf(tree, reveal);
  expect(found).toEqual([]);
  expect(count).toBeGreaterThan(0);
});
