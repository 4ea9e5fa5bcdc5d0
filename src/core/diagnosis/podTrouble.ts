import { conditionOf } from '../kubernetes/conditions.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { type ObjectRef, toRef } from '../kubernetes/ref.ts';
import {
  containerTrouble,
  describePod,
  oneLine,
  type PodContext,
  sinceOf,
} from './containerTrouble.ts';
import type { Evidence, Finding } from './finding.ts';

/** A node may be on its way, or a volume. */
const patience = 60_000;

/** What a Pod's own status, and the warnings about it, prove to be broken. One that only is not ready proves nothing. */
export function podTrouble(pod: KubernetesObject, context: PodContext): Finding | undefined {
  const finding = containerTrouble(pod, context);
  if (finding) return (finding.rule === 'image' && missingPullSecret(pod, context)) || finding;
  return mountTrouble(pod, context) ?? evicted(pod) ?? unscheduled(pod, context);
}

function onPod(pod: KubernetesObject, rule: string, said: string, evidence: Evidence[]): Finding {
  return {
    rule,
    object: toRef(pod),
    says: { id: `rule.${rule}`, params: { said: oneLine(said) } },
    remedy: { id: `remedy.${rule}` },
    command: describePod(pod),
    evidence,
    since: sinceOf(pod),
  };
}

/** Something that the Pod needs and that is nowhere: the cause, and the Pod lies between. */
export function missingOf(
  pod: KubernetesObject,
  missing: ObjectRef,
  evidence: Evidence[]
): Finding {
  const { kind, namespace, name } = missing;
  const params = { kind, name: `${namespace}/${name}`, by: pod.metadata.name };
  return {
    rule: 'missing',
    object: missing,
    through: [toRef(pod)],
    says: { id: 'rule.missing', params },
    remedy: { id: 'remedy.missing', params },
    command: `kubectl -n ${namespace} get ${kind.toLowerCase()} ${name}`,
    evidence,
    since: sinceOf(pod),
  };
}

function warning(pod: KubernetesObject, { events = [] }: PodContext, reason: RegExp) {
  const found = events.find(event => reason.test(text(event.reason) ?? ''));
  const message = text(found?.message);
  if (!found || !message) return undefined;
  const seen: Evidence = {
    object: toRef(pod),
    seenIn: { type: 'event', reason: text(found.reason) ?? '' },
    message,
  };
  return { message, seen, time: text(found.firstTimestamp) ?? text(found.eventTime) };
}

/** Without the Secret the registry refuses, in words that tell nothing of it. */
function missingPullSecret(pod: KubernetesObject, context: PodContext): Finding | undefined {
  const said = warning(pod, context, /^FailedToRetrieveImagePullSecret$/);
  const name = /\(([^),\s]+)/.exec(said?.message ?? '')?.[1];
  if (!said || !name) return undefined;
  const namespace = pod.metadata.namespace ?? '';
  return missingOf(pod, { group: '', kind: 'Secret', namespace, name }, [said.seen]);
}

/** Kubelet tries a volume again and again, and the Pod's status only says that it is being created. */
function mountTrouble(pod: KubernetesObject, context: PodContext): Finding | undefined {
  const statuses = [
    ...list(record(pod.status).initContainerStatuses),
    ...list(record(pod.status).containerStatuses),
  ].map(status => text(record(record(record(status).state).waiting).reason));
  const isCreating = statuses.some(why => why === 'ContainerCreating' || why === 'PodInitializing');
  const said = isCreating ? warning(pod, context, /^Failed(Mount|AttachVolume)$/) : undefined;
  const isPatient = context.now - Date.parse(pod.metadata.creationTimestamp ?? '') < patience / 2;
  if (!said || (isPatient && !context.isLate)) return undefined;
  const match = /\b(secret|configmap) "([^"]+)" not found/.exec(said.message);
  if (!match) return onPod(pod, 'mount', said.message, [said.seen]);
  const [, resource, name = ''] = match;
  const kind = resource === 'secret' ? 'Secret' : 'ConfigMap';
  const namespace = pod.metadata.namespace ?? '';
  const missing = { group: '', kind, namespace, name: name.split('/').at(-1) ?? '' };
  return missingOf(pod, missing, [said.seen]);
}

/** A node that runs short puts Pods out, and says why. */
function evicted(pod: KubernetesObject): Finding | undefined {
  const { phase, reason, message } = record(pod.status);
  if (phase !== 'Failed' || reason !== 'Evicted') return undefined;
  const said = text(message) ?? 'Evicted';
  return onPod(pod, 'evicted', said, [
    { object: toRef(pod), seenIn: { type: 'field', path: 'status.message' }, message: said },
  ]);
}

function unscheduled(pod: KubernetesObject, { now, isLate }: PodContext): Finding | undefined {
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (scheduled?.status !== 'False') return undefined;
  // Not one of those times that a retry resets.
  const isLong = now - Date.parse(scheduled.lastTransitionTime ?? '') > patience;
  if (!isLate && !isLong) return undefined;
  const said = scheduled.message ?? scheduled.reason ?? '';
  return onPod(pod, 'schedule', said, [
    { object: toRef(pod), seenIn: { type: 'condition', name: 'PodScheduled' }, message: said },
  ]);
}
