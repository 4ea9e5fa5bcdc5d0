import { type KubernetesObject, list, record, text } from '../../../core/kubernetes/object.ts';
import { parseQuantity } from '../../../core/kubernetes/quantity.ts';
import { matchesLabels, toRequirements } from '../../../core/kubernetes/selector.ts';
import { isActive } from '../pods.ts';

export interface FitFacts {
  node: KubernetesObject;
  /** Every pod that the API server knows. */
  pods: KubernetesObject[];
  claim: (name: string) => KubernetesObject | undefined;
  /** Whether a claim is bound only when a pod that uses it has a node. */
  waitsForPod: (claim: KubernetesObject) => boolean;
}

const oneNode = '0/1 nodes are available: ';
const noHelp = ' preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';

/** Why a pod cannot run on the only node, in the words of the scheduler; undefined: it can. */
export function whyNoFit(pod: KubernetesObject, facts: FitFacts): string | undefined {
  const spec = record(pod.spec);
  for (const name of claimsOf(pod)) {
    const claim = facts.claim(name);
    if (!claim || claim.metadata.deletionTimestamp) {
      const why = claim ? 'is being deleted' : 'not found';
      return `${oneNode}persistentvolumeclaim "${name}" ${why}.${noHelp}`;
    }
    if (record(claim.status).phase !== 'Bound' && !facts.waitsForPod(claim)) {
      return `${oneNode}pod has unbound immediate PersistentVolumeClaims.${noHelp}`;
    }
  }
  if (record(facts.node.spec).unschedulable === true) {
    return `${oneNode}1 node(s) were unschedulable.${noHelp}`;
  }
  if (!matchesNode(spec, facts.node)) {
    return `${oneNode}1 node(s) didn't match Pod's node affinity/selector.${noHelp}`;
  }
  const short = lacking(pod, facts);
  if (short.length === 0) return undefined;
  return `${oneNode}${short.join(
    ', '
  )}. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.`;
}

/** The names of the claims that a pod mounts. */
export function claimsOf(pod: KubernetesObject): string[] {
  return list(record(pod.spec).volumes).flatMap(volume => {
    const { persistentVolumeClaim, ephemeral, name } = record(volume);
    if (ephemeral) return `${pod.metadata.name}-${String(name)}`;
    return text(record(persistentVolumeClaim).claimName) ?? [];
  });
}

function matchesNode(spec: Record<string, unknown>, node: KubernetesObject): boolean {
  const labels = node.metadata.labels;
  if (!matchesLabels(toRequirements({ matchLabels: spec.nodeSelector }), labels)) return false;
  const required = record(
    record(spec.affinity).nodeAffinity
  ).requiredDuringSchedulingIgnoredDuringExecution;
  const terms = list(record(required).nodeSelectorTerms).map(record);
  if (terms.length === 0) return true;
  const fields = { 'metadata.name': node.metadata.name };
  return terms.some(
    term =>
      matchesLabels(toRequirements({ matchExpressions: term.matchExpressions }), labels) &&
      matchesLabels(toRequirements({ matchExpressions: term.matchFields }), fields)
  );
}

function lacking(pod: KubernetesObject, { node, pods }: FitFacts): string[] {
  const allocatable = record(record(node.status).allocatable);
  const mine = pods.filter(
    other => record(other.spec).nodeName === node.metadata.name && isActive(other)
  );
  const short: string[] = [];
  if (mine.length + 1 > Number(allocatable.pods ?? 110)) short.push('1 Too many pods');
  for (const name of ['cpu', 'memory']) {
    const asks = requestOf(pod, name);
    if (asks === 0n) continue;
    const has = parseQuantity(allocatable[name]) ?? 0n;
    const used = mine.reduce((sum, other) => sum + requestOf(other, name), 0n);
    if (used + asks > has) short.push(`1 Insufficient ${name}`);
  }
  return short;
}

/** What all containers of a pod ask for together, or one init container alone where that is more. */
function requestOf(pod: KubernetesObject, name: string): bigint {
  const { containers, initContainers } = record(pod.spec);
  const asked = (container: unknown) => {
    const { requests, limits } = record(record(container).resources);
    return parseQuantity(record(requests)[name] ?? record(limits)[name]) ?? 0n;
  };
  const together = list(containers).reduce<bigint>((sum, one) => sum + asked(one), 0n);
  return list(initContainers).reduce<bigint>((most, one) => {
    const asks = asked(one);
    return asks > most ? asks : most;
  }, together);
}
