import type { Graph } from '../graph/graph.ts';
import { objectId, refAt } from '../graph/nodeId.ts';
import { conditionOf } from '../kubernetes/conditions.ts';
import { health } from '../kubernetes/health.ts';
import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import type { Finding } from './finding.ts';
import { podTrouble } from './podTrouble.ts';
import type { DiagnosisWorld } from './world.ts';

/** The Pods below an object, by owner references, the newest first: an old one tells of an older spec. */
function podsBelow(id: string, graph: Graph): KubernetesObject[] {
  const pods: KubernetesObject[] = [];
  const seen = new Set([id]);
  for (const at of seen) {
    for (const edge of graph.from(at)) {
      if (edge.meaning !== 'owns' || seen.has(edge.to)) continue;
      seen.add(edge.to);
      const object = graph.node(edge.to)?.object;
      if (object?.kind === 'Pod') pods.push(object);
    }
  }
  const made = (pod: KubernetesObject) => pod.metadata.creationTimestamp ?? '';
  return pods.sort((a, b) => made(b).localeCompare(made(a)));
}

/** What is wrong with an object that Flux applied, if its own health says that something is. */
export function workloadTrouble(id: string, object: KubernetesObject, world: DiagnosisWorld) {
  const { status, says } = health(object, world.now);
  if (status === 'Current' || status === 'Terminating') return undefined;
  const ref = toRef(object);
  const progressing = conditionOf(object, 'Progressing');
  const isLate = status === 'Failed' || progressing?.reason === 'ProgressDeadlineExceeded';
  const pods = object.kind === 'Pod' ? [object] : podsBelow(id, world.graph);
  // Old Pods that still serve are no trouble; the newest that proves something is.
  for (const pod of pods) {
    const events = [...(world.eventsOf?.(toRef(pod)) ?? [])];
    const hasBackedOff = events.some(event =>
      /^(Back-off pulling image|Error: ImagePullBackOff)/.test(text(event.message) ?? '')
    );
    const finding = podTrouble(pod, { isLate, hasBackedOff });
    if (finding) return object.kind === 'Pod' ? finding : { ...finding, workload: ref };
  }
  const refused = refusalOf(id, world);
  if (refused) return { ...refused, workload: ref };
  const stored = conditionOf(object, 'Ready');
  const speaksOfIt = stored?.status === 'False' && stored.message;
  if (status !== 'Failed' && !speaksOfIt) return undefined;
  const finding: Finding = {
    rule: 'unhealthy',
    object: ref,
    says: speaksOfIt
      ? { id: 'rule.unhealthy.said', params: { said: stored.message ?? '' } }
      : { id: 'rule.unhealthy', params: says.params },
    remedy: { id: 'remedy.unhealthy' },
    command: `kubectl ${
      ref.namespace ? `-n ${ref.namespace} ` : ''
    }describe ${ref.kind.toLowerCase()} ${ref.name}`,
    evidence: [
      {
        object: ref,
        seenIn: { type: 'condition', name: speaksOfIt ? 'Ready' : progressing?.type ?? 'status' },
        message: stored?.message ?? progressing?.message,
      },
    ],
    since: undefined,
  };
  return finding;
}

/** Pods that the API server does not let be made: a quota, a policy, a missing account. */
function refusalOf(id: string, { graph }: DiagnosisWorld): Finding | undefined {
  const below = [id, ...[...graph.from(id)].filter(e => e.meaning === 'owns').map(e => e.to)];
  for (const at of below) {
    const object = graph.node(at)?.object;
    const failure = object && conditionOf(object, 'ReplicaFailure');
    if (!object || failure?.status !== 'True') continue;
    const said = failure.message ?? failure.reason ?? '';
    const ref = toRef(object);
    return {
      rule: 'refused',
      object: ref,
      says: { id: 'rule.refused', params: { said } },
      remedy: { id: 'remedy.refused' },
      command: `kubectl -n ${ref.namespace} describe ${ref.kind.toLowerCase()} ${ref.name}`,
      evidence: [
        { object: ref, seenIn: { type: 'condition', name: 'ReplicaFailure' }, message: said },
      ],
    };
  }
  return undefined;
}

/** A Secret or ConfigMap that a container cannot start without: `secret "name" not found`. */
export function missingFor({ says, object }: Finding) {
  const said = text(says.params?.said) ?? '';
  const match = /\b(secret|configmap) "([^"]+)" not found/.exec(said);
  if (!match) return undefined;
  const kind = match[1] === 'secret' ? 'Secret' : 'ConfigMap';
  return { group: '', kind, namespace: object.namespace, name: match[2] ?? '' };
}

/** Who would make a Secret, by the fields of operators that do, whatever their version. */
export function makersOf(
  { namespace, name }: { namespace: string; name: string },
  { graph }: DiagnosisWorld
): KubernetesObject[] {
  const makers: KubernetesObject[] = [];
  for (const object of graph.objects()) {
    if (object.metadata.namespace !== namespace) continue;
    const spec = record(object.spec);
    const makes: Record<string, unknown> = {
      ExternalSecret: record(spec.target).name ?? object.metadata.name,
      SealedSecret: object.metadata.name,
      Certificate: spec.secretName,
    };
    if (makes[object.kind] === name) makers.push(object);
  }
  return makers;
}

/** What a maker of Secrets reads from: the store or the issuer that it names. */
export function storeOf(object: KubernetesObject, { graph }: DiagnosisWorld) {
  const spec = record(object.spec);
  const said = record(spec.secretStoreRef ?? spec.issuerRef);
  const name = text(said.name);
  if (!name) return undefined;
  const kind = text(said.kind) ?? (spec.secretStoreRef ? 'SecretStore' : 'Issuer');
  const isWide = kind.startsWith('Cluster');
  const namespace = isWide ? '' : object.metadata.namespace ?? '';
  const group = toRef(object).group;
  const id = objectId({ group, kind, namespace, name });
  return { id, ref: refAt(id), object: graph.node(id)?.object };
}
