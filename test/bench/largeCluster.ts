import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { openSqliteLedger } from '../../src/sidecar/ledger/sqliteLedger.ts';

const counts = { namespaces: 100, kustomizations: 3000, helmReleases: 1500, gitRepositories: 500 };
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

/** Objects as their controllers leave them, by many clients at once: POST, then the status. */
export async function fill(client: KubernetesClient, { url, digest }: Artifacts): Promise<void> {
  const work: (() => Promise<unknown>)[] = [];
  const add = (group: string, version: string, plural: string, index: number, parts: object) => {
    const namespace = namespaceAt(index);
    const metadata = { name: nameOf(plural, index), namespace };
    const path = resourcePath({ group, version, plural, namespace });
    const { status, ...body } = { metadata, ...parts } as { status?: unknown; kind?: string };
    const object = { apiVersion: `${group}/${version}`, ...body };
    work.push(async () => {
      await client.request({ method: 'POST', path, body: object });
      await client.request({
        method: 'PATCH',
        path: `${path}/${metadata.name}/status`,
        contentType: 'application/merge-patch+json',
        body: { status },
      });
    });
  };
  for (let index = 0; index < counts.namespaces; index++) {
    const path = '/api/v1/namespaces';
    await client.request({ method: 'POST', path, body: namespaceOf(namespaceAt(index)) });
  }
  const now = new Date().toISOString();
  const ready = (message: string) => [
    { type: 'Ready', status: 'True', reason: 'Succeeded', message, lastTransitionTime: now },
  ];
  for (let index = 0; index < counts.gitRepositories; index++) {
    const revision = revisionOf(index);
    add('source.toolkit.fluxcd.io', 'v1', 'gitrepositories', index, {
      kind: 'GitRepository',
      spec: { interval: '1h', url: 'https://git.example.com/team/app.git' },
      status: {
        observedGeneration: 1,
        artifact: { path: 'a', url, digest, revision, lastUpdateTime: now },
        conditions: ready(`stored artifact for revision '${revision}'`),
      },
    });
  }
  for (let index = 0; index < counts.kustomizations; index++) {
    const revision = revisionOf(index % counts.gitRepositories);
    const name = nameOf('gitrepositories', index % counts.gitRepositories);
    const entries = Array.from({ length: 10 }, (_, at) => ({
      id: `${namespaceAt(index)}_app-${index}-${at}_apps_Deployment`,
      v: 'v1',
    }));
    add('kustomize.toolkit.fluxcd.io', 'v1', 'kustomizations', index, {
      kind: 'Kustomization',
      spec: {
        interval: '10m',
        prune: true,
        path: './app',
        sourceRef: { kind: 'GitRepository', name, namespace: namespaceAt(index) },
      },
      status: {
        observedGeneration: 1,
        lastAppliedRevision: revision,
        lastAttemptedRevision: revision,
        inventory: { entries },
        conditions: ready(`Applied revision: ${revision}`),
      },
    });
  }
  for (let index = 0; index < counts.helmReleases; index++) {
    add('helm.toolkit.fluxcd.io', 'v2', 'helmreleases', index, {
      kind: 'HelmRelease',
      spec: {
        interval: '10m',
        chart: {
          spec: { chart: 'app', sourceRef: { kind: 'HelmRepository', name: 'charts' } },
        },
      },
      status: { observedGeneration: 1, conditions: ready('Helm install succeeded') },
    });
  }
  const next = async () => {
    for (let one = work.pop(); one; one = work.pop()) await one();
  };
  await Promise.all(Array.from({ length: 24 }, next));
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
