import { type KubernetesObject, list, record, text } from './object.ts';

/** What one container of a pod is doing, in Kubernetes' own words. */
export interface ContainerLine {
  name: string;
  isReady: boolean;
  /** `running`, or why not: ImagePullBackOff, CrashLoopBackOff, Completed, OOMKilled … */
  state: string;
  message?: string;
  restarts: number;
}

function stateOf(status: Record<string, unknown>): Pick<ContainerLine, 'state' | 'message'> {
  const { waiting, terminated, running } = record(status.state);
  if (running) return { state: 'running' };
  const why = record(waiting ?? terminated);
  const state = text(why.reason) ?? (waiting ? 'waiting' : terminated ? 'terminated' : 'unknown');
  return { state, message: text(why.message) };
}

/** Init containers first, as they run. A pod that no node has taken yet has none. */
export function containersOf(pod: KubernetesObject): ContainerLine[] {
  const status = record(pod.status);
  const statuses = [...list(status.initContainerStatuses), ...list(status.containerStatuses)];
  return statuses.map(record).flatMap(container => {
    const name = text(container.name);
    if (!name) return [];
    const restarts = Number(container.restartCount) || 0;
    return { name, isReady: container.ready === true, restarts, ...stateOf(container) };
  });
}
