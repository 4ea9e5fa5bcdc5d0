import { createHmac } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type Masking, maskObject, readMasked } from '../../src/core/diff/mask.ts';
import { normalise } from '../../src/core/flux/normalise.ts';
import { type KubernetesObject, list, record, text } from '../../src/core/kubernetes/object.ts';
import { readHomelabFiles } from '../../src/demo/homelab/homelab.ts';
import { buildGoTools, oracleTools } from '../../src/demo/plane/goTools.ts';
import { runProcess } from '../../src/node/process.ts';
import { canonicalJson } from '../../src/sidecar/render/canonicalJson.ts';
import { createKnownChildren } from '../../src/sidecar/render/knownChildren.ts';
import { renderTree } from '../../src/sidecar/render/renderTree.ts';
import { cases } from './compare/cases/all.ts';
import { type RenderedCase, renderedCases } from './renderedCase.ts';

let folder: string;
let tools: { folder: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-oracle-'));
  await mkdir(join(folder, 'work'));
  tools = await buildGoTools(oracleTools, line => process.stderr.write(`${line}\n`));
}, 600_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const masking: Masking = {
  digest: text => createHmac('sha256', 'key').update(text).digest('hex').slice(0, 32),
};

/** Objects by Kustomization, `NAMESPACE/NAME`; undefined where it cannot be built. */
type Built = Record<string, KubernetesObject[] | undefined>;

async function ours(it: RenderedCase, root: string): Promise<Built> {
  const { nodes, builds, objects } = await renderTree({
    root,
    source: it.source,
    revision: 'main@sha1:1',
    kustomizations: it.kustomizations,
    variables: it.variables,
    known: async () => undefined,
    kustomizationsOf: async () => new Map(),
    children: createKnownChildren(),
    masking: () => masking,
    tool: { command: [join(tools.folder, 'kustomize'), 'build'], version: '5.8.1' },
    signal: new AbortController().signal,
    timeout: 60_000,
    workFolder: join(folder, 'work'),
    log: { info() {}, error() {} },
  });
  return Object.fromEntries(
    nodes.map(({ kustomization, build }) => [
      kustomization,
      builds.get(build ?? '')?.map(({ hash }) => JSON.parse(objects.get(hash) ?? 'null')),
    ])
  );
}

/** Flux's own command, following the tree by itself. */
async function theirs(it: RenderedCase, root: string): Promise<Built> {
  const built: Built = {};
  const follow = async (object: KubernetesObject): Promise<void> => {
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    if (key in built) return;
    built[key] = undefined;
    const whole = await withInlineVariables(object, it);
    const objects = whole && (await fluxBuild(whole, root));
    if (!objects) return;
    built[key] = objects.map(rendered => maskObject(toApplied(rendered, object), masking));
    for (const child of objects) {
      const isChild = child.apiVersion.startsWith('kustomize.toolkit.fluxcd.io/');
      if (isChild && child.metadata.namespace && sourceOf(child) === it.source) await follow(child);
    }
  };
  for (const root of it.kustomizations) if (sourceOf(root) === it.source) await follow(root);
  return built;
}

function sourceOf({ metadata, spec }: KubernetesObject): string {
  const { kind, name, namespace } = record(record(spec).sourceRef);
  return [kind, namespace ?? metadata.namespace, name].join('/');
}

let count = 0;

async function fluxBuild(
  kustomization: KubernetesObject,
  root: string
): Promise<KubernetesObject[] | undefined> {
  const file = join(folder, `kustomization-${count++}.yaml`);
  await writeFile(file, JSON.stringify(kustomization));
  const path = join(root, text(record(kustomization.spec).path) ?? '');
  const flags = ['--path', path, '--kustomization-file', file, '--dry-run', '--strict-substitute'];
  const args = ['build', 'kustomization', kustomization.metadata.name, ...flags];
  const namespace = ['--namespace', kustomization.metadata.namespace ?? ''];
  const ended = await runProcess(join(tools.folder, 'flux'), [...args, ...namespace], {
    cwd: root,
    env: { HOME: folder },
    timeout: 60_000,
  });
  if (ended.code !== 0) return undefined;
  return parseAllDocuments(ended.stdout.toString())
    .map(document => document.toJS() as KubernetesObject | null)
    .filter(object => object !== null)
    .flatMap(object =>
      Array.isArray(object.items) ? (object.items as KubernetesObject[]) : object
    );
}

/** Without a cluster it knows no `substituteFrom`. Nothing where a source of variables is missing. */
async function withInlineVariables(
  object: KubernetesObject,
  { variables }: RenderedCase
): Promise<KubernetesObject | undefined> {
  const { postBuild, ...spec } = record(object.spec);
  if (postBuild === undefined) return object;
  const { substituteFrom, ...inline } = record(postBuild);
  const substitute: Record<string, unknown> = {};
  for (const { kind, name, optional } of list(substituteFrom).map(record)) {
    const source = { kind, name, namespace: object.metadata.namespace } as Parameters<
      typeof variables
    >[0];
    const found = await variables(source, new AbortController().signal);
    if (found.state === 'absent' && optional !== true) return undefined;
    if (found.state === 'found') Object.assign(substitute, found.data);
  }
  Object.assign(substitute, inline.substitute);
  for (const [name, value] of Object.entries(substitute)) {
    substitute[name] = String(value).replaceAll('\n', '');
  }
  return { ...object, spec: { ...spec, postBuild: { ...inline, substitute } } };
}

/** The command prints what is built; what Flux makes of it before it applies is done here. */
function toApplied(object: KubernetesObject, owner: KubernetesObject): KubernetesObject {
  const labels = { ...object.metadata.labels };
  delete labels['kustomize.toolkit.fluxcd.io/name'];
  delete labels['kustomize.toolkit.fluxcd.io/namespace'];
  const metadata = { ...object.metadata };
  delete metadata.labels;
  const common = record(record(owner.spec).commonMetadata);
  const all = { ...labels, ...record(common.labels) } as Record<string, string>;
  const annotations = { ...metadata.annotations, ...record(common.annotations) };
  const normal = normalise({ ...object, metadata }, value => Buffer.from(value).toString('base64'));
  return {
    ...normal,
    metadata: {
      ...normal.metadata,
      ...(Object.keys(all).length > 0 ? { labels: all } : {}),
      ...(Object.keys(annotations).length > 0
        ? { annotations: annotations as Record<string, string> }
        : {}),
    },
  };
}

/** Whether both are the same; what we do not know, or hid because a secret variable gave it, may be anything. */
function isSame(left: unknown, right: unknown): boolean {
  const masked = readMasked(left);
  if (masked?.state === 'unknown' || (masked && !readMasked(right))) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  }
  if (typeof left !== 'object' || left === null || Array.isArray(left)) {
    return canonicalJson(left) === canonicalJson(right);
  }
  const [one, other] = [record(left), record(right)];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every(
    key => Object.hasOwn(one, key) && Object.hasOwn(other, key) && isSame(one[key], other[key])
  );
}

const nameOf = ({ kind, metadata }: KubernetesObject) =>
  `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;

function differences(left: Built, right: Built): string[] {
  const found: string[] = [];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const [one, other] = [left[key], right[key]];
    if (!one || !other) {
      if (one || other || !(key in left) || !(key in right)) {
        found.push(`${key}: built by ${one ? 'us' : other ? 'flux' : 'nobody'} only`);
      }
      continue;
    }
    // The command keeps the order of the files. What is applied is sorted by kind anyway.
    const others = new Map(other.map(object => [nameOf(object), object]));
    for (const object of one) {
      const name = nameOf(object);
      // The command leaves out how an object is encrypted.
      const shown = { ...object };
      delete shown.sops;
      if (!isSame(shown, others.get(name))) {
        found.push(`${key} ${name}: ${canonicalJson(shown)} | ${canonicalJson(others.get(name))}`);
      }
      others.delete(name);
    }
    for (const name of others.keys()) found.push(`${key} ${name}: built by flux only`);
  }
  return found;
}

async function compare(it: RenderedCase): Promise<{ found: string[]; objects: number }> {
  const root = await mkdtemp(join(folder, 'artifact-'));
  for (const [path, text] of it.files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const left = await ours(it, root);
  const right = await theirs(it, root);
  const objects = Object.values(left).reduce((sum, built) => sum + (built?.length ?? 0), 0);
  return { found: differences(left, right).map(line => `${it.name}: ${line}`), objects };
}

// What lies in the artifact is the source's business there.
const rendered = cases.filter(({ name, source }) => !source && !name.includes('ignore'));

describe('What we render is what flux build prints for', () => {
  it.each(rendered)('$name: $says', { timeout: 300_000 }, async it => {
    const found: string[] = [];
    for (const revision of renderedCases(it)) found.push(...(await compare(revision)).found);
    expect(found).toEqual([]);
  });

  it('the homelab', { timeout: 300_000 }, async () => {
    const files = await readHomelabFiles('https://git.example.org/hd/homelab.git');
    const sync = parseAllDocuments(files.get('flux/clusters/noah/flux-system/gotk-sync.yaml') ?? '')
      .map(document => document.toJS() as KubernetesObject)
      .filter(({ kind }) => kind === 'Kustomization');
    const { found, objects } = await compare({
      name: 'homelab',
      source: 'GitRepository/flux-system/flux-system',
      files,
      kustomizations: sync,
      variables: async () => ({ state: 'found', data: {} }),
    });
    expect(found).toEqual([]);
    expect(objects).toBeGreaterThan(50);
  });
});
