import { isDeepStrictEqual } from 'node:util';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import { type Controllers, startController, toOwner, toTime } from './controller.ts';
import { type CronSchedule, nextTime, parseSchedule } from './cronSchedule.ts';
import { endOf } from './job.ts';
import type { WorkQueue } from './workQueue.ts';

const scheduledKey = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
/** The longest that a timer of JavaScript can wait. */
const longest = 2 ** 31 - 1;

/** Starts a Job of each CronJob when its time comes, and forgets old ones. */
export function startCronJobs(controllers: Controllers): WorkQueue {
  const { cronJobs, jobs } = controllers.collections;
  const events = controllers.recorder('cronjob-controller');

  async function work(cron: KubernetesObject): Promise<number | void> {
    if (cron.metadata.deletionTimestamp) return;
    const spec = record(cron.spec);
    const mine = () => jobs.ownedBy(cron.metadata.uid);
    await forgetOld(cron, mine());
    const schedule = parseSchedule(text(spec.schedule) ?? '', text(spec.timeZone));
    if (!schedule) {
      const message = `unparseable schedule: "${String(spec.schedule)}"`;
      events.record(cron, 'Warning', 'UnparseableSchedule', message);
      return;
    }
    const now = Date.now();
    const due = spec.suspend === true ? undefined : dueTime(cron, schedule, now);
    const started = due !== undefined && (await start(cron, mine(), due));
    await writeStatus(cron, mine(), started ? due : undefined);
    const next = nextTime(schedule, now);
    return spec.suspend === true || next === undefined ? undefined : Math.min(next - now, longest);
  }

  async function start(
    cron: KubernetesObject,
    mine: KubernetesObject[],
    due: number
  ): Promise<boolean> {
    const spec = record(cron.spec);
    const active = mine.filter(job => !endOf(job));
    if (active.length && spec.concurrencyPolicy === 'Forbid') {
      const message =
        'Not starting job because prior execution is running and concurrency policy is Forbid';
      events.record(cron, 'Normal', 'JobAlreadyActive', message);
      return false;
    }
    if (spec.concurrencyPolicy === 'Replace') for (const job of active) await jobs.remove(job);
    const template = record(spec.jobTemplate);
    const { labels, annotations } = record(template.metadata);
    const name = `${cron.metadata.name}-${due / 60_000}`;
    try {
      await jobs.create({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name,
          namespace: cron.metadata.namespace,
          labels: record(labels) as Record<string, string>,
          annotations: {
            ...(record(annotations) as Record<string, string>),
            [scheduledKey]: toTime(due),
          },
          ownerReferences: [toOwner(cron)],
        },
        spec: record(template.spec),
      });
    } catch (error) {
      const isThere = error instanceof ApiError && error.reason === 'AlreadyExists';
      if (!isThere) throw error;
      return true;
    }
    events.record(cron, 'Normal', 'SuccessfulCreate', `Created job ${name}`);
    return true;
  }

  async function writeStatus(
    cron: KubernetesObject,
    mine: KubernetesObject[],
    scheduled: number | undefined
  ): Promise<void> {
    const old = record(cron.status);
    const active = mine.filter(job => !endOf(job));
    const good = mine.flatMap(job => text(record(job.status).completionTime) ?? []).sort();
    const lastSuccessfulTime = good.at(-1) ?? old.lastSuccessfulTime;
    const lastScheduleTime = scheduled === undefined ? old.lastScheduleTime : toTime(scheduled);
    const status = {
      ...(active.length
        ? {
            active: active.map(job => ({
              apiVersion: job.apiVersion,
              kind: job.kind,
              name: job.metadata.name,
              namespace: job.metadata.namespace,
              uid: job.metadata.uid,
            })),
          }
        : {}),
      ...(lastScheduleTime ? { lastScheduleTime } : {}),
      ...(lastSuccessfulTime ? { lastSuccessfulTime } : {}),
    };
    const { active: before, ...rest } = old;
    // References may come back with fields that were not sent; whose they are is what counts.
    const names = (references: unknown) => list(references).map(one => record(one).name);
    const { active: now, ...more } = status as Record<string, unknown>;
    if (isDeepStrictEqual(more, rest) && isDeepStrictEqual(names(now), names(before))) return;
    await cronJobs.updateStatus({ ...cron, status });
  }

  async function forgetOld(cron: KubernetesObject, mine: KubernetesObject[]): Promise<void> {
    const spec = record(cron.spec);
    for (const [type, limit] of [
      ['Complete', Number(spec.successfulJobsHistoryLimit ?? 3)],
      ['Failed', Number(spec.failedJobsHistoryLimit ?? 1)],
    ] as const) {
      const over = mine
        .filter(job => endOf(job)?.type === type && !job.metadata.deletionTimestamp)
        .sort((a, b) => startOf(a).localeCompare(startOf(b)));
      for (const job of over.slice(0, Math.max(over.length - limit, 0))) await jobs.remove(job);
    }
  }

  return startController(controllers, { main: cronJobs, owned: [jobs], work });
}

/** The newest time that has passed and for which no Job was started. */
function dueTime(cron: KubernetesObject, schedule: CronSchedule, now: number): number | undefined {
  const spec = record(cron.spec);
  const last = text(record(cron.status).lastScheduleTime) ?? cron.metadata.creationTimestamp ?? '';
  const deadline = Number(spec.startingDeadlineSeconds ?? Infinity) * 1000;
  let due: number | undefined;
  // After a long sleep only the last few times matter, and only one Job is started.
  let time = nextTime(schedule, Math.max(Date.parse(last), now - Math.min(deadline, 86_400_000)));
  while (time !== undefined && time <= now) {
    due = time;
    time = nextTime(schedule, time);
  }
  return due;
}

function startOf(job: KubernetesObject): string {
  return text(record(job.status).startTime) ?? job.metadata.creationTimestamp ?? '';
}
