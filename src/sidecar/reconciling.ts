import { setTimeout as sleepFor } from 'node:timers/promises';
import type { KubernetesClient } from '../node/kubernetes/client.ts';
import type { Tool } from '../node/tools.ts';
import { ArtifactNotFound, fetchArtifact } from './artifacts/fetchArtifact.ts';
import type { GitSources } from './artifacts/gitSources.ts';
import type { ArtifactStorage } from './artifacts/storage.ts';
import { unpackArchive } from './artifacts/unpack.ts';
import type { Flags } from './flags.ts';
import type { Log } from './log.ts';
import { createEventRecorder } from './reconciler/events.ts';
import { ArtifactGone } from './reconciler/kustomizationRun.ts';
import { startReconciler } from './reconciler/reconciler.ts';
import { createResources } from './reconciler/resources.ts';
import { encryptedMessage, findPath, renderKustomization } from './render/render.ts';
import { systemClock } from './workQueue.ts';

interface ReconcilingOptions {
  client: KubernetesClient;
  flags: Pick<Flags, 'concurrency' | 'requeueDependency'>;
  log: Log;
  sources: GitSources;
  storage: ArtifactStorage;
  storageUrl: string;
  workFolder: string;
  tool: Promise<Tool>;
}

/** The reconciler with what it reads, renders and stores with. */
export function startReconciling(options: ReconcilingOptions): { close(): Promise<void> } {
  const { client, flags, log, sources, storage, storageUrl, workFolder, tool } = options;
  const events = createEventRecorder({ client, now: Date.now, log });
  const reconciler = startReconciler({
    client,
    resources: createResources(client, Date.now),
    events,
    log,
    clock: systemClock,
    random: Math.random,
    sleep: (milliseconds, signal) => sleepFor(milliseconds, undefined, { signal }),
    requeueDependency: flags.requeueDependency,
    concurrency: flags.concurrency,
    applyConcurrency: 4,
    healthInterval: 1000,
    sources,
    storage,
    storageUrl,
    workFolder,
    unpackArchive: (bytes, into) => unpackArchive(bytes, into),
    encryptedMessage,
    findPath,
    render: async input => renderKustomization({ ...input, tool: await tool }),
    async fetchArtifact(artifact, signal) {
      try {
        return await fetchArtifact(artifact, signal);
      } catch (error) {
        throw error instanceof ArtifactNotFound ? new ArtifactGone(error.message) : error;
      }
    },
  });
  log.info('reconciling', { storage: storageUrl });
  return {
    async close() {
      await reconciler.close();
      await events.flush();
    },
  };
}
