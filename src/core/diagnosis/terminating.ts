import { parseDuration } from '../duration.ts';
import { conditionsOf } from '../kubernetes/conditions.ts';
import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import { kubectlKind } from './describe.ts';
import type { Finding } from './finding.ts';

/** Deleting takes a while, and nobody says how long. */
const patience = 60_000;

/** What a namespace says that is still in it. */
const remaining = new Set([
  'NamespaceContentRemaining',
  'NamespaceFinalizersRemaining',
  'NamespaceDeletionContentFailure',
  'NamespaceDeletionDiscoveryFailure',
]);

/** An object that somebody has deleted, and that does not go: its finalizers hold it. */
export function terminatingTrouble(object: KubernetesObject, now: number): Finding | undefined {
  const { deletionTimestamp: time, finalizers = [] } = object.metadata;
  const allowed = parseDuration(text(record(object.spec).timeout)) ?? 0;
  if (!time || !(now - Date.parse(time) > patience + allowed)) return undefined;
  const ref = toRef(object);
  const said = conditionsOf(object)
    .filter(({ type, status }) => remaining.has(type) && status === 'True')
    .map(({ type, message = '' }) => ({ type, message }));
  const held = finalizers.join(', ');
  const what = said.at(-1)?.message ?? held;
  if (!what) return undefined;
  const scope = ref.namespace ? `-n ${ref.namespace} ` : '';
  const field = held ? 'metadata.finalizers' : 'metadata.deletionTimestamp';
  return {
    rule: 'terminating',
    object: ref,
    says: { id: 'rule.terminating', params: { said: what } },
    remedy: { id: 'remedy.terminating', params: { finalizers: held } },
    command: `kubectl ${scope}get ${kubectlKind(ref)} ${ref.name} -o yaml`,
    evidence: [
      { object: ref, seenIn: { type: 'field', path: field }, message: held || undefined },
      ...said.map(({ type, message }) => ({
        object: ref,
        seenIn: { type: 'condition', name: type } as const,
        message,
      })),
    ],
    since: { time, atLeast: false },
  };
}
