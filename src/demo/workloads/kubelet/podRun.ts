/** How a container ended. Times in milliseconds. */
export interface Exit {
  code: number;
  reason: 'Completed' | 'Error' | 'OOMKilled';
  startedAt: number;
  finishedAt: number;
}

type ContainerState =
  | { phase: 'creating' }
  | { phase: 'pulling'; since: number; until: number }
  | { phase: 'pullFailed'; until: number }
  | { phase: 'pullBackOff'; until: number }
  | { phase: 'configError'; message: string }
  | { phase: 'running'; startedAt: number; exit?: Exit }
  | { phase: 'ended'; exit: Exit; until: number }
  | { phase: 'crashBackOff'; exit: Exit; until: number; delay: number };

/** One container of a pod on this node, as the kubelet holds it. */
export interface ContainerRun {
  name: string;
  state: ContainerState;
  ready: boolean;
  restarts: number;
  /** Failed pulls in a row. */
  pulls: number;
  /** Crashes in a row. */
  crashes: number;
  last?: Exit;
}

/** One pod on this node. */
export interface PodRun {
  address: string;
  startedAt: number;
  inits: ContainerRun[];
  containers: ContainerRun[];
}

export interface PodEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  fieldPath?: string;
}

export function newContainer(name: string): ContainerRun {
  return { name, state: { phase: 'creating' }, ready: false, restarts: 0, pulls: 0, crashes: 0 };
}
