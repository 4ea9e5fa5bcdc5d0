import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { buildHost, hostFolder } from '../demo/host/build/buildHost.ts';
import type { HostedCluster } from '../demo/host/server/hostedCluster.ts';
import { readKubeconfigClusters } from '../demo/kubeconfigClusters.ts';
import { buildGoTools, NoGoError, planeTools } from '../demo/plane/goTools.ts';
import type { World } from '../demo/world.ts';
import { startWorld } from '../demo/world.ts';
import { cacheFolder } from '../node/cacheFolder.ts';
import { findKustomize } from '../node/tools.ts';
import { buildPlugin, isPluginBuilt } from './buildPlugin.ts';
import type { DemoFlags } from './demoFlags.ts';
import { parseDemoFlags, usage, UsageError } from './demoFlags.ts';
import { announcement, serveKubeconfig } from './kubeconfigDemo.ts';

const users = ['admin', 'viewer', 'nobody'];
const started = Date.now();
const stopping = new AbortController();
/** What runs, and ends with us. */
let running: { close(): Promise<void> } | undefined;

/** For people, on stderr: stdout is for what scripts read. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function phase(what: string): void {
  say(`${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${what}`);
}

/** One clear line, and the exit code that says: mend it and try again. */
function refuse(line: string): never {
  say(line);
  process.exit(2);
}

async function stop(): Promise<void> {
  if (stopping.signal.aborted) return;
  stopping.abort();
  // Whatever hangs, the person who pressed Ctrl-C does not wait for it: what is left ends with this process.
  setTimeout(() => process.exit(1), 1800).unref();
  await running?.close();
  process.exit(0);
}

async function checkPort(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    refuse(
      error.code === 'EADDRINUSE'
        ? `Port ${port} is busy: give another with --port N, or --port 0 for any free one.`
        : `Port ${port} cannot be used: ${error.message}`
    );
  });
  await new Promise(resolve => probe.close(resolve));
}

/** What the page is made of, at the same time; each says what it does only if it does. */
async function preparePage(): Promise<void> {
  const { signal } = stopping;
  const [hostBuilt, pluginBuilt] = await Promise.all([
    hostFolder().then(folder => existsSync(folder)),
    isPluginBuilt(),
  ]);
  if (!hostBuilt) {
    phase(`Building Headlamp's UI, once: about 40 s, 21 MB in ${cacheFolder()}`);
  }
  if (!pluginBuilt) phase('Building the plugin into dist/');
  await Promise.all([buildHost(signal), buildPlugin(signal)]);
}

function announce({ clusters, git, ui }: World): void {
  const [first] = clusters;
  if (!first) return;
  say(`
Headlamp with Lumen:  ${ui}

Three things to try:
  1. Open ${ui}/c/${
    first.cluster.name
  }/lumen/overview and see what Flux runs, and why what is not ready is not.
  2. git clone -b flux ${git.homelab}, change something below flux/, commit, push:
     the row of the GitRepository and what it applies follow while you look.
  3. Sign out (top right) and in again with a token that may do less, or ask the cluster yourself:
     kubectl --kubeconfig ${first.kubeconfigFile('admin')} get kustomizations -A

Tokens for the sign-in page:${users
    .map(user => `\n  ${user.padEnd(7)} ${first.cluster.token(user)}`)
    .join('')}

Ctrl-C ends all of it.`);
}

function toJson({ clusters, flux, git, ui, webhook }: World): string {
  const [first] = clusters;
  return JSON.stringify({
    ui,
    api: first?.cluster.url,
    git: git.homelab,
    kubeconfig: first?.kubeconfigFile('admin'),
    users: Object.fromEntries(
      users.map(user => [user, { kubeconfig: first?.kubeconfigFile(user) }])
    ),
    webhook,
    flux,
  });
}

async function runDemo(flags: DemoFlags): Promise<void> {
  await checkPort(flags.port);
  const tools = findKustomize({ log: phase }).catch((error: Error) => refuse(error.message));
  const programs = flags.flux ? buildGoTools(planeTools, phase, stopping.signal) : undefined;
  const [flux] = await Promise.all([programs, preparePage(), tools]);
  await mkdir(cacheFolder(), { recursive: true });
  const logFile = join(cacheFolder(), 'demo.log');
  // A new file: another demo may be writing to the one of this name.
  await rm(logFile, { force: true });
  const log = createWriteStream(logFile, { flags: 'a' });
  const world = await startWorld({
    clusters: flags.clusters,
    flux,
    host: true,
    port: flags.port,
    user: flags.user,
    // For people: scripts want a world that stands still.
    latePushes: flags.json ? 0 : 2,
    log: line => log.write(`${new Date().toISOString()} ${line}\n`),
    phase,
  });
  running = world;
  phase(`All is up. What the parts say is in ${logFile}`);
  announce(world);
  if (flags.json) process.stdout.write(`${toJson(world)}\n`);
}

async function runKubeconfig(file: string, flags: DemoFlags): Promise<void> {
  // Started in the repository by npm, which tells where the person is.
  const path = resolve(process.env.INIT_CWD ?? '.', file);
  const { clusters, leftOut } = await readKubeconfigClusters(path, flags.contexts).catch(
    (error: Error) => refuse(error.message)
  );
  await checkPort(flags.port);
  await preparePage();
  const host = await serveKubeconfig(clusters, flags.port);
  running = host;
  for (const line of leftOut) say(`Left out: ${line}`);
  say(announcement(host.url, clusters));
  if (flags.json) process.stdout.write(`${namesToJson(host.url, clusters)}\n`);
}

const namesToJson = (ui: string, clusters: HostedCluster[]) =>
  JSON.stringify({ ui, clusters: clusters.map(({ name }) => name) });

process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
process.on('SIGHUP', () => void stop());
// `npm run demo` is gone, by kill -9 perhaps: nobody could end us later.
process.on('disconnect', () => void stop());

try {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const flags = parseDemoFlags(args);
  const { kubeconfig } = flags;
  await (kubeconfig === undefined ? runDemo(flags) : runKubeconfig(kubeconfig, flags));
} catch (error) {
  if (error instanceof UsageError || error instanceof NoGoError) refuse(error.message);
  if (!stopping.signal.aborted) {
    say(error instanceof Error ? error.message : String(error));
    await running?.close();
    process.exit(1);
  }
}
