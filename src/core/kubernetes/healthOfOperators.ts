import type { Sentence } from '../sentence.ts';
import { conditionOf } from './conditions.ts';
import type { Health, HealthStatus } from './healthStatus.ts';
import { type KubernetesObject, record, text } from './object.ts';

/** Undefined: kstatus tells as much. */
type Reader = (object: KubernetesObject) => Health | undefined;

/** What kstatus calls in progress for ever, since nobody says Stalled: it has been tried, and failed. */
function failsWhen(hasFailed: (object: KubernetesObject) => boolean): Reader {
  return object => {
    const ready = conditionOf(object, 'Ready');
    if (ready?.status !== 'False' || !hasFailed(object)) return undefined;
    const said = ready.message ?? ready.reason ?? '';
    return { status: 'Failed', says: { id: 'health.condition', params: { type: 'Ready', said } } };
  };
}

const hasError = failsWhen(object =>
  /Error|Err[A-Z]|Invalid|Fail|NotFound|Denied/.test(conditionOf(object, 'Ready')?.reason ?? '')
);

/** Between two tries it is issuing once more; how often it failed before stays. */
const certificate = failsWhen(({ status }) => Number(record(status).failedIssuanceAttempts) > 0);

/** Upgrades of nodes: a plan has a phase, whatever its conditions say. */
const plan: Reader = ({ status }) => {
  const { phase, message, lastError } = record(status);
  const name = text(phase);
  if (!name) return undefined;
  const done: Record<string, HealthStatus> = { Completed: 'Current', Failed: 'Failed' };
  const said = text(lastError) ?? text(message);
  const says: Sentence = said
    ? { id: 'health.condition', params: { type: name, said } }
    : { id: 'health.phase', params: { phase: name } };
  return { status: done[name] ?? 'InProgress', says };
};

/** It has no Ready condition: that it cannot work, it says in one of its own. */
const verticalPodAutoscaler: Reader = object => {
  const unsupported = conditionOf(object, 'ConfigUnsupported');
  if (unsupported?.status !== 'True') return undefined;
  const said = unsupported.message ?? unsupported.reason ?? '';
  const params = { type: unsupported.type, said };
  return { status: 'Failed', says: { id: 'health.condition', params } };
};

/** Operators whose objects say more than kstatus reads, by `group/Kind`. */
export const operatorHealth: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['external-secrets.io/ExternalSecret', hasError],
  ['external-secrets.io/ClusterExternalSecret', hasError],
  ['external-secrets.io/SecretStore', hasError],
  ['external-secrets.io/ClusterSecretStore', hasError],
  ['cert-manager.io/Certificate', certificate],
  ['cert-manager.io/Issuer', hasError],
  ['cert-manager.io/ClusterIssuer', hasError],
  ['tuppr.home-operations.com/TalosUpgrade', plan],
  ['tuppr.home-operations.com/KubernetesUpgrade', plan],
  ['autoscaling.k8s.io/VerticalPodAutoscaler', verticalPodAutoscaler],
]);
