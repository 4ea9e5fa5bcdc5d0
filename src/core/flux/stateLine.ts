import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import type { ObjectRef } from '../kubernetes/ref.ts';
import type { Sentence } from '../sentence.ts';
import { buildErrorOf } from './buildError.ts';
import { fluxKind } from './kinds.ts';
import { sourceOf } from './sourceOf.ts';
import type { FluxState } from './state.ts';
import { suspensionOf } from './suspension.ts';
import { tellingOf } from './telling.ts';

/** What an object that is not ready says itself, on one line. Why it is so, the diagnosis knows. */
export interface StateLine {
  says: Sentence;
  /** The object that the sentence names as `{{other}}`. */
  other?: ObjectRef;
  /** The controller's own words, where they are the cause. The sentence then comes before them. */
  message?: string;
}

const dependency = /dependency '([^/']*)\/([^']+)'|unable to get '([^/']*)\/([^']+)' dependency/;

/** What the message of a working controller says it does now. */
const phases: [RegExp, string][] = [
  [/^fetching manifests/i, 'cause.fetching'],
  [/^building manifests/i, 'cause.building'],
  [/^detecting drift/i, 'cause.comparing'],
  [/^running health checks/i, 'cause.checkingHealth'],
  [/^building artifact/i, 'cause.buildingArtifact'],
  [/^(checking out|cloning)/i, 'cause.cloning'],
];

function waiting(object: KubernetesObject, message: string): StateLine {
  const match = dependency.exec(message);
  if (match) {
    const namespace = match[1] ?? match[3] ?? '';
    const name = match[2] ?? match[4] ?? '';
    const group = fluxKind(object.kind === 'HelmRelease' ? 'HelmRelease' : 'Kustomization').group;
    const other = { group, kind: object.kind, namespace, name };
    const reason = /not found/.test(message)
      ? 'missing'
      : /not up to date/.test(message)
      ? 'outdated'
      : 'other';
    return { says: { id: `cause.waits.${reason}`, params: { other: name } }, other };
  }
  const source = sourceOf(object);
  if (!source) return { says: { id: 'cause.waits' }, message };
  const params = { other: `${source.kind} ${source.namespace}/${source.name}` };
  // "Source artifact not found" is of a source that is there, and has nothing yet.
  const isMissing = /not found/.test(message) && !/artifact not found/.test(message);
  const id = isMissing ? 'cause.waits.missing' : 'cause.waits.source';
  return { says: { id, params }, other: source };
}

/** Who suspended it, as Lumen has recorded; else the program that last wrote `spec.suspend`, and when. */
function suspension(object: KubernetesObject): StateLine {
  const recorded = suspensionOf(object);
  if (recorded) {
    const { by, reason, at: time = '' } = recorded;
    return reason
      ? { says: { id: 'cause.suspended.by.reason', params: { by, reason, time } } }
      : { says: { id: 'cause.suspended.by', params: { by, time } } };
  }
  const owners = (object.metadata.managedFields ?? []).filter(
    entry => record(record(entry.fieldsV1)['f:spec'])['f:suspend'] !== undefined
  );
  const newest = owners.sort((a, b) => (b.time ?? '').localeCompare(a.time ?? ''))[0];
  if (!newest?.manager) return { says: { id: 'cause.suspended' } };
  const params = { manager: newest.manager, time: newest.time ?? '' };
  return { says: { id: newest.time ? 'cause.suspended.with.at' : 'cause.suspended.with', params } };
}

/** When the newest build failed for the first time, as far as the object's history tells. */
function failedSince(object: KubernetesObject): string | undefined {
  const newest = record(list(record(object.status).history)[0]);
  return newest.lastReconciledStatus === 'ReconciliationSucceeded'
    ? undefined
    : text(newest.firstReconciled);
}

/** Undefined for what is ready: there is nothing to explain. */
export function stateLineOf(object: KubernetesObject, state: FluxState): StateLine | undefined {
  const message = state.message ?? '';
  switch (state.name) {
    case 'ready':
    case 'static':
      return undefined;
    case 'suspended':
      return suspension(object);
    case 'pending':
      return waiting(object, message);
    case 'progressing': {
      const phase = phases.find(([pattern]) => pattern.test(message));
      if (phase) return { says: { id: phase[1] } };
      return message ? { says: { id: 'cause.message' }, message } : { says: state.says };
    }
    case 'retrying': {
      const since = failedSince(object);
      return since
        ? { says: { id: 'cause.retrying.since', params: { time: since } } }
        : { says: { id: 'cause.retrying' } };
    }
    case 'stalled': {
      const { message: why } = tellingOf(object, state);
      return why ? { says: { id: 'cause.stalled' }, message: why } : { says: state.says };
    }
    case 'terminating':
      return { says: state.says };
    default: {
      if (!message) return { says: state.says };
      return { says: buildErrorOf(message) ?? { id: 'cause.message' }, message };
    }
  }
}
