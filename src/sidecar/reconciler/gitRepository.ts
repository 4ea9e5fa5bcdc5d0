import { parseDuration } from '../../core/duration.ts';
import { fluxFinalizer, requestedAt } from '../../core/flux/markers.ts';
import { list, record, text } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import type { Target } from '../artifacts/gitReference.ts';
import type { GitSource, GitSources } from '../artifacts/gitSources.ts';
import type { ArtifactStorage } from '../artifacts/storage.ts';
import type { Next } from '../workQueue.ts';
import { getLive, messageOf } from './applySet.ts';
import { type ReconcilerContext, withJitter } from './context.ts';
import { setFinalizer } from './finalizer.ts';
import { announceGitRepository } from './gitRepositoryEvents.ts';
import { hasTrouble, SourceFailed, sumUp } from './gitRepositoryStatus.ts';
import { readGitSource, SourceRefused } from './gitSource.ts';
import { createStatusDraft, type StatusDraft } from './statusDraft.ts';

export interface GitRepositoryOptions extends ReconcilerContext {
  sources: GitSources;
  storage: ArtifactStorage;
  /** `http://HOST:PORT`, where the storage is served. */
  storageUrl: string;
}

/** Flux's own name for it, as field manager and in events. */
const manager = 'source-controller';
const group = 'source.toolkit.fluxcd.io';

/** Makes the artifact of one GitRepository follow its remote. */
export function createGitRepositoryController(options: GitRepositoryOptions) {
  const { client, events, clock, random, sources, storage } = options;

  const pathOf = (namespace: string, name: string): string =>
    resourcePath({ group, version: 'v1', plural: 'gitrepositories', namespace, name });

  async function reconcile(namespace: string, name: string): Promise<Next> {
    const path = pathOf(namespace, name);
    const object = await getLive(client, path);
    if (!object) return undefined;
    const spec = record(object.spec);
    const key = `${namespace}/${name}`;
    const folder = `gitrepository/${key}`;
    if (object.metadata.deletionTimestamp) {
      await Promise.all([storage.remove(folder), sources.forget(key)]);
      await setFinalizer(object, false, { client, path, manager });
      return undefined;
    }
    if (!object.metadata.finalizers?.includes(fluxFinalizer)) {
      await setFinalizer(object, true, { client, path, manager });
      return { after: 0 };
    }
    const draft = createStatusDraft(object, { client, path, manager, now: clock.now });
    const requested = object.metadata.annotations?.[requestedAt];
    if (spec.suspend === true) {
      if (requested) draft.set({ lastHandledReconcileAt: requested });
      await draft.save();
      return undefined;
    }
    return work(draft, key, folder, requested);
  }

  async function work(
    draft: StatusDraft,
    key: string,
    folder: string,
    requested: string | undefined
  ): Promise<Next> {
    const { object } = draft;
    const spec = record(object.spec);
    const interval = withJitter(parseDuration(text(spec.interval)) ?? 60_000, random);
    const hadTrouble = hasTrouble(draft);
    const before = record(draft.status.artifact);
    let failure: SourceFailed | undefined;
    let subject: string | undefined;
    try {
      subject = await follow(draft, key, folder, requested);
    } catch (error) {
      if (!(error instanceof SourceFailed)) throw error;
      failure = error;
      draft.mark(error.type, 'True', error.reason, error.message);
    }
    sumUp(draft, failure, requested);
    await draft.save();
    announceGitRepository(draft, before, { subject, failure, hadTrouble }, options);
    if (failure?.stalls) return undefined;
    if (failure) throw new Error(failure.message);
    return { after: interval };
  }

  /** Fetches what is new. The subject of a new commit; undefined where nothing changed. */
  async function follow(
    draft: StatusDraft,
    key: string,
    folder: string,
    requested: string | undefined
  ): Promise<string | undefined> {
    const { object } = draft;
    progress(draft, false, 'reconciliation in progress');
    const { generation } = object.metadata;
    const observed = draft.status.observedGeneration;
    if (observed !== generation) {
      const shown = `processing object: new generation ${observed ?? -1} -> ${generation}`;
      progress(draft, false, shown);
      await draft.save();
    } else if (requested !== text(draft.status.lastHandledReconcileAt)) await draft.save();

    refuseUnsupported(record(object.spec));
    await checkStorage(draft, key, folder);
    const source = await readSource(draft);
    const target = await observe(key, source);
    const revision = revisionOf(target);
    const isCurrent =
      text(record(draft.status.artifact).revision) === revision &&
      text(draft.status.observedIgnore) === source.ignore &&
      draft.condition('ArtifactInStorage')?.status === 'True';
    draft.remove('FetchFailed');
    if (isCurrent) {
      draft.remove('ArtifactOutdated');
      draft.mark('ArtifactInStorage', 'True', 'Succeeded', storedMessage(revision));
      return undefined;
    }
    if (text(record(draft.status.artifact).revision) !== revision) {
      const message = `new upstream revision '${revision}'`;
      if (draft.status.artifact) draft.mark('ArtifactOutdated', 'True', 'NewRevision', message);
      progress(draft, true, `building artifact: ${message}`);
      await draft.save();
    }
    return store(draft, key, folder, source, target);
  }

  async function observe(key: string, source: GitSource): Promise<Target> {
    try {
      return await sources.observe(key, source);
    } catch (error) {
      throw fetchFailed(error);
    }
  }

  async function store(
    draft: StatusDraft,
    key: string,
    folder: string,
    source: GitSource,
    target: Target
  ): Promise<string> {
    const { facts, archive } = await sources.fetch(key, source, target).catch((error: unknown) => {
      throw fetchFailed(error);
    });
    // The branch may have moved since it was asked for.
    const revision = revisionOf({ ...target, hash: facts.hash });
    const file = `${facts.hash}.tar.gz`;
    const path = `${folder}/${file}`;
    try {
      await storage.write(path, archive.bytes);
    } catch (error) {
      const message = `unable to archive artifact to storage: ${messageOf(error)}`;
      throw new SourceFailed('StorageOperationFailed', 'ArchiveOperationFailed', message);
    }
    draft.remove('StorageOperationFailed');
    draft.set({
      artifact: {
        digest: archive.digest,
        lastUpdateTime: new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
        path,
        revision,
        size: archive.bytes.length,
        url: `${options.storageUrl}/${path}`,
      },
      observedIgnore: source.ignore,
    });
    draft.remove('ArtifactOutdated');
    draft.mark('ArtifactInStorage', 'True', 'Succeeded', storedMessage(revision));
    return facts.subject;
  }

  /** What a kill, a full disk or a new address of the storage left behind. */
  async function checkStorage(draft: StatusDraft, key: string, folder: string): Promise<void> {
    const artifact = record(draft.status.artifact);
    const path = text(artifact.path);
    const isThere =
      path?.startsWith(`${folder}/`) && (await storage.isIntact(path, text(artifact.digest) ?? ''));
    if (isThere) {
      const url = `${options.storageUrl}/${path}`;
      if (artifact.url !== url) draft.set({ artifact: { ...artifact, url } });
      const count = await storage.collect(path ?? '', clock.now());
      const message = `garbage collected ${count} artifacts`;
      const reason = 'GarbageCollectionSucceeded';
      if (count > 0) events.record(draft.object, manager, { type: 'Normal', reason, message });
      return;
    }
    const wasThere = draft.status.artifact !== undefined;
    draft.set({ artifact: undefined });
    draft.remove('ArtifactInStorage');
    progress(draft, true, `building artifact${wasThere ? ': disappeared from storage' : ''}`);
    await draft.save();
    options.log.info('no artifact in storage', { source: key, wasThere });
  }

  async function readSource(draft: StatusDraft): Promise<GitSource> {
    try {
      const { object, status } = draft;
      return await readGitSource(client, { ...object, status });
    } catch (error) {
      if (!(error instanceof SourceRefused)) throw error;
      throw new SourceFailed('FetchFailed', error.reason, error.message, error.stalls);
    }
  }

  return { reconcile };
}

function progress(draft: StatusDraft, isNews: boolean, message: string): void {
  draft.markReconciling('Progressing', message);
  const ready = draft.condition('Ready');
  if (isNews || !ready || ready.status === 'Unknown') {
    draft.mark('Ready', 'Unknown', 'Progressing', message);
  }
}

function refuseUnsupported(spec: Record<string, unknown>): void {
  const provider = text(spec.provider) ?? 'generic';
  const field = [
    [list(spec.include).length > 0, 'spec.include'],
    [spec.recurseSubmodules === true, 'spec.recurseSubmodules'],
    [list(spec.sparseCheckout).length > 0, 'spec.sparseCheckout'],
    [spec.verify !== undefined, 'spec.verify'],
    [spec.proxySecretRef !== undefined, 'spec.proxySecretRef'],
    [provider !== 'generic', `spec.provider ${provider}`],
  ].find(([isUsed]) => isUsed)?.[1];
  if (field === undefined) return;
  const message = `not supported by Lumen's reconciler: ${field}`;
  throw new SourceFailed('FetchFailed', 'NotSupported', message, true);
}

function fetchFailed(error: unknown): SourceFailed {
  const message = `failed to checkout and determine revision: ${messageOf(error)}`;
  return new SourceFailed('FetchFailed', 'GitOperationFailed', message);
}

function revisionOf({ name, hash }: Target): string {
  return name ? `${name}@sha1:${hash}` : `sha1:${hash}`;
}

function storedMessage(revision: string): string {
  return `stored artifact for revision '${revision}'`;
}
