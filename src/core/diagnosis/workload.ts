import { appliersOf } from '../graph/appliers.ts';
import type { Graph } from '../graph/graph.ts';
import { objectId } from '../graph/nodeId.ts';
import { kindsBelow } from '../kubernetes/below.ts';
import { conditionOf } from '../kubernetes/conditions.ts';
import { health } from '../kubernetes/health.ts';
import { type KubernetesObject, record } from '../kubernetes/object.ts';
import { type ObjectRef, refText, toRef } from '../kubernetes/ref.ts';
import { troubleSince } from '../kubernetes/troubleSince.ts';
import type { Sentence } from '../sentence.ts';
import { claimTrouble, throughClaim } from './claim.ts';
import { cronTrouble } from './cronTrouble.ts';
import { describeObject } from './describe.ts';
import type { Finding } from './finding.ts';
import { podTrouble } from './podTrouble.ts';
import { terminatingTrouble } from './terminating.ts';
import { type DiagnosisWorld, stateIn } from './world.ts';

/** What Kubernetes gives a rollout unless it is told, in seconds. */
const usualDeadline = 600;
/** An operator may still be at work when it first says that something is not ready. */
const patience = 60_000;

/** The Pods below an object, by owner references, the newest first: an old one tells of an older spec. */
function podsBelow(id: string, graph: Graph): KubernetesObject[] {
  const pods: KubernetesObject[] = [];
  const seen = new Set([id]);
  for (const at of seen) {
    for (const edge of graph.from(at)) {
      if (edge.meaning !== 'owns' || seen.has(edge.to)) continue;
      seen.add(edge.to);
      const object = graph.object(edge.to);
      if (object?.kind === 'Pod') pods.push(object);
    }
  }
  const made = (pod: KubernetesObject) => pod.metadata.creationTimestamp ?? '';
  return pods.sort((a, b) => made(b).localeCompare(made(a)));
}

/** What is wrong with an object that Flux applied, if its own health says that something is. */
export function workloadTrouble(
  id: string,
  object: KubernetesObject,
  world: DiagnosisWorld
): Finding | undefined {
  const { status, says } = health(object, world.now);
  if (status === 'Terminating') return terminatingTrouble(object, world.now);
  if (status === 'Current') return cronTrouble(object, world.now);
  const ref = toRef(object);
  const pods = object.kind === 'Pod' ? [object] : podsBelow(id, world.graph);
  const isGivenUp = status === 'Failed' || isAwaitedInVain(id, object, world);
  // Each by itself: what was corrected is not late because what it replaces was.
  const isLate = (pod: KubernetesObject) => isGivenUp || isLongUnready(pod, object, world.now);
  const below = troubleOf(pods, ref, isLate, world);
  if (below) return below;
  const told = refusalOf(id, world) ?? claimTrouble(object, world);
  if (told) return told;
  const ready = conditionOf(object, 'Ready');
  const since = Date.parse(ready?.lastTransitionTime ?? '');
  const isLong = ready?.status === 'False' && !(world.now - since < patience);
  if (!isGivenUp && !(isLong && ready.message)) return undefined;
  const progressing = conditionOf(object, 'Progressing');
  const by = ready ?? progressing;
  const isOpen = isReadingBelow(ref, world);
  const own = ready?.message
    ? { id: 'rule.unhealthy.said', params: { said: ready.message } }
    : says;
  return {
    rule: 'unhealthy',
    object: ref,
    says: isOpen ? { id: 'rule.unhealthy.reading' } : own,
    remedy: { id: 'remedy.unhealthy' },
    command: describeObject(ref),
    evidence: [
      {
        object: ref,
        seenIn: by ? { type: 'condition', name: by.type } : { type: 'field', path: 'status' },
        message: isOpen ? undefined : by?.message,
      },
    ],
    since: troubleSince(object),
  };
}

/** Its own words are the last resort: while its Pods, or what is told of them, are on their way they may say more. */
function isReadingBelow(ref: ObjectRef, world: DiagnosisWorld): boolean {
  const below = kindsBelow(ref);
  const kinds = below.length > 0 ? [...below, { group: '', kind: 'Event' }] : [];
  return kinds.some(({ group, kind }) => world.isReading?.({ ...ref, group, kind, name: '' }));
}

/** Of a workload that itself was not read, and that somebody waits for in vain. */
export function troubleBelow(ref: ObjectRef, world: DiagnosisWorld): Finding | undefined {
  const own = ref.kind === 'Pod' ? world.graph.object(objectId(ref)) : undefined;
  return troubleOf(own ? [own] : podsBelow(objectId(ref), world.graph), ref, () => true, world);
}

/** Old Pods that still serve are no trouble; the newest that proves something is. */
function troubleOf(
  pods: readonly KubernetesObject[],
  workload: ObjectRef,
  isLate: (pod: KubernetesObject) => boolean,
  world: DiagnosisWorld
): Finding | undefined {
  for (const pod of pods) {
    const events = [...(world.eventsOf?.(toRef(pod)) ?? [])];
    const finding = podTrouble(pod, { now: world.now, isLate: isLate(pod), events });
    if (!finding) continue;
    const behind = throughClaim(finding, pod, world);
    return workload.kind === 'Pod' ? behind : ofWorkload(behind, workload);
  }
  return undefined;
}

/** A person knows the workload: its Pods have names that nobody gave. */
function ofWorkload(finding: Finding, workload: ObjectRef): Finding {
  const { rule, says, remedy } = finding;
  if (rule !== 'missing') return { ...finding, workload };
  const named = ({ id, params }: Sentence) => ({ id, params: { ...params, by: workload.name } });
  return { ...finding, workload, says: named(says), remedy: named(remedy) };
}

/** Whether a health check of whoever applied it has failed, and named it. */
function isAwaitedInVain(id: string, object: KubernetesObject, world: DiagnosisWorld): boolean {
  // The word behind it: the names of others begin as its own does.
  const said = `${refText(toRef(object))} status`;
  return appliersOf(world.graph, id).some(applier => {
    const by = world.graph.object(applier);
    const { name: state, message = '' } = by ? stateIn(by, world) : { name: 'unknown' };
    const isOver = state === 'failing' || state === 'retrying' || state === 'stalled';
    const isHelm = by?.kind === 'HelmRelease' && /timed out|timeout|deadline/i.test(message);
    return isOver && (isHelm || (/health check failed/.test(message) && message.includes(said)));
  });
}

/** It runs, and has not been ready for longer than a rollout may take. */
function isLongUnready(pod: KubernetesObject, { spec }: KubernetesObject, now: number): boolean {
  const ready = conditionOf(pod, 'Ready');
  const { progressDeadlineSeconds: told } = record(spec);
  const deadline = typeof told === 'number' ? told : usualDeadline;
  return (
    ready?.status === 'False' && now - Date.parse(ready.lastTransitionTime ?? '') > deadline * 1000
  );
}

/** Pods that the API server does not let be made: a quota, a policy, a missing account. */
function refusalOf(id: string, { graph }: DiagnosisWorld): Finding | undefined {
  const below = [id, ...[...graph.from(id)].filter(e => e.meaning === 'owns').map(e => e.to)];
  for (const at of below) {
    const object = graph.object(at);
    const failure = object && conditionOf(object, 'ReplicaFailure');
    if (!object || failure?.status !== 'True') continue;
    const said = failure.message ?? failure.reason ?? '';
    const ref = toRef(object);
    const quota = /(?:exceeded|failed) quota: ([^,:\s]+)/.exec(said)?.[1];
    return {
      rule: quota ? 'quota' : 'refused',
      object: ref,
      says: { id: 'rule.refused', params: { said } },
      remedy: quota ? { id: 'remedy.quota', params: { quota } } : { id: 'remedy.refused' },
      command: quota
        ? `kubectl -n ${ref.namespace} describe resourcequota ${quota}`
        : describeObject(ref),
      evidence: [
        { object: ref, seenIn: { type: 'condition', name: 'ReplicaFailure' }, message: said },
      ],
      since: failure.lastTransitionTime
        ? { time: failure.lastTransitionTime, atLeast: false }
        : undefined,
    };
  }
  return undefined;
}
