import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';
import {
  conditionListOf,
  withCondition,
  withoutCondition,
  type WrittenCondition,
} from './conditionList.ts';
import { toTime } from './controller.ts';
import { toBounds } from './rollout.ts';

export interface DeploymentFacts {
  deployment: KubernetesObject;
  /** The ReplicaSet of the template that is wanted. */
  current: KubernetesObject | undefined;
  olds: KubernetesObject[];
  /** Whether it was created just now. */
  found?: 'created';
  now: number;
}

/** Beyond this there is no deadline: the largest number of a Go int32. */
const noDeadline = 2_147_483_647;

/** The status of a Deployment, and when to look again since a deadline may be over then. */
export function deploymentStatus(facts: DeploymentFacts): {
  status: Record<string, unknown>;
  checkAt?: number;
} {
  const { deployment, current, olds, now } = facts;
  const spec = record(deployment.spec);
  const old = record(deployment.status);
  const want = Number(spec.replicas ?? 1);
  const sets = current ? [...olds, current] : olds;
  const total = (field: string) =>
    sets.reduce((sum, set) => sum + Number(record(set.status)[field] ?? 0), 0);
  const counts = {
    replicas: total('replicas'),
    updatedReplicas: Number(record(current?.status).replicas ?? 0),
    readyReplicas: total('readyReplicas'),
    availableReplicas: total('availableReplicas'),
  };
  const wanted = sets.reduce((sum, set) => sum + Number(record(set.spec).replicas ?? 1), 0);
  const unavailableReplicas = Math.max(wanted - counts.availableReplicas, 0);

  let conditions = withAvailability(facts, counts.availableReplicas);
  const deadline = Number(spec.progressDeadlineSeconds ?? noDeadline);
  let checkAt: number | undefined;
  if (deadline >= noDeadline) conditions = withoutCondition(conditions, 'Progressing');
  else if (spec.paused === true) {
    conditions = withProgress(
      conditions,
      now,
      'Unknown',
      'DeploymentPaused',
      'Deployment is paused'
    );
  } else {
    ({ conditions, checkAt } = progress(facts, conditions, counts, old, want, deadline));
  }
  conditions = withReplicaFailure(facts, conditions);

  const shown = Object.fromEntries(
    Object.entries({ ...counts, unavailableReplicas }).filter(([, count]) => count > 0)
  );
  const status = {
    observedGeneration: deployment.metadata.generation,
    ...shown,
    ...(old.collisionCount ? { collisionCount: old.collisionCount } : {}),
    conditions,
  };
  return { status, checkAt };
}

type Counts = Record<
  'replicas' | 'updatedReplicas' | 'readyReplicas' | 'availableReplicas',
  number
>;

function withAvailability({ deployment, now }: DeploymentFacts, available: number) {
  const spec = record(deployment.spec);
  const want = Number(spec.replicas ?? 1);
  const update = record(record(spec.strategy).rollingUpdate);
  const isRecreate = record(spec.strategy).type === 'Recreate';
  const may = isRecreate ? 0 : toBounds(update, want).maxUnavailable;
  const isEnough = available >= want - may;
  return withCondition(
    conditionListOf(deployment),
    {
      type: 'Available',
      status: isEnough ? 'True' : 'False',
      reason: isEnough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      message: `Deployment ${isEnough ? 'has' : 'does not have'} minimum availability.`,
    },
    now,
    { updateTime: true }
  );
}

function progress(
  { deployment, current, olds, found, now }: DeploymentFacts,
  before: WrittenCondition[],
  counts: Counts,
  old: Record<string, unknown>,
  want: number,
  deadline: number
): { conditions: WrittenCondition[]; checkAt?: number } {
  const name = current?.metadata.name ?? deployment.metadata.name;
  const set = (status: 'True' | 'False', reason: string, message: string) =>
    withProgress(before, now, status, reason, message);
  const condition = before.find(({ type }) => type === 'Progressing');
  const was = (field: keyof Counts) => Number(old[field] ?? 0);
  if (found === 'created') {
    return {
      conditions: set('True', 'NewReplicaSetCreated', `Created new replica set "${name}"`),
      checkAt: now + deadline * 1000,
    };
  }
  const isRolledOut =
    current !== undefined &&
    counts.updatedReplicas === want &&
    counts.replicas === want &&
    counts.availableReplicas === want &&
    olds.every(one => !Number(record(one.spec).replicas ?? 1));
  const wasDone = condition?.reason === 'NewReplicaSetAvailable';
  if (isRolledOut) {
    const message = `ReplicaSet "${name}" has successfully progressed.`;
    return { conditions: set('True', 'NewReplicaSetAvailable', message) };
  }
  // A pod that fails long after its rollout is not a rollout again.
  if (wasDone && counts.replicas === counts.updatedReplicas && current)
    return { conditions: before };
  const moves =
    counts.updatedReplicas > was('updatedReplicas') ||
    counts.replicas - counts.updatedReplicas < was('replicas') - was('updatedReplicas') ||
    counts.readyReplicas > was('readyReplicas') ||
    counts.availableReplicas > was('availableReplicas');
  if (moves || !condition || wasDone) {
    const message = `ReplicaSet "${name}" is progressing.`;
    const moved = set('True', 'ReplicaSetUpdated', message).map(one =>
      // The deadline counts from here, though the condition reads as before.
      one.type === 'Progressing' ? { ...one, lastUpdateTime: toTime(now) } : one
    );
    return { conditions: moved, checkAt: now + deadline * 1000 };
  }
  if (condition.reason === 'ProgressDeadlineExceeded') return { conditions: before };
  const over = Date.parse(condition.lastUpdateTime ?? '') + deadline * 1000;
  if (now < over) return { conditions: before, checkAt: over };
  const message = `ReplicaSet "${name}" has timed out progressing.`;
  return { conditions: set('False', 'ProgressDeadlineExceeded', message) };
}

function withProgress(
  conditions: WrittenCondition[],
  now: number,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string
): WrittenCondition[] {
  const condition = { type: 'Progressing', status, reason, message };
  return withCondition(conditions, condition, now, { updateTime: true });
}

/** Why a ReplicaSet could not create its pods is told by its Deployment too. */
function withReplicaFailure(
  { current, olds, now }: DeploymentFacts,
  conditions: WrittenCondition[]
): WrittenCondition[] {
  const sets = current ? [current, ...olds] : olds;
  const failure = sets
    .flatMap(conditionListOf)
    .find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  if (!failure) return withoutCondition(conditions, 'ReplicaFailure');
  const { type, status, reason, message } = failure;
  return withCondition(conditions, { type, status, reason, message }, now, { updateTime: true });
}
