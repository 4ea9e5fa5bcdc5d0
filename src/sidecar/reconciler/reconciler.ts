import { type FluxKind, fluxKind } from '../../core/flux/kinds.ts';
import { requestedAt } from '../../core/flux/markers.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { collectionKey, type ObjectChange } from '../../core/kubernetes/objectChange.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { createInformer, type Informer } from '../../node/kubernetes/informer.ts';
import { createWorkQueue, type Next } from '../workQueue.ts';
import { messageOf } from './applySet.ts';
import { createGitRepositoryController, type GitRepositoryOptions } from './gitRepository.ts';
import { createKustomizationController, isRevisionNews } from './kustomization.ts';
import type { KustomizationOptions } from './kustomizationOptions.ts';
import { toKustomizationSpec } from './kustomizationSpec.ts';
import { createReceiverController } from './receiver.ts';
import { createUnsupportedController, unsupportedKinds } from './unsupported.ts';

export interface ReconcilerOptions extends GitRepositoryOptions, KustomizationOptions {
  /** Kustomizations worked on at one time. */
  concurrency: number;
}

interface Controller {
  reconcile(namespace: string, name: string, signal: AbortSignal): Promise<Next>;
}

/** Watches and reconciles until it is closed. */
export function startReconciler(options: ReconcilerOptions): { close(): Promise<void> } {
  const { client, log } = options;

  function start(
    { kind, group, plural, versions: [version = 'v1'] }: FluxKind,
    controller: Controller,
    concurrency: number,
    onChange?: (change: ObjectChange) => void
  ): { informer: Informer; add(object: KubernetesObject): void; close(): Promise<void> } {
    const queue = createWorkQueue({
      concurrency,
      clock: options.clock,
      async work(key, signal) {
        const slash = key.indexOf('/');
        return controller.reconcile(key.slice(0, slash), key.slice(slash + 1), signal);
      },
      onError: (key, error, retryAfter) =>
        log.error('reconciliation failed', { kind, key, error: messageOf(error), retryAfter }),
    });
    const add = ({ metadata }: KubernetesObject): void =>
      queue.add(collectionKey(metadata.namespace, metadata.name));
    const informer = createInformer(client, {
      path: resourcePath({ group, version, plural }),
      onChange(change) {
        if (asksForWork(change)) add(change.object);
        onChange?.(change);
      },
      log: line => log.info(line, { kind }),
    });
    return {
      informer,
      add,
      async close() {
        informer.close();
        await queue.close();
      },
    };
  }

  const kustomizations = start(
    fluxKind('Kustomization'),
    createKustomizationController(options),
    options.concurrency
  );
  const others = unsupportedKinds.map(kind =>
    start(kind, createUnsupportedController(kind, options), 2)
  );
  const receivers = start(fluxKind('Receiver'), createReceiverController(options), 2);
  const sources = start(
    fluxKind('GitRepository'),
    createGitRepositoryController(options),
    2,
    change => {
      const revision = revisionOf(change.object);
      if (change.type === 'deleted' || revision === undefined) return;
      if (change.old && revisionOf(change.old) === revision) return;
      for (const kustomization of kustomizations.informer.list()) {
        const { source } = toKustomizationSpec(kustomization);
        const isIts =
          source.kind === 'GitRepository' &&
          source.name === change.object.metadata.name &&
          source.namespace === change.object.metadata.namespace;
        if (isIts && isRevisionNews(kustomization, revision)) kustomizations.add(kustomization);
      }
    }
  );

  // Variables that ask to be watched: a change is news to the Kustomizations that read them.
  const variables = (['ConfigMap', 'Secret'] as const).map(kind =>
    createInformer(client, {
      path: resourcePath({ group: '', version: 'v1', plural: `${kind.toLowerCase()}s` }),
      query: { labelSelector: 'reconcile.fluxcd.io/watch=Enabled' },
      onChange({ object: { metadata } }) {
        for (const kustomization of kustomizations.informer.list()) {
          if (kustomization.metadata.namespace !== metadata.namespace) continue;
          const { postBuild } = toKustomizationSpec(kustomization).raw;
          const isRead = list(record(postBuild).substituteFrom)
            .map(record)
            .some(from => from.kind === kind && from.name === metadata.name);
          if (isRead) kustomizations.add(kustomization);
        }
      },
      log: line => log.info(line, { kind }),
    })
  );

  return {
    async close() {
      for (const informer of variables) informer.close();
      await Promise.all(
        [kustomizations, receivers, sources, ...others].map(running => running.close())
      );
    },
  };
}

function revisionOf(source: KubernetesObject): string | undefined {
  return text(record(record(source.status).artifact).revision);
}

/** Status alone asks for nothing: most changes of status are our own. */
function asksForWork({ type, object, old }: ObjectChange): boolean {
  if (type !== 'modified' || !old) return type === 'added';
  const [now, before] = [object.metadata, old.metadata];
  return (
    now.generation !== before.generation ||
    now.deletionTimestamp !== before.deletionTimestamp ||
    now.annotations?.[requestedAt] !== before.annotations?.[requestedAt]
  );
}
