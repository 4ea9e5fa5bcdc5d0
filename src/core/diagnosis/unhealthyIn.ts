import { conditionsOf } from '../kubernetes/conditions.ts';
import { type KubernetesObject, record } from '../kubernetes/object.ts';

/** What a failed health check waited for in vain: `Kind/namespace/name` and a status, as the message has them. */
interface Unhealthy {
  said: string;
  status: string;
}

/** Of objects in this cluster: what is in another one is not looked for here. */
export function unhealthyIn(object: KubernetesObject, message = saidBy(object)): Unhealthy[] {
  if (record(object.spec).kubeConfig !== undefined) return [];
  const named = /(?:timeout waiting for|stalled resources): \[([^\]]*)\]/.exec(message)?.[1] ?? '';
  const each = named.matchAll(/(\S+\/\S+) status: '(\w+)'/g);
  return [...each].map(([, said = '', status = '']) => ({ said, status }));
}

/** While it is tried again, Ready says nothing; of a release another condition still does. */
function saidBy(object: KubernetesObject): string {
  const failed = conditionsOf(object).filter(({ status }) => status === 'False');
  return failed.map(({ message = '' }) => message).join('\n');
}
