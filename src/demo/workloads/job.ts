import { isDeepStrictEqual } from 'node:util';
import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';
import { conditionListOf, withCondition } from './conditionList.ts';
import { type Controllers, startController, toOwner, toTime } from './controller.ts';
import { isActive, isReady, podOf, restartsOf } from './pods.ts';
import type { WorkQueue } from './workQueue.ts';

/** Between a Job's failed pod and the next one; twice as long each time. */
const firstBackOff = 10_000;
const maxBackOff = 360_000;

interface Ending {
  type: 'Complete' | 'Failed';
  reason: string;
  message: string;
}

/** Runs the pods of each Job until enough of them have succeeded, or too many have failed. */
export function startJobs(controllers: Controllers): WorkQueue {
  const { jobs, pods } = controllers.collections;
  const events = controllers.recorder('job-controller');

  async function work(job: KubernetesObject): Promise<number | void> {
    if (job.metadata.deletionTimestamp) return;
    if (endOf(job)) return expire(job);
    const mine = pods.ownedBy(job.metadata.uid);
    const spec = record(job.spec);
    const now = Date.now();
    if (spec.suspend === true) return suspend(job, mine.filter(isActive), now);

    const startTime = String(record(job.status).startTime ?? toTime(now));
    const ending = endingOf(job, mine, Date.parse(startTime), now);
    let wait: number | undefined;
    if (ending) {
      for (const pod of mine.filter(isActive)) await pods.remove(pod);
      events.record(
        job,
        ending.type === 'Failed' ? 'Warning' : 'Normal',
        eventReason(ending),
        ending.message
      );
    } else {
      wait = await scale(job, mine, now);
    }
    await writeStatus(job, pods.ownedBy(job.metadata.uid), { startTime, ending, now });
    if (ending) return 1;
    const deadline = Number(spec.activeDeadlineSeconds ?? Infinity) * 1000 + Date.parse(startTime);
    const next = Math.min(wait ?? Infinity, deadline - now);
    return Number.isFinite(next) ? next : undefined;
  }

  /** Starts the pods that are missing; answers how long to wait where a failed one was just before. */
  async function scale(
    job: KubernetesObject,
    mine: KubernetesObject[],
    now: number
  ): Promise<number | undefined> {
    const spec = record(job.spec);
    const active = mine.filter(isActive);
    const parallel = Number(spec.parallelism ?? 1);
    const completions = Number(spec.completions ?? Infinity);
    const left = Math.max(completions - inPhase(mine, 'Succeeded').length, 0);
    const missing = Math.min(parallel, left) - active.length;
    const failed = inPhase(mine, 'Failed');
    if (missing <= 0) return undefined;
    if (failed.length) {
      const last = Math.max(...failed.map(endedAt));
      const delay = Math.min(firstBackOff * 2 ** (failed.length - 1), maxBackOff);
      if (now < last + delay) return last + delay - now;
    }
    for (let count = 0; count < missing; count += 1) {
      const made = await pods.create(podOf(job, spec.template, { reference: toOwner(job) }));
      events.record(job, 'Normal', 'SuccessfulCreate', `Created pod: ${made.metadata.name}`);
    }
  }

  async function suspend(
    job: KubernetesObject,
    active: KubernetesObject[],
    now: number
  ): Promise<void> {
    for (const pod of active) await pods.remove(pod);
    const condition = {
      type: 'Suspended',
      status: 'True',
      reason: 'JobSuspended',
      message: 'Job suspended',
    } as const;
    const conditions = withCondition(conditionListOf(job), condition, now);
    const status = { ...record(job.status), active: undefined, ready: 0, conditions };
    if (!isDeepStrictEqual(conditions, conditionListOf(job)) || active.length) {
      await jobs.updateStatus({ ...job, status });
    }
  }

  async function expire(job: KubernetesObject): Promise<number | void> {
    const ttl = record(job.spec).ttlSecondsAfterFinished;
    if (typeof ttl !== 'number') return;
    const over = Date.parse(String(endOf(job)?.lastTransitionTime)) + ttl * 1000;
    if (Date.now() < over) return over - Date.now();
    await jobs.remove(job);
  }

  async function writeStatus(
    job: KubernetesObject,
    mine: KubernetesObject[],
    { startTime, ending, now }: { startTime: string; ending: Ending | undefined; now: number }
  ): Promise<void> {
    const active = ending ? [] : mine.filter(isActive);
    const succeeded = inPhase(mine, 'Succeeded').length;
    const failed = inPhase(mine, 'Failed').length;
    let conditions = conditionListOf(job);
    if (ending) {
      const { reason, message } = ending;
      // The intention first, then the fact, as Jobs say it since Kubernetes 1.31.
      const first = ending.type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget';
      for (const type of [first, ending.type]) {
        conditions = withCondition(conditions, { type, status: 'True', reason, message }, now);
      }
    }
    const status = {
      ...(active.length ? { active: active.length } : {}),
      ready: active.filter(isReady).length,
      terminating: mine.filter(pod => pod.metadata.deletionTimestamp).length,
      ...(succeeded ? { succeeded } : {}),
      ...(failed ? { failed } : {}),
      startTime,
      ...(ending?.type === 'Complete' ? { completionTime: toTime(now) } : {}),
      uncountedTerminatedPods: {},
      ...(conditions.length ? { conditions } : {}),
    };
    if (!isDeepStrictEqual(status, job.status)) await jobs.updateStatus({ ...job, status });
  }

  return startController(controllers, { main: jobs, owned: [pods], work });
}

/** Whether a Job is over now, and how. */
function endingOf(
  job: KubernetesObject,
  pods: KubernetesObject[],
  startedAt: number,
  now: number
): Ending | undefined {
  const spec = record(job.spec);
  const succeeded = inPhase(pods, 'Succeeded').length;
  const failures = inPhase(pods, 'Failed').length;
  const restarts = pods.filter(isActive).reduce((sum, pod) => sum + restartsOf(pod), 0);
  const isEnough =
    spec.completions === undefined
      ? succeeded > 0 && !pods.some(isActive)
      : succeeded >= Number(spec.completions);
  if (isEnough) {
    const message = 'Reached expected number of succeeded pods';
    return { type: 'Complete', reason: 'CompletionsReached', message };
  }
  if (failures + restarts > Number(spec.backoffLimit ?? 6)) {
    const message = 'Job has reached the specified backoff limit';
    return { type: 'Failed', reason: 'BackoffLimitExceeded', message };
  }
  if (now - startedAt >= Number(spec.activeDeadlineSeconds ?? Infinity) * 1000) {
    const message = 'Job was active longer than specified deadline';
    return { type: 'Failed', reason: 'DeadlineExceeded', message };
  }
  return undefined;
}

/** The condition that ended a Job. */
export function endOf(job: KubernetesObject) {
  return conditionListOf(job).find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True'
  );
}

function eventReason({ type, reason }: Ending): string {
  return type === 'Complete' ? 'Completed' : reason;
}

function inPhase(pods: KubernetesObject[], phase: string): KubernetesObject[] {
  return pods.filter(pod => record(pod.status).phase === phase);
}

function endedAt(pod: KubernetesObject): number {
  const ready = conditionListOf(pod).find(({ type }) => type === 'Ready');
  return Date.parse(ready?.lastTransitionTime ?? pod.metadata.creationTimestamp ?? '') || 0;
}
