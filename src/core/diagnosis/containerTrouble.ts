import { conditionOf } from '../kubernetes/conditions.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import type { Finding, Since } from './finding.ts';

/** What a Pod's own status does not tell. */
export interface PodContext {
  /** Milliseconds. */
  now: number;
  /** Whoever waits for it has given up: what else would be patience is trouble now. */
  isLate?: boolean;
  /** Warnings about the Pod. */
  events?: readonly KubernetesObject[];
}

/** A container's part of the pod's status, and of its spec. */
interface Container {
  name: string;
  isInit: boolean;
  status: Record<string, unknown>;
  spec: Record<string, unknown>;
}

/** A Secret or ConfigMap may come a moment after the Pod that needs it. */
const arrival = 20_000;

function containersOf(pod: KubernetesObject): Container[] {
  const [spec, status] = [record(pod.spec), record(pod.status)];
  const specs = [...list(spec.initContainers), ...list(spec.containers)].map(record);
  const inits = list(status.initContainerStatuses);
  return [...inits, ...list(status.containerStatuses)].flatMap(each => {
    const name = text(record(each).name);
    const own = specs.find(candidate => candidate.name === name);
    const isInit = inits.includes(each);
    return name ? { name, isInit, status: record(each), spec: own ?? {} } : [];
  });
}

/** The first container that does not do well, by what kubelet says of it. */
export function containerTrouble(pod: KubernetesObject, context: PodContext): Finding | undefined {
  for (const container of containersOf(pod)) {
    const finding = troubleOf(container, pod, context);
    if (finding) return finding;
  }
  return undefined;
}

function troubleOf(
  { name, isInit, status, spec }: Container,
  pod: KubernetesObject,
  { now, isLate = false, events = [] }: PodContext
): Finding | undefined {
  const object = toRef(pod);
  const waiting = record(record(status.state).waiting);
  const ended = record(record(status.state).terminated);
  const before = record(record(status.lastState).terminated);
  const hasEnded = ended.exitCode !== undefined;
  const last = hasEnded ? ended : before;
  const [why, message] = [text(waiting.reason) ?? '', text(waiting.message)];
  const restarts = Number(status.restartCount) || 0;
  const said = events.map(event => text(event.message) ?? '');
  // A run that is over and not begun anew has no previous one.
  const previous = hasEnded || before.exitCode === undefined ? '' : ' --previous';
  const logs = `kubectl -n ${object.namespace} logs ${object.name} -c ${name}${previous}`;
  const finding = (
    rule: string,
    params: Record<string, string | number>,
    differs: Partial<Finding> = {}
  ): Finding => ({
    rule,
    object,
    says: { id: `rule.${rule}`, params: { container: name, ...params } },
    remedy: { id: `remedy.${rule}`, params: { container: name, ...params } },
    command: describePod(pod),
    evidence: [{ object, seenIn: { type: 'container', name }, message: message ?? why }],
    since: sinceOf(pod),
    ...differs,
  });

  // Between two back-offs it tries again, and says so: only the first try may still be luck.
  const isGivenUp = ['ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull'].includes(why);
  const hasBackedOff = said.some(each =>
    /^(Back-off pulling image|Error: ImagePullBackOff)/.test(each)
  );
  const isRetried = hasBackedOff && ['ErrImagePull', 'ContainerCreating'].includes(why);
  if (isGivenUp || isRetried || (isLate && why === 'ErrImagePull')) {
    const image = text(spec.image) ?? text(status.image) ?? '';
    const isDenied = [message ?? '', ...said].some(each => denied.test(each));
    const says = { id: isDenied ? 'rule.image.denied' : 'rule.image', params: { image } };
    return finding('image', { image }, { says });
  }
  if (why === 'CreateContainerConfigError' || why === 'CreateContainerError') {
    const isYoung = now - Date.parse(pod.metadata.creationTimestamp ?? '') < arrival;
    return isYoung && !isLate ? undefined : finding('container', { said: message ?? why });
  }
  // A command or folder that the image has not: it never ran.
  if (why === 'RunContainerError' || last.reason === 'ContainerCannotRun') {
    return finding('container', { said: message ?? text(last.message) ?? why });
  }
  if (last.reason === 'OOMKilled' && (status.ready !== true || isRecent(last, now))) {
    const limit = text(record(record(spec.resources).limits).memory) ?? '';
    const time = text(last.finishedAt);
    const rule = limit ? 'memory' : 'memory.unlimited';
    const since = time ? { time, atLeast: true } : undefined;
    return finding(rule, { limit, restarts }, { command: logs, ...(since ? { since } : {}) });
  }
  const code = Number(last.exitCode);
  const hasFailed = last.exitCode !== undefined && (code !== 0 || (!isInit && restarts > 0));
  const isDown = why === 'CrashLoopBackOff' || hasEnded;
  // Between two starts it runs, for a moment: what it did before tells more than that.
  if (hasFailed && (isDown || (status.ready !== true && restarts > 0))) {
    const probe = said.find(each => /^(Liveness|Startup) probe failed/.test(each));
    if (probe && restarts > 0) {
      const event = {
        object,
        seenIn: { type: 'event', reason: 'Unhealthy' },
        message: probe,
      } as const;
      return finding('liveness', { said: oneLine(probe), restarts }, { evidence: [event] });
    }
    return finding('crash', { code, restarts }, { command: logs });
  }
  const runs = record(status.state).running !== undefined;
  if (isLate && runs && status.ready !== true) {
    const probe = said.find(each => /^(Readiness|Startup) probe /.test(each));
    const seen = {
      object,
      seenIn: { type: 'event', reason: 'Unhealthy' },
      message: probe,
    } as const;
    const running = finding('readiness', {});
    return probe ? { ...running, evidence: [...running.evidence, seen] } : running;
  }
  return undefined;
}

const denied = /\b40[13]\b|unauthori[sz]ed|authentication required|access denied|no basic auth/i;

/** Kubelet forgets as soon. */
function isRecent({ finishedAt }: Record<string, unknown>, now: number): boolean {
  return !(now - Date.parse(text(finishedAt) ?? '') > 600_000);
}

export const oneLine = (said: string) => said.split('\n')[0] ?? '';

/** Since it was last ready; a Pod that never was, since it was made. Each restart may have made it ready for a while. */
export function sinceOf(pod: KubernetesObject): Since | undefined {
  const ready = conditionOf(pod, 'Ready');
  const statuses = list(record(pod.status).containerStatuses).map(record);
  const hasRestarted = statuses.some(({ restartCount }) => Number(restartCount) > 0);
  if (ready?.status === 'False' && ready.lastTransitionTime) {
    return { time: ready.lastTransitionTime, atLeast: hasRestarted };
  }
  const created = text(pod.metadata.creationTimestamp);
  if (created === undefined || ready?.status === 'True') return undefined;
  return { time: created, atLeast: false };
}

export function describePod({ metadata }: KubernetesObject): string {
  return `kubectl -n ${metadata.namespace} describe pod ${metadata.name}`;
}
