import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterAccess } from '../node/kubernetes/clusterAccess.ts';
import type { Cluster } from './cluster/cluster.ts';
import type { ClusterWorld } from './clusterWorld.ts';
import { startClusterWorld } from './clusterWorld.ts';
import type { GitServer } from './git/gitServer.ts';
import { startGitServer } from './git/gitServer.ts';
import { bootstrapHomelab } from './homelab/bootstrap.ts';
import { growHomelab, homelab, pushHeldBack } from './homelab/homelab.ts';
import { buildHost } from './host/build/buildHost.ts';
import type { Host } from './host/server/host.ts';
import { startHost } from './host/server/host.ts';
import type { GoTools } from './plane/goTools.ts';
import { startPlaneWorld } from './plane/planeWorld.ts';
import { watchHook } from './webhookPath.ts';

export interface World {
  clusters: WorldCluster[];
  /** The forge; `homelab` is where Flux's repository is cloned from. */
  git: GitServer & { homelab: string };
  /** Of the first cluster. */
  sidecar: {
    http: string;
    receiver: string;
    kill(signal: NodeJS.Signals): Promise<void>;
    start(): Promise<void>;
  };
  /** Where the forge tells the first cluster of a push; empty until its Receiver is ready. */
  webhook: string;
  /** The versions of Flux's controllers, where they reconcile. */
  flux?: Record<string, string>;
  ui?: string;
  close(): Promise<void>;
}

export interface WorldCluster {
  cluster: Cluster;
  access(user: string): ClusterAccess;
  kubeconfigFile(user: string): string;
}

export interface WorldOptions {
  /** 1 unless told; the second is named `vega`. */
  clusters?: number;
  /** Built programs: Flux's own controllers on a real control plane instead of ours in memory. */
  flux?: GoTools;
  /** The repository, and what `flux bootstrap` leaves behind; true unless told. */
  homelab?: boolean;
  /** How many of the homelab's last commits are pushed one by one once all is up; 0 unless told. */
  latePushes?: number;
  /** Headlamp's UI with the built plugin; false unless told. */
  host?: boolean;
  /** Of the UI; any free one unless told. */
  port?: number;
  /** Who is signed in at a browser's first visit; `admin` unless told. */
  user?: string;
  log?: (line: string) => void;
  /** Told before each step that a person waits for. */
  phase?: (what: string) => void;
}

const names = ['noah', 'vega'];

/** The whole world in which Lumen is tried: clusters, forge, sidecars and UI, all on loopback, gone with `close`. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const log = options.log ?? (() => {});
  const phase = options.phase ?? (() => {});
  const folder = await mkdtemp(join(tmpdir(), 'lumen-world-'));
  const clusters: ClusterWorld[] = [];
  const undo: (() => Promise<unknown> | void)[] = [
    () => rm(folder, { recursive: true, force: true }),
  ];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };

  try {
    phase('Starting the forge and the cluster');
    const webhookSecret = randomBytes(20).toString('hex');
    const hook = { url: '' };
    const git = await startGitServer({
      folder: join(folder, 'git'),
      webhook: { url: () => hook.url, secret: webhookSecret },
      log,
    });
    undo.push(() => git.close());
    const gitUrl = git.urlOf(homelab);
    for (const name of names.slice(0, options.clusters ?? 1)) {
      const parts = { name, folder: join(folder, name), log };
      const world = await (options.flux
        ? startPlaneWorld({ ...parts, tools: options.flux })
        : startClusterWorld(parts));
      clusters.push(world);
      undo.push(() => world.close());
    }
    const [first] = clusters;
    if (!first) throw new Error(`clusters: ${options.clusters}: there must be at least one.`);

    const heldBack: string[] = [];
    const followHook = () =>
      new Promise<void>((found, reject) => {
        const late = setTimeout(
          () => reject(new Error('The Receiver has no webhook path after 30 s: see the log.')),
          30_000
        );
        const stop = watchHook(first.access('admin'), path => {
          hook.url = `${first.reconciler().receiver}${path}`;
          clearTimeout(late);
          found();
        });
        undo.push(() => {
          clearTimeout(late);
          stop();
        });
      });

    if (options.homelab ?? true) {
      phase('Growing the homelab repository');
      heldBack.push(...(await growHomelab({ git, heldBack: options.latePushes })));
      phase('Bootstrapping Flux');
      for (const { access, cluster, installation, startReconciler } of clusters) {
        await bootstrapHomelab({
          access: access('admin'),
          cluster: cluster.name,
          gitUrl,
          webhookSecret,
          installation,
        });
        await startReconciler();
      }
      await followHook();
    }

    let host: Host | undefined;
    if (options.host) {
      phase('Serving Headlamp');
      host = await startHost({
        ui: await buildHost(),
        plugins: [{ name: 'lumen', folder: resolve(import.meta.dirname, '../../dist') }],
        clusters: clusters.map(({ cluster }) => ({
          name: cluster.name,
          server: cluster.url,
          ca: cluster.ca,
          firstToken: cluster.token(options.user ?? 'admin'),
        })),
        port: options.port,
      });
      const started = host;
      undo.push(() => started.close());
    }

    if (heldBack.length > 0) undo.push(startLatePushes(git, heldBack, log));

    return {
      clusters,
      git: Object.assign(git, { homelab: gitUrl }),
      sidecar: {
        get http() {
          return first.sidecar().http;
        },
        get receiver() {
          return first.sidecar().receiver;
        },
        kill: signal => first.sidecar().kill(signal),
        start: () => first.sidecar().start(),
      },
      get webhook() {
        return hook.url;
      },
      get flux() {
        return options.flux && first.reconciler().versions;
      },
      ui: host?.url,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Between two pushes: what came before is applied and kept by then. */
const pushInterval = 15_000;

/** People go on working while somebody looks: so there are revisions to compare. Answers how to end it. */
function startLatePushes(
  git: GitServer,
  hashes: readonly string[],
  log: (line: string) => void
): () => Promise<void> {
  const stop = new AbortController();
  const pushing = (async () => {
    for (const hash of hashes) {
      await sleep(pushInterval, undefined, { signal: stop.signal });
      await pushHeldBack(git, hash);
    }
  })().catch((error: unknown) => {
    if (!stop.signal.aborted) log(`late pushes: ${String(error)}`);
  });
  return async () => {
    stop.abort();
    await pushing;
  };
}
