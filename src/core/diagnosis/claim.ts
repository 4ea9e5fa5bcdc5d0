import { objectId } from '../graph/nodeId.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { type ObjectRef, toRef } from '../kubernetes/ref.ts';
import { oneLine } from './containerTrouble.ts';
import { describeObject } from './describe.ts';
import type { Finding } from './finding.ts';
import { missingOf } from './podTrouble.ts';
import type { DiagnosisWorld } from './world.ts';

/** A claim that nobody provides a volume for: one that only waits for its first Pod has no warnings. */
export function claimTrouble(object: KubernetesObject, world: DiagnosisWorld): Finding | undefined {
  const ref = toRef(object);
  if (ref.kind !== 'PersistentVolumeClaim' || record(object.status).phase === 'Bound') {
    return undefined;
  }
  const warnings = [...(world.eventsOf?.(ref) ?? [])];
  const warning = warnings.find(({ reason }) =>
    /^(ProvisioningFailed|FailedBinding)$/.test(String(reason))
  );
  const said = text(warning?.message);
  if (!warning || !said) return undefined;
  const seen = { type: 'event', reason: String(warning.reason) } as const;
  const time = object.metadata.creationTimestamp;
  return {
    rule: 'claim',
    object: ref,
    says: { id: 'rule.claim', params: { said: oneLine(said) } },
    remedy: { id: 'remedy.claim' },
    command: describeObject(ref),
    evidence: [{ object: ref, seenIn: seen, message: said }],
    since: time ? { time, atLeast: false } : undefined,
  };
}

/** No node takes a Pod whose claim is not there, or gets no volume: then that is the cause. */
export function throughClaim(
  finding: Finding,
  pod: KubernetesObject,
  world: DiagnosisWorld
): Finding {
  const said = text(finding.says.params?.said) ?? '';
  if (finding.rule !== 'schedule' || !/persistentvolumeclaim/i.test(said)) return finding;
  const gone = /persistentvolumeclaim "([^"]+)" not found/.exec(said)?.[1];
  for (const claim of claimsOf(pod)) {
    const object = world.graph.object(objectId(claim));
    if (claim.name === gone && !object) return missingOf(pod, claim, finding.evidence);
    const trouble = object && claimTrouble(object, world);
    if (trouble) {
      const evidence = [...trouble.evidence, ...finding.evidence];
      return { ...trouble, through: [toRef(pod)], evidence };
    }
  }
  return finding;
}

function claimsOf(pod: KubernetesObject): ObjectRef[] {
  const namespace = pod.metadata.namespace ?? '';
  return list(record(pod.spec).volumes).flatMap(volume => {
    const name = text(record(record(volume).persistentVolumeClaim).claimName);
    return name ? [{ group: '', kind: 'PersistentVolumeClaim', namespace, name }] : [];
  });
}
