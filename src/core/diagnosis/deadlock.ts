import { refAt } from '../graph/nodeId.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { refText } from '../kubernetes/ref.ts';
import { describeObject } from './describe.ts';
import type { Finding } from './finding.ts';

/** How a walk came to an object: because its health is waited for, or by something that it must give. */
export interface Step {
  id: string;
  waitsForHealth: boolean;
}

/** Objects that wait for each other: whoever waits for the health of another is the one to change. */
export function deadlockIn(circle: readonly Step[]): Finding {
  const named =
    circle.find(step => step.waitsForHealth) ??
    [...circle].sort((a, b) => (a.id < b.id ? -1 : 1))[0];
  const object = refAt(named?.id ?? '');
  const others = circle.filter(step => step !== named).map(step => refText(refAt(step.id)));
  const params = { others: others.sort().join(', ') };
  return {
    rule: 'deadlock',
    object,
    says: { id: 'rule.deadlock', params },
    remedy: { id: 'remedy.deadlock', params },
    command: describeObject(object),
    evidence: circle.map(step => ({
      object: refAt(step.id),
      seenIn: { type: 'field', path: step.waitsForHealth ? 'spec.wait' : 'spec.dependsOn' },
    })),
  };
}

/** Whose health a Kustomization or HelmRelease waits for, by refKey; undefined: nobody's. */
export function waitsForHealthOf({
  kind,
  spec,
  metadata,
}: KubernetesObject): ((key: string) => boolean) | undefined {
  if (kind === 'HelmRelease') return () => true;
  const { wait, healthChecks } = record(spec);
  if (wait === true) return () => true;
  const checked = list(healthChecks).map(record);
  if (checked.length === 0) return undefined;
  return (key: string) => {
    const ref = refAt(key);
    return checked.some(
      check =>
        check.kind === ref.kind &&
        check.name === ref.name &&
        (text(check.namespace) ?? metadata.namespace ?? '') === ref.namespace
    );
  };
}
