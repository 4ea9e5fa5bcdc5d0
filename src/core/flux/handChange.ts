import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import type { Sentence } from '../sentence.ts';
import { isSuspended } from './suspension.ts';

/** What a person does by hand to an object that Flux applied, and what becomes of it. */
export interface HandChange {
  action: 'edit' | 'scale' | 'restart' | 'delete';
  /** Flux undoes it, without anybody asking. */
  isUndone: boolean;
  says: Sentence;
}

/** Who applied it, as far as it is known: `unread` where nobody may look, or has not yet. */
export type Applier = KubernetesObject | 'missing' | 'unread';

const kustomize = 'kustomize.toolkit.fluxcd.io';

/** A label or an annotation: Flux heeds either, in whatever case. */
function tagOf({ metadata }: KubernetesObject, key: string): string | undefined {
  return (text(metadata.labels?.[key]) ?? text(metadata.annotations?.[key]))?.toLowerCase();
}

const restartable = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

type Manner = readonly [name: string, isUndone: boolean];

/** How kustomize-controller treats the object: by the object's own marks before the Kustomization's. */
function mannerOfKustomization(object: KubernetesObject, applier: Applier): Manner {
  const ssa = tagOf(object, `${kustomize}/ssa`);
  const isDisabled = tagOf(object, `${kustomize}/reconcile`) === 'disabled';
  if (applier === 'missing') return ['gone', false];
  if (isDisabled || ssa === 'ignore') return ['leftAlone', false];
  if (ssa === 'ifnotpresent') return ['once', false];
  if (applier !== 'unread' && isSuspended(applier)) return ['suspended', false];
  if (ssa === 'merge') return ['merged', true];
  if (applier !== 'unread' && list(record(applier.spec).ignore).length > 0) {
    return ['someIgnored', true];
  }
  return ['applied', true];
}

/** helm-controller leaves an object between two upgrades, unless it is told to look. */
function mannerOfRelease(object: KubernetesObject, applier: Applier): Manner {
  if (applier === 'missing') return ['gone', false];
  if (applier === 'unread') return ['unknown', true];
  if (isSuspended(applier)) return ['suspended', false];
  const { mode } = record(record(applier.spec).driftDetection);
  const isLeftOut = tagOf(object, 'helm.toolkit.fluxcd.io/driftDetection') === 'disabled';
  if (isLeftOut || (mode !== 'enabled' && mode !== 'warn')) return ['released', false];
  return mode === 'enabled' ? ['corrected', true] : ['reported', false];
}

/** Whether Git says how many replicas there are; undefined where nothing tells who set them. */
function areReplicasApplied({ metadata }: KubernetesObject): boolean | undefined {
  return metadata.managedFields?.some(
    ({ manager, operation, fieldsV1 }) =>
      manager === 'kustomize-controller' &&
      operation === 'Apply' &&
      record(record(fieldsV1)['f:spec'])['f:replicas'] !== undefined
  );
}

/** Taken out of Git it would stay in the cluster. */
function isNotPruned(object: KubernetesObject, applier: Applier): boolean {
  if (tagOf(object, `${kustomize}/prune`) === 'disabled') return true;
  return typeof applier === 'object' && record(applier.spec).prune !== true;
}

/**
 * What Flux makes of changes by hand. It sets back what Git sets; of what Git does not set it takes away only what
 * kubectl wrote, and Headlamp's changes are not kubectl's.
 */
export function handChangesOf(
  object: KubernetesObject,
  { kind, name }: { kind: string; name: string },
  applier: Applier
): HandChange[] {
  const isKustomization = kind === 'Kustomization';
  const [manner, isUndone] = isKustomization
    ? mannerOfKustomization(object, applier)
    : mannerOfRelease(object, applier);
  const params = { kind, name };
  const changes: HandChange[] = [
    { action: 'edit', isUndone, says: { id: `managed.edit.${manner}`, params } },
  ];
  if (isKustomization && isUndone && typeof record(object.spec).replicas === 'number') {
    const isSet = areReplicasApplied(object);
    const id = `managed.scale.${isSet === undefined ? 'unknown' : isSet ? 'applied' : 'free'}`;
    changes.push({ action: 'scale', isUndone: isSet !== false, says: { id } });
  }
  // Its mark on the template is an annotation, which Git does not set.
  if (isUndone && restartable.has(object.kind)) {
    changes.push({ action: 'restart', isUndone: false, says: { id: 'managed.restart.free' } });
  }
  const isLikeApplied = isKustomization && isUndone;
  const deleted = isLikeApplied ? (isNotPruned(object, applier) ? 'kept' : 'applied') : manner;
  const isMadeAgain = isUndone || manner === 'once';
  const says = { id: `managed.delete.${deleted}`, params };
  return [...changes, { action: 'delete', isUndone: isMadeAgain, says }];
}

/** The file that it was built from, where the build was told to note it (`buildMetadata: [originAnnotations]`). */
export function originOf({ metadata }: KubernetesObject): string | undefined {
  const origin = text(metadata.annotations?.['config.kubernetes.io/origin']);
  return /^path:\s*(\S.*?)\s*$/m.exec(origin ?? '')?.[1];
}
