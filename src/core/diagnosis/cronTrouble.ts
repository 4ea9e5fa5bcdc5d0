import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { groupOf, toRef } from '../kubernetes/ref.ts';
import type { Finding } from './finding.ts';

const patience = 10_000;

/** Whether the newest run of a CronJob is over and was no success; kstatus calls any CronJob current. */
export function hasFailedRun({ apiVersion, kind, spec, status }: KubernetesObject): boolean {
  if (kind !== 'CronJob' || groupOf(apiVersion) !== 'batch') return false;
  const { lastScheduleTime, lastSuccessfulTime, active } = record(status);
  const [begun, done] = [lastScheduleTime, lastSuccessfulTime].map(at =>
    Date.parse(text(at) ?? '')
  );
  const isOver = list(active).length === 0 && !Number.isNaN(begun);
  return isOver && record(spec).suspend !== true && !((done ?? NaN) >= (begun ?? NaN));
}

export function cronTrouble(object: KubernetesObject, now: number): Finding | undefined {
  const time = text(record(object.status).lastScheduleTime);
  // Its Job may have just been made.
  if (!hasFailedRun(object) || now - Date.parse(time ?? '') < patience) return undefined;
  const ref = toRef(object);
  return {
    rule: 'cron',
    object: ref,
    says: { id: 'rule.cron' },
    remedy: { id: 'remedy.cron' },
    command: `kubectl -n ${ref.namespace} get jobs,pods --sort-by=.metadata.creationTimestamp`,
    evidence: [{ object: ref, seenIn: { type: 'field', path: 'status.lastSuccessfulTime' } }],
    since: time ? { time, atLeast: true } : undefined,
  };
}
