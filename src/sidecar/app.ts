import { mkdir, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { record, text } from '../core/kubernetes/object.ts';
import type { KubernetesClient } from '../node/kubernetes/client.ts';
import type { Tool } from '../node/tools.ts';
import { createGitSources } from './artifacts/gitSources.ts';
import { createArtifactStorage } from './artifacts/storage.ts';
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
import { discoverVersions } from './observe/discoverVersions.ts';
import type { Observer } from './observe/observer.ts';
import { startObserving } from './observing.ts';
import { createCommits } from './reconciler/commits.ts';
import { findInstalledFlux } from './reconciler/installedFlux.ts';
import { acquireLease } from './reconciler/lease.ts';
import { findReceiver } from './reconciler/webhooks.ts';
import { startReconciling } from './reconciling.ts';

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
  const ledger = openSqliteLedger({
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
    // The cluster is read while it is looked for: only a build waits for it.
    const tool = options
      .findTool()
      .then(program => ({ ...program, maxMemory: flags.kustomizeMemory }));
    const found = tool.then(({ version }) => {
      log.info('rendering', { kustomize: version });
      renderer = `kustomize ${version}`.trim();
    });
    found.catch(() => {});
    const [lease, versions] = await Promise.all([
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
    ]);
    const shared = { client, flags, log, tool };
    const watching = startObserving({
      ...shared,
      ...{ ledger, metrics, commits, versions },
      token: access.current,
      workFolder: join(workFolder, 'observer'),
    });
    observer = watching;
    const { storageUrl } = options;
    const running = [
      ...(flags.mode === 'apply'
        ? [startReconciling({ ...shared, sources, storage, storageUrl, workFolder })]
        : []),
      watching,
      startRetention({ ledger, applied: appliedRevisions, log, now: Date.now, sleep }),
    ];
    release = async () => {
      await Promise.all(running.map(part => part.close()));
      await lease.release();
    };
    await Promise.all([lease.lost, found]);
    return 'the lease was lost: another sidecar works here';
  }

  function appliedRevisions(): string[] | undefined {
    if (!observer?.state().isComplete) return undefined;
    return observer
      .kustomizations()
      .flatMap(({ status }) => text(record(status).lastAppliedRevision) ?? []);
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
