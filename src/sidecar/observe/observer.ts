import type { FluxKindName } from '../../core/flux/kinds.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { ObjectChange } from '../../core/kubernetes/objectChange.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import type { CommitFacts, Ledger } from '../ledger/ledger.ts';
import type { Log } from '../log.ts';
import type { RenderTreeInput } from '../render/renderTreeInput.ts';
import type { VariableReader, VariableSource } from '../render/variables.ts';
import { createTurns } from '../turns.ts';
import { type Clock, createWorkQueue, type Next } from '../workQueue.ts';
import { type Artifact, artifactOf, isRoot, keyOfObject, sourceKeyOf } from './observedSource.ts';
import { createOutcomeRecorder } from './outcomeRecorder.ts';
import { ArtifactProblem, type ArtifactRenderer, renderArtifact } from './renderArtifact.ts';
import { toLedgerEvent } from './toLedgerEvent.ts';
import { startVariableWatch } from './variableWatch.ts';
import { sourceKinds, startWatches, type WatchState } from './watches.ts';
import { createWriter } from './writer.ts';

export interface ObserverOptions extends Omit<ArtifactRenderer, 'render' | 'inTurn'> {
  client: KubernetesClient;
  ledger: Ledger;
  render(
    input: Parameters<ArtifactRenderer['render']>[0] & Pick<RenderTreeInput, 'variables'>
  ): ReturnType<ArtifactRenderer['render']>;
  readVariables: VariableReader;
  /** Undefined while the access token, which keys it, is not known. */
  masking(): RenderTreeInput['masking'] | undefined;
  scrub(text: string): string;
  /** What is known of the commit that an artifact was made from. */
  commitOf(
    source: KubernetesObject,
    artifact: Artifact,
    signal: AbortSignal
  ): Promise<CommitFacts | undefined>;
  /** The version of a kind that the cluster serves. */
  versionOf(kind: FluxKindName): string | undefined;
  /**
   * Beside a reconciler that shares our processor: how long nothing must have happened to the Kustomizations of a
   * source before its new revision is rendered, and how long that is waited for at most. Milliseconds.
   */
  quiet?: { time: number; most: number };
  log: Log;
  clock: Clock;
}

export interface ObserverState {
  /** Whether what is there was listed once. */
  isComplete: boolean;
  watches: WatchState[];
  /** What the rights that we have keep from us, and who needs it (keys of sources). */
  forbidden: { variables: VariableSource; readers: string[] }[];
  /** What is fetched and rendered right now. */
  working: { source: string; revision: string; since: number }[];
}

/** Follows the sources and what is built from them, and keeps in the ledger what each revision renders to. */
export interface Observer {
  state(): ObserverState;
  /** As the cluster has them now, without what the observer does not need. */
  sources(): KubernetesObject[];
  kustomizations(): KubernetesObject[];
  close(): Promise<void>;
}

interface Seen {
  artifact: Artifact;
  at: number;
  how: 'watch' | 'start';
}

/** A changed variable is applied at the next interval of its Kustomization: minutes. */
const variableInterval = 30_000;

export function startObserver(options: ObserverOptions): Observer {
  const { client, ledger, log, clock } = options;
  const writer = createWriter(log);
  /** Artifacts that appeared and are not in the ledger yet, of each source, the newest last. */
  const seen = new Map<string, Seen[]>();
  /** Counts what calls for a new rendering of the same revision. */
  const specChanges = new Map<string, number>();
  /** What was rendered last: one comparison tells that there is nothing to do. */
  const done = new Map<string, string>();
  const touched = new Map<string, number>();
  const working = new Map<string, ObserverState['working'][number]>();
  const inTurn = createTurns();

  const variables = startVariableWatch({
    read: options.readVariables,
    clock,
    interval: variableInterval,
    onChange: renderAgain,
  });
  const queue = createWorkQueue({
    // So many wait for their storage; one at a time is rendered.
    concurrency: 4,
    work,
    onError: (source, error, retryAfter) =>
      log.error('not rendered', { source, error: messageOf(error), retryAfter }),
    clock,
  });
  const outcomes = createOutcomeRecorder({
    ledger,
    writer,
    scrub: options.scrub,
    now: clock.now,
    offeredTo: object => artifactOf(sourceOf(sourceKeyOf(object)))?.revision,
  });
  const watches = startWatches({
    client,
    log,
    versionOf: options.versionOf,
    onChange(change) {
      if (change.object.kind === 'Kustomization') onKustomization(change);
      else onSource(change);
      if (change.type !== 'deleted') outcomes.add(change.object);
    },
    onEvent(event) {
      const kept = toLedgerEvent(event, options.scrub, clock.now());
      if (kept) writer.add(`event of ${kept.object}`, () => ledger.addEvent(kept));
    },
    onComplete: writer.begin,
  });

  function sourceOf(key: string): KubernetesObject | undefined {
    const [kind = '', namespace = '', name = ''] = key.split('/');
    return watches.get(kind, namespace, name);
  }

  function onSource({ type, object, old }: ObjectChange): void {
    const key = keyOfObject(object);
    if (type === 'deleted') return void done.delete(key);
    const artifact = artifactOf(object);
    const before = artifactOf(old);
    if (!artifact) return;
    if (artifact.revision === before?.revision && artifact.digest === before.digest) return;
    const how = watches.isComplete() ? 'watch' : 'start';
    seen.set(key, [...(seen.get(key) ?? []), { artifact, at: clock.now(), how }]);
    queue.add(key);
  }

  function onKustomization({ type, object, old }: ObjectChange): void {
    const keys = new Set([object, ...(old ? [old] : [])].map(sourceKeyOf));
    for (const key of keys) touched.set(key, clock.now());
    const isNews =
      type !== 'modified' ||
      object.metadata.generation !== old.metadata.generation ||
      marksOf(object) !== marksOf(old);
    const find = (namespace: string, name: string) => watches.get('Kustomization', namespace, name);
    // A child is rendered with the spec of its parent: that it lives now, or looks otherwise, changes nothing.
    if (isNews && isRoot(object, find)) keys.forEach(renderAgain);
  }

  /** The same revision once more: something else that it depends on has changed. */
  function renderAgain(key: string): void {
    specChanges.set(key, (specChanges.get(key) ?? 0) + 1);
    queue.add(key);
  }

  /** Milliseconds until the revision may be rendered. */
  function untilQuiet(key: string): number {
    if (!options.quiet) return 0;
    const { time, most } = options.quiet;
    const now = clock.now();
    const since = seen.get(key)?.at(-1)?.at ?? now - most;
    return Math.min(time - (now - (touched.get(key) ?? 0)), most - (now - since));
  }

  async function work(key: string, signal: AbortSignal): Promise<Next> {
    const source = sourceOf(key);
    const artifact = artifactOf(source);
    if (!source || !artifact) return undefined;
    const identity = JSON.stringify([
      artifact.revision,
      artifact.digest,
      specChanges.get(key) ?? 0,
    ]);
    if (done.get(key) === identity) return undefined;
    // Before all Kustomizations are known, those that are not would count as removed.
    if (!watches.isComplete()) return { after: 100 };
    const wait = untilQuiet(key);
    if (wait > 0) return { after: wait };
    const masking = options.masking();
    if (!masking) return { after: 500 };

    await keepSkipped(key, artifact, signal);
    const first = seen.get(key)?.find(each => each.artifact.revision === artifact.revision);
    const entry = {
      source: key,
      revision: artifact.revision,
      digest: artifact.digest,
      seenAt: first?.at ?? clock.now(),
      how: first?.how ?? ('watch' as const),
    };
    const commit = readCommit(source, artifact, signal);
    const since = clock.now();
    working.set(key, { source: key, revision: artifact.revision, since });
    try {
      const tree = await renderArtifact(
        {
          ...options,
          inTurn,
          render: input => options.render({ ...input, variables: variables.readFor(key) }),
        },
        {
          source: key,
          artifact,
          kustomizations: () => watches.list('Kustomization'),
          masking,
          signal,
        }
      );
      await ledger.addRevision({ ...entry, commit: await commit }, tree);
      log.info('revision kept', {
        source: key,
        revision: artifact.revision,
        rendered: tree.rendered,
        skipped: tree.skipped,
        milliseconds: clock.now() - since,
      });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ArtifactProblem) {
        const problem = options.scrub(error.message);
        await ledger.addRevision({ ...entry, commit: await commit, problem }, undefined);
      }
      throw error;
    } finally {
      working.delete(key);
    }
    forgetSeen(key, artifact.revision);
    done.set(key, identity);
    return undefined;
  }

  async function readCommit(source: KubernetesObject, artifact: Artifact, signal: AbortSignal) {
    const commit = await options.commitOf(source, artifact, signal).catch(() => undefined);
    // People write passwords anywhere.
    return commit && { ...commit, subject: options.scrub(commit.subject) };
  }

  /** Revisions that another has overtaken: their artifacts are gone within a minute, so they are only named. */
  async function keepSkipped(key: string, newest: Artifact, signal: AbortSignal): Promise<void> {
    const source = sourceOf(key);
    for (const { artifact, at, how } of seen.get(key) ?? []) {
      const { revision, digest } = artifact;
      if (revision === newest.revision || !source) continue;
      const commit = await readCommit(source, artifact, signal);
      const problem = `not rendered: ${newest.revision} came before it was its turn`;
      await ledger.addRevision(
        { source: key, revision, digest, seenAt: at, how, commit, problem },
        undefined
      );
      forgetSeen(key, revision);
    }
  }

  function forgetSeen(key: string, revision: string): void {
    const left = (seen.get(key) ?? []).filter(({ artifact }) => artifact.revision !== revision);
    if (left.length > 0) seen.set(key, left);
    else seen.delete(key);
  }

  return {
    state: () => ({
      isComplete: watches.isComplete(),
      watches: watches.state(),
      forbidden: variables.forbidden(),
      working: [...working.values()],
    }),
    sources: () => sourceKinds.flatMap(watches.list),
    kustomizations: () => watches.list('Kustomization'),
    async close() {
      watches.close();
      variables.close();
      await queue.close();
      await writer.flush();
    },
  };
}

/** What says whose an object is, and what Flux is to do with it. */
function marksOf({ metadata: { labels, annotations } }: KubernetesObject): string {
  return JSON.stringify([labels, annotations]);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
