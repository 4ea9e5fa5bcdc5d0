import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { readChanges } from '../../src/cli/changeReader.ts';
import { findSidecar, SidecarError } from '../../src/cli/sidecarProxy.ts';
import { conditionOf } from '../../src/core/kubernetes/conditions.ts';
import { type KubernetesObject, record } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { buildGoTools, oracleTools } from '../../src/demo/plane/goTools.ts';
import { buildKustomization } from '../../src/node/kustomize.ts';
import { runProcess } from '../../src/node/process.ts';
import { findKustomize } from '../../src/node/tools.ts';
import { deployment } from '../scenario/manifests.ts';
import { type Figure, figure, median, spread } from './figure.ts';
import { type PlaneBench, startPlaneBench } from './planeBench.ts';

type Say = (line: string) => void;

/** What it costs to know what changed, beside the commands that people would use instead. Real Flux, built with Go. */
export async function benchChanges(say: Say): Promise<Figure[]> {
  const bench = await startPlaneBench(say);
  try {
    return [await benchPending(bench, say), await benchOneOfMany(bench, say)];
  } finally {
    await bench.close();
  }
}

const rounds = 5;
const namespace = 'default';

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Asks until there is an answer: what was pushed a moment ago is not rendered yet. */
async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + 120_000; ; await sleep(50)) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof SidecarError) || Date.now() > until) throw error;
    }
  }
}

const source = (name: string, url: string): KubernetesObject =>
  ({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name, namespace },
    spec: { interval: '1s', url, ref: { branch: 'main' } },
  } as KubernetesObject);

const kustomization = (name: string, of: string, spec: object): KubernetesObject =>
  ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace },
    spec: {
      interval: '1h',
      prune: true,
      targetNamespace: namespace,
      sourceRef: { kind: 'GitRepository', name: of },
      ...spec,
    },
  } as KubernetesObject);

/** 300 Deployments, of which a commit changes 10, and nothing has applied it yet. */
async function benchPending(bench: PlaneBench, say: Say): Promise<Figure> {
  const { client, clone, folder, git, apply } = bench;
  const flux = join((await buildGoTools(oracleTools, say)).folder, 'flux');
  const copy = await clone('bench/big');
  const name = (index: number) => `app-${String(index).padStart(3, '0')}`;
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [
      `${name(index)}.yaml`,
      deployment(name(index), { replicas: 0 }),
    ])
  );
  await copy.push('Begin', files);
  const big = kustomization('big', 'big', { path: './' });
  await apply(source('big', git.urlOf('bench/big')), big);
  const at = { group: 'kustomize.toolkit.fluxcd.io', version: 'v1', plural: 'kustomizations' };
  const path = resourcePath({ ...at, namespace, name: 'big' });
  while (conditionOf(await client.request<KubernetesObject>({ path }), 'Ready')?.status !== 'True')
    await sleep(100);
  await apply({ ...big, spec: { ...record(big.spec), suspend: true } });

  const left = join(folder, 'left');
  await cp(copy.folder, left, { recursive: true });
  const changed = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [
      `${name(index * 30)}.yaml`,
      deployment(name(index * 30), { replicas: 0, image: 'docker.io/library/nginx:1.28.0' }),
    ])
  );
  const newest = await copy.push('Ten others', changed);
  const sidecar = await findSidecar(client);
  const of = 'Kustomization/default/big';
  await eventually(() => readChanges(sidecar, { of, from: 'applied', to: newest }));

  const file = join(folder, 'big.yaml');
  await writeFile(file, stringify(big));
  const build = async (root: string) => {
    const args = ['build', 'kustomization', 'big', '--namespace', namespace, '--dry-run'];
    const files = ['--path', root, '--kustomization-file', file];
    const env = { HOME: folder };
    const ended = await runProcess(flux, [...args, ...files], { env, timeout: 60_000 });
    if (ended.code !== 0) throw new Error(`flux build: ${ended.stderr.toString()}`);
  };
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    ours.push(
      await time(async () => {
        const { objects, head } = await readChanges(sidecar, { of, from: 'applied', to: 'newest' });
        if (objects.length !== 10 || head.counts.unchanged !== 290)
          throw new Error(`${objects.length} of 300 differ, not 10`);
      })
    );
    theirs.push(await time(async () => [await build(left), await build(copy.folder)]));
  }
  say(`pending diff of 300 objects: ${spread(ours)} ms`);
  say(`flux build of both sides: ${spread(theirs)} ms`);
  const ratio = median(ours) / median(theirs);
  return figure('pending diff of 300 objects beside flux build of both', ratio, 'times', 0.1);
}

/** A commit that changes one of a hundred Kustomizations on a source. */
async function benchOneOfMany(bench: PlaneBench, say: Say): Promise<Figure> {
  const { client, clone, git, apply, onLine } = bench;
  const copy = await clone('bench/many');
  const name = (index: number) => `team-${String(index).padStart(2, '0')}`;
  const files = (index: number, image: string) => ({
    [`${name(index)}/kustomization.yaml`]: stringify({ resources: ['web.yaml', 'worker.yaml'] }),
    [`${name(index)}/web.yaml`]: deployment('web', { replicas: 0, image }),
    [`${name(index)}/worker.yaml`]: deployment('worker', { replicas: 0, image }),
  });
  const all = Array.from({ length: 100 }, (_, index) => index);
  const begin = Object.assign({}, ...all.map(index => files(index, 'nginx:1'))) as ReturnType<
    typeof files
  >;
  const first = await copy.push('Begin', begin);
  const kept = new Map<string, Record<string, unknown>>();
  onLine(line => {
    const said = /\{.*"msg":"revision kept".*\}/.exec(line)?.[0];
    if (!said) return;
    const fields = JSON.parse(said) as Record<string, unknown>;
    kept.set(String(fields.revision), fields);
  });
  // Suspended: what Flux itself would do with them is not what is measured.
  const suspended = { suspend: true };
  await apply(
    ...all.map(index => kustomization(name(index), 'many', { path: name(index), ...suspended })),
    source('many', git.urlOf('bench/many'))
  );
  const sidecar = await findSidecar(client);
  const of = 'GitRepository/default/many';
  await eventually(() => readChanges(sidecar, { of, from: first, to: first }));

  const tool = await findKustomize();
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const revision = await copy.push(`Round ${round}`, files(42, `nginx:1.${round}`));
    await eventually(() => readChanges(sidecar, { of, from: first, to: revision }));
    const { milliseconds, rendered, skipped } = kept.get(revision) ?? {};
    if (rendered !== 1 || skipped !== 99)
      throw new Error(`${rendered} were rendered and ${skipped} skipped, not 1 and 99`);
    ours.push(Number(milliseconds));
    const folder = join(copy.folder, name(42));
    theirs.push(await time(() => buildKustomization({ tool, folder })));
  }
  say(`one of 100 Kustomizations changed, rendered and stored: ${spread(ours)} ms`);
  say(`kustomize build of it: ${spread(theirs)} ms`);
  const goal = Math.round(3 * median(theirs) + 300);
  return figure('one of 100 Kustomizations changed', median(ours), 'ms', goal);
}
