import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { KubernetesObject } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { groupOf, versionOf } from '../../src/core/kubernetes/ref.ts';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { openSqliteLedger } from '../../src/sidecar/ledger/sqliteLedger.ts';

export const counts = {
  namespaces: 100,
  kustomizations: 3000,
  helmReleases: 1400,
  helmRepositories: 100,
  gitRepositories: 500,
};
/** Of so many Kustomizations one does not build, and two wait for it. */
const brokenEvery = 250;
/** Of so many Kustomizations one applies a Deployment; the others nothing that runs. */
const deployedEvery = 10;
const revisions = 1000;

export interface Artifacts {
  url: string;
  digest: string;
  close(): void;
}

/** One small archive, whatever it is asked for. */
export async function serveArtifact(): Promise<Artifacts> {
  const archive = pack();
  archive.entry({ name: 'app/one.yaml' }, configMap);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  const bytes = gzipSync(Buffer.concat(chunks));
  const server = createServer((_, response) => response.end(bytes));
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/archive.tar.gz`,
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    close: () => server.close(),
  };
}

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\ndata: { a: b }\n';
const nameOf = (what: string, index: number) => `${what}-${String(index).padStart(4, '0')}`;
const namespaceAt = (index: number) => nameOf('team', index % counts.namespaces);
const revisionOf = (index: number) => `main@sha1:${index.toString(16).padStart(40, '0')}`;
export const namespaceOf = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
});

/** Writes one object, and what its controller would say of it where none does. */
type Add = (plural: string, object: KubernetesObject) => void;

/** Writes many objects by many clients at once: POST, then the status. */
async function write(client: KubernetesClient, tell: (add: Add) => void): Promise<void> {
  const work: (() => Promise<unknown>)[] = [];
  tell((plural, { status, ...body }) => {
    const { namespace, name } = body.metadata;
    const [group, version] = [groupOf(body.apiVersion), versionOf(body.apiVersion)];
    const path = resourcePath({ group, version, plural, namespace });
    work.push(async () => {
      await client.request({ method: 'POST', path, body });
      if (!status) return;
      await client.request({
        method: 'PATCH',
        path: `${path}/${name}/status`,
        contentType: 'application/merge-patch+json',
        body: { status },
      });
    });
  });
  const next = async () => {
    for (let one = work.pop(); one; one = work.pop()) await one();
  };
  await Promise.all(Array.from({ length: 24 }, next));
}

const now = new Date().toISOString();
const condition = (status: string, reason: string, message: string) => [
  { type: 'Ready', status, reason, message, lastTransitionTime: now, observedGeneration: 1 },
];
const ready = (message: string) => condition('True', 'Succeeded', message);

/** 5,000 Flux objects, and what runs of them, as their controllers leave them. */
export async function fill(client: KubernetesClient, { url, digest }: Artifacts): Promise<void> {
  for (let index = 0; index < counts.namespaces; index++) {
    const path = '/api/v1/namespaces';
    await client.request({ method: 'POST', path, body: namespaceOf(namespaceAt(index)) });
  }
  await write(client, add => {
    for (let index = 0; index < counts.gitRepositories; index++) {
      const revision = revisionOf(index);
      add('gitrepositories', {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        metadata: { name: nameOf('gitrepositories', index), namespace: namespaceAt(index) },
        spec: { interval: '1h', url: 'https://git.example.com/team/app.git' },
        status: {
          observedGeneration: 1,
          artifact: { path: 'a', url, digest, revision, lastUpdateTime: now },
          conditions: ready(`stored artifact for revision '${revision}'`),
        },
      });
    }
    for (let index = 0; index < counts.helmRepositories; index++) {
      add('helmrepositories', {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'HelmRepository',
        metadata: { name: 'charts', namespace: namespaceAt(index) },
        spec: { interval: '1h', url: 'https://charts.example.com' },
        status: { observedGeneration: 1, conditions: ready('stored artifact') },
      });
    }
    for (let index = 0; index < counts.helmReleases; index++) {
      add('helmreleases', {
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        metadata: { name: nameOf('helmreleases', index), namespace: namespaceAt(index) },
        spec: {
          interval: '10m',
          chart: {
            spec: { chart: 'app', sourceRef: { kind: 'HelmRepository', name: 'charts' } },
          },
        },
        status: { observedGeneration: 1, conditions: ready('Helm install succeeded') },
      });
    }
    addKustomizations(add, 0, counts.kustomizations);
  });
}

/** Makes the Kustomizations of a filled cluster so many. */
export function fillUp(client: KubernetesClient, kustomizations: number): Promise<void> {
  return write(client, add => addKustomizations(add, counts.kustomizations, kustomizations));
}

function addKustomizations(add: Add, from: number, to: number): void {
  for (let index = from; index < to; index++) {
    const revision = revisionOf(index % counts.gitRepositories);
    const source = nameOf('gitrepositories', index % counts.gitRepositories);
    const namespace = namespaceAt(index);
    const broken = index - (index % brokenEvery);
    const isBroken = index === broken;
    const isWaiting = !isBroken && index - broken <= 2;
    const isDeployed = index % deployedEvery === deployedEvery - 1;
    const deployment = `app-${index}`;
    const entries = Array.from({ length: 10 }, (_, at) => ({
      id: `${namespace}_${deployment}-${at}__ConfigMap`,
      v: 'v1',
    }));
    if (isDeployed) entries.push({ id: `${namespace}_${deployment}_apps_Deployment`, v: 'v1' });
    const dependency = { name: nameOf('kustomizations', broken), namespace: namespaceAt(broken) };
    add('kustomizations', {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: nameOf('kustomizations', index), namespace },
      spec: {
        interval: '10m',
        prune: true,
        path: './app',
        sourceRef: { kind: 'GitRepository', name: source, namespace },
        ...(isWaiting && { dependsOn: [dependency] }),
      },
      status: {
        observedGeneration: 1,
        lastAppliedRevision: revision,
        lastAttemptedRevision: revision,
        inventory: { entries },
        conditions: isBroken
          ? condition('False', 'BuildFailed', "kustomize build failed: no such file 'one.yaml'")
          : isWaiting
          ? condition(
              'False',
              'DependencyNotReady',
              `dependency '${dependency.namespace}/${dependency.name}' is not ready`
            )
          : ready(`Applied revision: ${revision}`),
      },
    });
    if (isDeployed) add('deployments', deploymentOf(deployment, index));
  }
}

/** One that is scaled to nothing: healthy, though nothing here would run its pods. */
function deploymentOf(name: string, index: number): KubernetesObject {
  const labels = { app: name };
  const owner = 'kustomize.toolkit.fluxcd.io';
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: namespaceAt(index),
      labels: {
        [`${owner}/name`]: nameOf('kustomizations', index),
        [`${owner}/namespace`]: namespaceAt(index),
      },
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app:1' }] } },
    },
  };
}

/** Two revisions of each source, the live one last, each of six Kustomizations of ten objects. */
export async function fillLedger(storage: string, { digest }: Artifacts): Promise<void> {
  await mkdir(storage, { recursive: true });
  const file = join(storage, 'ledger.sqlite');
  const log = { info() {}, error() {} };
  const ledger = openSqliteLedger({ file, log, now: Date.now });
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  for (let index = 0; index < revisions; index++) {
    const at = index % counts.gitRepositories;
    const isLive = index >= counts.gitRepositories;
    const source = `GitRepository/${namespaceAt(at)}/${nameOf('gitrepositories', at)}`;
    const objects = new Map<string, string>();
    const builds = new Map<string, { ref: typeof ref; hash: string; file: string }[]>();
    const ref = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: '', name: '' };
    const nodes = Array.from({ length: 6 }, (_, node) => {
      const name = nameOf('kustomizations', at + node * counts.gitRepositories);
      const held = Array.from({ length: 10 }, (_, which) => {
        const own = { ...ref, namespace: namespaceAt(at), name: `app-${node}-${which}` };
        const text = JSON.stringify({ ...own, spec: { image: `app:${index}`, filler } });
        objects.set(hash(text), text);
        return { ref: own, hash: hash(text), file: 'app/one.yaml' };
      });
      const build = hash(JSON.stringify(held));
      builds.set(build, held);
      const key = hash(`${index}/${name}`);
      const kustomization = `${namespaceAt(at)}/${name}`;
      return { kustomization, key, build, prune: true, deletionPolicy: 'MirrorPrune' };
    });
    const revision = isLive ? revisionOf(at) : revisionOf(index + 100_000);
    const seenAt = Date.now() - (revisions - index) * 60_000;
    const entry = { source, revision, digest, seenAt, how: 'watch' as const };
    await ledger.addRevision(entry, { nodes, builds, objects });
  }
  await ledger.close();
}

const filler = Object.fromEntries(
  Array.from({ length: 30 }, (_, at) => [`key-${at}`, 'a value as long as most of them are'])
);
