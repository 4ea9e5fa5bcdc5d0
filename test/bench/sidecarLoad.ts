import { build } from 'esbuild';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyObjects } from '../../src/demo/homelab/applyObjects.ts';
import { provisionCluster } from '../../src/demo/homelab/bootstrap.ts';
import { realFluxCrds } from '../../src/demo/plane/fluxManifests.ts';
import { buildGoTools, planeTools } from '../../src/demo/plane/goTools.ts';
import { type Plane, startPlane } from '../../src/demo/plane/plane.ts';
import { findOnPath } from '../../src/node/findOnPath.ts';
import { freePorts } from '../../src/node/freePort.ts';
import { createClient } from '../../src/node/kubernetes/client.ts';
import { runProcess, startProcess } from '../../src/node/process.ts';
import { type Figure, figure, median, spread } from './figure.ts';
import { fill, fillLedger, namespaceOf, serveArtifact } from './largeCluster.ts';
import { memoryOf } from './memory.ts';

type Say = (line: string) => void;

const rounds = 5;
const sources = resolve(import.meta.dirname, '../../src/sidecar');
const sidecar = 'system:serviceaccount:flux-system:lumen';
/** As deploy/base starts it, and what its container may hold, in MB. */
const nodeOptions = ['--max-old-space-size=128', '--max-semi-space-size=2'];
const limit = 256 * 1.048576;

/** The sidecar in a large cluster, started five times, its memory looked at while it works. */
export async function benchSidecarLoad(say: Say): Promise<Figure[]> {
  const tools = await buildGoTools(planeTools, say);
  const curl = await findOnPath('curl');
  if (!curl) throw new Error('curl is not on PATH: the time until /readyz is held against it.');
  const folder = await mkdtemp(join(tmpdir(), 'lumen-load-'));
  const plane = await startPlane({ name: 'load', folder, programs: tools.folder });
  const access = { server: plane.url, ca: plane.ca, token: async () => plane.token('admin') };
  const client = createClient(access);
  const artifacts = await serveArtifact();
  try {
    const crds = await realFluxCrds(tools.crds);
    await applyObjects(client, [namespaceOf('flux-system')], 'bench');
    await provisionCluster(access, { crds, flux: [], sidecar: 'base' });
    const started = Date.now();
    await fill(client, artifacts);
    say(`5,000 Flux objects made in ${Math.round((Date.now() - started) / 1000)} s`);
    const storage = join(folder, 'data');
    await fillLedger(storage, artifacts);
    return await measure({ plane, folder, storage, curl }, say);
  } finally {
    client.close();
    artifacts.close();
    await plane.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  at: { plane: Plane; folder: string; storage: string; curl: string },
  say: Say
): Promise<Figure[]> {
  const { plane, folder, storage, curl } = at;
  const main = await bundle(join(folder, 'lumen'));
  const kubeconfig = join(folder, 'lumen.kubeconfig');
  await writeFile(kubeconfig, plane.kubeconfig(sidecar), { mode: 0o600 });
  const ca = join(folder, 'ca.pem');
  await writeFile(ca, plane.ca);
  const [ready, listed, memory]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await list(curl, ca, plane);
    listed.push(performance.now() - start);
    const run = await startOnce(main, kubeconfig, storage);
    ready.push(run.ready);
    // The first one also renders, as long as it is looked at.
    const until = Date.now() + (round === 0 ? 60_000 : 5000);
    let most = 0;
    for (; Date.now() < until; await sleep(200)) most = Math.max(most, await memoryOf(run.pid));
    memory.push(most);
    await run.close();
  }
  say(`/readyz: ${spread(ready)} ms; the same objects listed with curl: ${spread(listed)} ms`);
  say(`most memory at once, kustomize included: ${spread(memory)} MB`);
  return [
    figure('/readyz beside a list with curl', median(ready) / median(listed), 'times', 2),
    figure('memory of the sidecar in a large cluster, at most', Math.max(...memory), 'MB', limit),
  ];
}

/** What the sidecar reads, as anybody would who knows where it is. */
async function list(curl: string, ca: string, plane: Plane): Promise<void> {
  const urls = ['kustomize/kustomizations', 'source/gitrepositories'].map(kind => {
    const [part, plural] = kind.split('/');
    return `${plane.url}/apis/${part}.toolkit.fluxcd.io/v1/${plural}`;
  });
  const args = ['--silent', '--fail', '--cacert', ca];
  args.push('--header', `Authorization: Bearer ${plane.token(sidecar)}`);
  const outputs = urls.flatMap(url => ['--output', '/dev/null', url]);
  const ended = await runProcess(curl, [...args, ...outputs], { timeout: 60_000 });
  if (ended.code !== 0) throw new Error(`curl: ${ended.stderr.toString()}`);
}

/** As deploy/container makes it. */
async function bundle(outdir: string): Promise<string> {
  const require = "import { createRequire } from 'node:module';";
  await build({
    entryPoints: ['main.ts', 'ledger/sqliteWorker.ts'].map(file => join(sources, file)),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    banner: { js: `${require} const require = createRequire(import.meta.url);` },
    outdir,
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    logLevel: 'error',
  });
  return join(outdir, 'main.mjs');
}

async function startOnce(main: string, kubeconfig: string, storage: string) {
  const { http } = await freePorts('http');
  const names = ['PATH', 'HOME', 'XDG_CACHE_HOME', 'TMPDIR'];
  const env = Object.fromEntries(names.flatMap(name => entryOf(name)));
  const start = performance.now();
  const child = await startProcess(
    process.execPath,
    [
      ...nodeOptions,
      main,
      ...['--mode', 'observe', '--kubeconfig', kubeconfig, '--kustomize-memory=96Mi'],
      ...['--http-addr', `127.0.0.1:${http}`, '--storage-path', storage],
    ],
    { env }
  );
  child.stdout.resume();
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(String(chunk)));
  let ended = false;
  void child.ended.then(() => (ended = true));
  const isReady = () =>
    fetch(`http://127.0.0.1:${http}/readyz`).then(
      answer => answer.ok,
      () => false
    );
  while (!(await isReady())) {
    if (ended) throw new Error(`The sidecar ended at its start:\n${said.join('')}`);
    await sleep(10);
  }
  return { ready: performance.now() - start, pid: child.pid, close: () => child.close(5000) };
}

function entryOf(name: string): [string, string][] {
  const value = process.env[name];
  return value === undefined ? [] : [[name, value]];
}
