import { mkdir, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { KubernetesClient } from '../node/kubernetes/client.ts';
import type { Tool } from '../node/tools.ts';
import { ArtifactNotFound, fetchArtifact } from './artifacts/fetchArtifact.ts';
import { createGitSources } from './artifacts/gitSources.ts';
import { createArtifactStorage } from './artifacts/storage.ts';
import { unpackArchive } from './artifacts/unpack.ts';
import type { Flags } from './flags.ts';
import { startAccessToken } from './http/accessToken.ts';
import { toListener } from './http/listener.ts';
import { createReceiverApi } from './http/receiver.ts';
import { createApi } from './http/routes.ts';
import { createStorageApi } from './http/storageApi.ts';
import type { Log } from './log.ts';
import { createCommits } from './reconciler/commits.ts';
import { createEventRecorder } from './reconciler/events.ts';
import { findInstalledFlux } from './reconciler/installedFlux.ts';
import { ArtifactGone } from './reconciler/kustomizationRun.ts';
import { acquireLease } from './reconciler/lease.ts';
import { startReconciler } from './reconciler/reconciler.ts';
import { createResources } from './reconciler/resources.ts';
import { findReceiver } from './reconciler/webhooks.ts';
import { encryptedMessage, findPath, renderKustomization } from './render/render.ts';
import { systemClock } from './workQueue.ts';

export interface AppOptions {
  client: KubernetesClient;
  flags: Flags;
  /** Artifacts, Git stores and what is worked on: a folder of our own. */
  folder: string;
  /** `http://HOST:PORT`, where the storage is served. */
  storageUrl: string;
  findTool(): Promise<Tool>;
  log: Log;
}

/** The sidecar's parts, put together. It listens nowhere by itself. */
export interface App {
  api: RequestListener;
  receiver: RequestListener;
  storage: RequestListener;
  /** Works until `close` or until it must not go on: then the message says why. */
  run(): Promise<string | undefined>;
  close(): Promise<void>;
}

export function createApp(options: AppOptions): App {
  const { client, flags, folder, log } = options;
  const stop = new AbortController();
  const { signal } = stop;
  const sleep = (milliseconds: number, until: AbortSignal): Promise<void> =>
    sleepFor(milliseconds, undefined, { signal: until });
  const sources = createGitSources(join(folder, 'git'), join(folder, 'keys'));
  const storage = createArtifactStorage(join(folder, 'artifacts'));
  const access = startAccessToken({ client, namespace: flags.namespace, log });
  let isReady = false;
  let release: () => Promise<void> = async () => {};

  const api = createApi({
    access,
    isReady: () => isReady,
    commit: createCommits({
      client,
      commitOf: sources.commit,
      mayReadSecrets: flags.mode === 'apply',
    }),
  });
  const receiver = createReceiverApi({
    log,
    // Beside Flux the webhooks are Flux's.
    find: async path => (flags.mode === 'apply' ? findReceiver(client, path, Date.now) : undefined),
  });

  /** Waits for the API server, however long it is away. Names the controllers of Flux that are there. */
  async function connect(): Promise<string[]> {
    for (let said = ''; ; ) {
      try {
        return flags.mode === 'apply' ? await findInstalledFlux(client) : await ping(client);
      } catch (error) {
        signal.throwIfAborted();
        const message = error instanceof Error ? error.message : String(error);
        if (said !== message) log.error('the API server does not answer', { error: message });
        said = message;
        await sleep(1000, signal);
      }
    }
  }

  async function reconcile(): Promise<string> {
    const workFolder = join(folder, 'work');
    // What a sidecar that was killed left behind, keys of Git servers among it.
    for (const leftover of [workFolder, join(folder, 'keys')]) {
      await rm(leftover, { recursive: true, force: true });
      await mkdir(leftover, { recursive: true, mode: 0o700 });
    }
    const [tool, lease] = await Promise.all([
      options.findTool(),
      acquireLease({
        client,
        namespace: flags.namespace,
        name: 'lumen',
        identity: `${hostname()}_${process.pid}`,
        isGone: isDeadHere,
        log,
        signal,
        sleep,
        now: Date.now,
      }),
    ]);
    log.info('reconciling', { kustomize: tool.version, storage: options.storageUrl });
    const events = createEventRecorder({ client, now: Date.now, log });
    const reconciler = startReconciler({
      client,
      resources: createResources(client, Date.now),
      events,
      log,
      clock: systemClock,
      random: Math.random,
      sleep,
      requeueDependency: flags.requeueDependency,
      concurrency: flags.concurrency,
      applyConcurrency: 4,
      healthInterval: 1000,
      sources,
      storage,
      storageUrl: options.storageUrl,
      workFolder,
      unpackArchive: (bytes, into) => unpackArchive(bytes, into),
      encryptedMessage,
      findPath,
      render: input => renderKustomization({ ...input, tool }),
      async fetchArtifact(artifact, until) {
        try {
          return await fetchArtifact(artifact, until);
        } catch (error) {
          throw error instanceof ArtifactNotFound ? new ArtifactGone(error.message) : error;
        }
      },
    });
    release = async () => {
      await reconciler.close();
      await events.flush();
      await lease.release();
    };
    await lease.lost;
    return 'the lease was lost: another sidecar reconciles';
  }

  return {
    api: toListener(api),
    receiver: toListener(receiver),
    storage: toListener(createStorageApi(path => storage.read(path))),

    async run() {
      try {
        const installed = await connect();
        if (installed.length > 0) {
          const names = installed.join(', ');
          return `Flux is installed here (${names}): two reconcilers would fight; use --mode observe`;
        }
        isReady = true;
        if (flags.mode === 'apply') {
          const why = await reconcile();
          return signal.aborted ? undefined : why;
        }
        await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
        return undefined;
      } catch (error) {
        if (signal.aborted) return undefined;
        throw error;
      }
    },

    async close() {
      stop.abort();
      access.close();
      await release();
      client.close();
    },
  };
}

async function ping(client: KubernetesClient): Promise<[]> {
  await client.request({ path: '/version' });
  return [];
}

/** A process of this host that ended without giving its Lease back. */
function isDeadHere(holder: string): boolean {
  const at = holder.lastIndexOf('_');
  const [host, pid] = [holder.slice(0, at), Number(holder.slice(at + 1))];
  if (host !== hostname() || !Number.isInteger(pid) || pid < 1) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
