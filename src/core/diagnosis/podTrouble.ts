import { conditionOf } from '../kubernetes/conditions.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import type { Finding } from './finding.ts';

/** A container's part of the pod's status, and of its spec. */
interface Container {
  name: string;
  status: Record<string, unknown>;
  spec: Record<string, unknown>;
}

function containersOf(pod: KubernetesObject): Container[] {
  const [spec, status] = [record(pod.spec), record(pod.status)];
  const specs = [...list(spec.initContainers), ...list(spec.containers)].map(record);
  const statuses = [...list(status.initContainerStatuses), ...list(status.containerStatuses)];
  return statuses.map(record).flatMap(each => {
    const name = text(each.name);
    const own = specs.find(candidate => candidate.name === name);
    return name ? { name, status: each, spec: own ?? {} } : [];
  });
}

/** What a Pod's own status proves to be broken. A Pod that only is not ready yet proves nothing. */
export function podTrouble(
  pod: KubernetesObject,
  { isLate = false, hasBackedOff = false }: { isLate?: boolean; hasBackedOff?: boolean } = {}
): Finding | undefined {
  const object = toRef(pod);
  for (const { name, status, spec } of containersOf(pod)) {
    const waiting = record(record(status.state).waiting);
    const ended = record(record(status.state).terminated);
    const before = record(record(status.lastState).terminated);
    const last = ended.exitCode === undefined ? before : ended;
    const [why, message] = [text(waiting.reason) ?? '', text(waiting.message)];
    const restarts = Number(status.restartCount) || 0;
    const logs = `kubectl -n ${object.namespace} logs ${object.name} -c ${name} --previous`;
    const finding = (
      rule: string,
      params: Record<string, string | number>,
      differs: Partial<Finding> = {}
    ): Finding => ({
      rule,
      object,
      says: { id: `rule.${rule}`, params: { container: name, ...params } },
      remedy: { id: `remedy.${rule}`, params: { container: name, ...params } },
      evidence: [{ object, seenIn: { type: 'container', name }, message: message ?? why }],
      since: sinceOf(pod),
      ...differs,
    });
    // Between two back-offs it tries again, and says so: only the first try may still be luck.
    const isGivenUp = ['ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull'].includes(why);
    const isRetried = hasBackedOff && ['ErrImagePull', 'ContainerCreating'].includes(why);
    if (isGivenUp || isRetried || (isLate && why === 'ErrImagePull')) {
      const image = text(spec.image) ?? text(status.image) ?? '';
      return finding('image', { image }, { command: describe(pod) });
    }
    if (why === 'CreateContainerConfigError' || why === 'CreateContainerError') {
      return finding('container', { said: message ?? why }, { command: describe(pod) });
    }
    if (last.reason === 'OOMKilled') {
      const limit = text(record(record(spec.resources).limits).memory) ?? '';
      const time = text(last.finishedAt);
      const rule = limit ? 'memory' : 'memory.unlimited';
      return finding(rule, { limit, restarts }, time ? { since: at(time), command: logs } : {});
    }
    const code = Number(last.exitCode);
    const isInit = list(record(pod.status).initContainerStatuses).includes(status);
    const hasFailed = last.exitCode !== undefined && (code !== 0 || (!isInit && restarts > 0));
    const isDown = why === 'CrashLoopBackOff' || ended.exitCode !== undefined;
    // Between two starts it runs, for a moment: what it did before tells more than that.
    if (hasFailed && (isDown || (status.ready !== true && restarts > 0))) {
      return finding('crash', { code, restarts }, { command: logs });
    }
    const runs = record(status.state).running !== undefined;
    if (isLate && runs && status.ready !== true) {
      return finding('readiness', {}, { command: describe(pod) });
    }
  }
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (isLate && scheduled?.status === 'False') {
    const said = scheduled.message ?? scheduled.reason ?? '';
    return {
      rule: 'schedule',
      object,
      says: { id: 'rule.schedule', params: { said } },
      remedy: { id: 'remedy.schedule' },
      command: describe(pod),
      evidence: [{ object, seenIn: { type: 'condition', name: 'PodScheduled' }, message: said }],
      since: sinceOf(pod),
    };
  }
  return undefined;
}

const at = (time: string) => ({ time, atLeast: true });

/** A Pod that never worked has been broken since it was made. */
function sinceOf(pod: KubernetesObject) {
  const created = text(pod.metadata.creationTimestamp);
  return created === undefined ? undefined : { time: created, atLeast: false };
}

function describe({ metadata }: KubernetesObject): string {
  return `kubectl -n ${metadata.namespace} describe pod ${metadata.name}`;
}
