import { type KubernetesObject, list, record, text } from './object.ts';

/** How a run of a container ended. */
export interface ContainerEnd {
  code: number;
  /** Kubernetes' word: Completed, Error, OOMKilled … */
  reason?: string;
  at?: string;
}

/** What one container of a pod is doing, in Kubernetes' own words. */
export interface ContainerLine {
  name: string;
  isReady: boolean;
  /** `running`, or why not: ImagePullBackOff, CrashLoopBackOff, Completed, OOMKilled … */
  state: string;
  message?: string;
  restarts: number;
  /** It runs before the others, and ends. */
  isInit: boolean;
  /** Somebody has to do something: kstatus calls much of this in progress, since kubelet tries again. */
  isFailing: boolean;
  /** How its last run ended, if one did. */
  ended?: ContainerEnd;
  /** Which of its runs has written something: only the one before where the present one has not begun. */
  logOf: 'current' | 'previous' | 'none';
}

const stuck = /BackOff$|^Err|Error$|^OOMKilled$|^Invalid/;

function stateOf(status: Record<string, unknown>): Pick<ContainerLine, 'state' | 'message'> {
  const { waiting, terminated, running } = record(status.state);
  if (running) return { state: 'running' };
  const why = record(waiting ?? terminated);
  const state = text(why.reason) ?? (waiting ? 'waiting' : terminated ? 'terminated' : 'unknown');
  return { state, message: text(why.message) };
}

function endOf(terminated: unknown): ContainerEnd | undefined {
  const { exitCode, reason, finishedAt } = record(terminated);
  if (typeof exitCode !== 'number') return undefined;
  return { code: exitCode, reason: text(reason), at: text(finishedAt) };
}

function toLine(container: Record<string, unknown>, isInit: boolean): ContainerLine | undefined {
  const name = text(container.name);
  if (!name) return undefined;
  const { terminated, running } = record(container.state);
  const before = endOf(record(container.lastState).terminated);
  const now = endOf(terminated);
  const isReady = container.ready === true;
  const restarts = Number(container.restartCount) || 0;
  const said = stateOf(container);
  const hasFailed = now ? now.code !== 0 : restarts > 0 && (before?.code ?? 0) !== 0;
  return {
    name,
    isReady,
    ...said,
    restarts,
    isInit,
    isFailing: !isReady && (stuck.test(said.state) || hasFailed),
    ended: now ?? before,
    logOf: running || now ? 'current' : before ? 'previous' : 'none',
  };
}

/** Init containers first, as they run. A pod that no node has taken yet has none. */
export function containersOf(pod: KubernetesObject): ContainerLine[] {
  const { initContainerStatuses, containerStatuses } = record(pod.status);
  return [
    ...list(initContainerStatuses).map(status => toLine(record(status), true)),
    ...list(containerStatuses).map(status => toLine(record(status), false)),
  ].filter(line => line !== undefined);
}
