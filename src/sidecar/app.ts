import { mkdir, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { maskText } from '../core/diff/mask.ts';
import type { FluxKindName } from '../core/flux/kinds.ts';
import { parseRevision } from '../core/flux/revision.ts';
import { record, text } from '../core/kubernetes/object.ts';
import { findOnPath } from '../node/findOnPath.ts';
import type { KubernetesClient } from '../node/kubernetes/client.ts';
import type { Tool } from '../node/tools.ts';
import { ArtifactNotFound, atHost, fetchArtifact } from './artifacts/fetchArtifact.ts';
import { createGitSources } from './artifacts/gitSources.ts';
import { createArtifactStorage } from './artifacts/storage.ts';
import { unpackArchive } from './artifacts/unpack.ts';
import { createAnswers } from './changes/answers.ts';
import type { Flags } from './flags.ts';
import { holderName, isDeadHere } from './holder.ts';
import { startAccessToken } from './http/accessToken.ts';
import { createApi } from './http/api.ts';
import { toListener } from './http/listener.ts';
import { createMetrics } from './http/metrics.ts';
import { createReceiverApi } from './http/receiver.ts';
import { createStorageApi } from './http/storageApi.ts';
import { toUnreadable } from './http/unreadable.ts';
import { startRetention } from './ledger/retention.ts';
import { openSqliteLedger } from './ledger/sqliteLedger.ts';
import type { Log } from './log.ts';
import { annotatedCommit } from './observe/annotatedCommit.ts';
import { discoverVersions } from './observe/discoverVersions.ts';
import { createMaskings } from './observe/masking.ts';
import { type Observer, startObserver } from './observe/observer.ts';
import { createCommits } from './reconciler/commits.ts';
import { createEventRecorder } from './reconciler/events.ts';
import { findInstalledFlux } from './reconciler/installedFlux.ts';
import { ArtifactGone } from './reconciler/kustomizationRun.ts';
import { acquireLease } from './reconciler/lease.ts';
import { startReconciler } from './reconciler/reconciler.ts';
import { createResources } from './reconciler/resources.ts';
import { findReceiver } from './reconciler/webhooks.ts';
import { encryptedMessage, findPath, renderKustomization } from './render/render.ts';
import { renderTree } from './render/renderTree.ts';
import { createVariableReader } from './render/variables.ts';
import { systemClock } from './workQueue.ts';

/** Of an artifact that is observed: bytes, held in memory as a whole. */
const maxSize = 64 * 1024 * 1024;

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

export async function createApp(options: AppOptions): Promise<App> {
  const { client, flags, folder, log } = options;
  const stop = new AbortController();
  const { signal } = stop;
  const sleep = (milliseconds: number, until: AbortSignal): Promise<void> =>
    sleepFor(milliseconds, undefined, { signal: until });
  const sources = createGitSources(join(folder, 'git'), join(folder, 'keys'));
  const storage = createArtifactStorage(join(folder, 'artifacts'));
  const access = startAccessToken({ client, namespace: flags.namespace, log });
  const ledger = await openSqliteLedger({
    file: join(folder, 'ledger.sqlite'),
    limits: flags.ledger,
    log,
    now: Date.now,
  });
  const commits = createCommits({
    client,
    commitOf: sources.commit,
    historyOf: sources.history,
    mayReadSecrets: flags.mode === 'apply',
  });
  const maskingOf = createMaskings();
  let observer: Observer | undefined;
  let renderer = 'kustomize';
  let release: () => Promise<void> = async () => {};

  const stats = () => ledger.stats();
  const answers = createAnswers({
    ledger,
    live: {
      kustomizations: () => observer?.kustomizations() ?? [],
      sources: () => observer?.sources() ?? [],
    },
    readCommits: commits.range,
  });
  const metrics = createMetrics({ stats, sourcesWatched: () => observer?.sources().length });
  const isReady = () => observer?.state().isComplete ?? false;
  const api = createApi({
    access,
    log,
    metrics,
    stats,
    isReady,
    commit: commits.commit,
    // Before all are known, those that are not would count as removed.
    answers: () => (isReady() ? answers : undefined),
    about: () => ({
      mode: flags.mode,
      renderer,
      cannotRead: toUnreadable(observer?.state()),
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

  /** Observes, and reconciles where that is asked for, until the Lease is lost. */
  async function work(): Promise<string> {
    const workFolder = join(folder, 'work');
    // What a sidecar that was killed left behind, keys of Git servers among it.
    for (const leftover of [workFolder, join(folder, 'keys')]) {
      await rm(leftover, { recursive: true, force: true });
      await mkdir(leftover, { recursive: true, mode: 0o700 });
    }
    const [tool, lease, versions, nice] = await Promise.all([
      options.findTool(),
      acquireLease({
        client,
        namespace: flags.namespace,
        name: 'lumen',
        identity: holderName(),
        isGone: isDeadHere,
        log,
        signal,
        sleep,
        now: Date.now,
      }),
      discoverVersions(client, signal),
      findOnPath('nice'),
    ]);
    // Nobody waits for the observer as for what the cluster itself does.
    const patient = nice ? { ...tool, command: [nice, '-n', '10', ...tool.command] } : tool;
    const running = [
      ...(flags.mode === 'apply' ? [reconcile(tool, workFolder)] : []),
      observe(patient, join(workFolder, 'observer'), versions),
      startRetention({ ledger, applied: appliedRevisions, log, now: Date.now, sleep }),
    ];
    release = async () => {
      await Promise.all(running.map(part => part.close()));
      await lease.release();
    };
    await lease.lost;
    return 'the lease was lost: another sidecar works here';
  }

  function appliedRevisions(): string[] | undefined {
    if (!observer?.state().isComplete) return undefined;
    return observer
      .kustomizations()
      .flatMap(({ status }) => text(record(status).lastAppliedRevision) ?? []);
  }

  function reconcile(tool: Tool, workFolder: string): { close(): Promise<void> } {
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
    return {
      async close() {
        await reconciler.close();
        await events.flush();
      },
    };
  }

  function observe(
    tool: Tool,
    workFolder: string,
    versions: ReadonlyMap<FluxKindName, string>
  ): Observer {
    renderer = `kustomize ${tool.version}`.trim();
    observer = startObserver({
      client,
      ledger,
      log,
      clock: systemClock,
      workFolder,
      masking: () => maskingOf(access.current()),
      scrub: maskText,
      readVariables: createVariableReader(client),
      versionOf: kind => versions.get(kind),
      ...(flags.mode === 'apply' ? { quiet: { time: 1000, most: 15_000 } } : {}),
      async render(input) {
        const tree = await renderTree({
          ...input,
          tool,
          timeout: 60_000,
          workFolder,
          log,
        });
        const failed = tree.nodes.filter(({ failure }) => failure !== undefined).length;
        metrics.builds({ rendered: tree.rendered, skipped: tree.skipped, failed });
        return tree;
      },
      fetchArtifact: ({ url, digest }, until) =>
        fetchArtifact({ url: atHost(url, flags.artifactHost), digest }, until, { maxSize }),
      unpackArchive: (bytes, into) => unpackArchive(bytes, into),
      async commitOf(source, artifact) {
        if (source.kind !== 'GitRepository') return annotatedCommit(artifact);
        const to = parseRevision(artifact.revision).hash ?? '';
        const range = await commits.range(source, { to, limit: 1 });
        const { namespace = '', name } = source.metadata;
        return range?.commits[0] ?? commits.commit(namespace, name, artifact.revision);
      },
    });
    return observer;
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
        const why = await work();
        return signal.aborted ? undefined : why;
      } catch (error) {
        if (signal.aborted) return undefined;
        throw error;
      }
    },

    async close() {
      stop.abort();
      access.close();
      await release();
      await ledger.close();
      client.close();
    },
  };
}

async function ping(client: KubernetesClient): Promise<[]> {
  await client.request({ path: '/version' });
  return [];
}
