import { type KubernetesObject, record, text } from './object.ts';

/** An Event as a person reads it: what happened, how often, when last, and who says so. */
export interface EventLine {
  key: string;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  count: number;
  first?: string;
  last?: string;
  reporter?: string;
}

/** Newest last occurrence first. Events of either API (core/v1, events.k8s.io) have these fields. */
export function toEventLines(events: readonly KubernetesObject[]): EventLine[] {
  return events
    .map(event => {
      const series = record(event.series);
      const seen =
        text(series.lastObservedTime) ?? text(event.lastTimestamp) ?? text(event.eventTime);
      const count = Number(series.count ?? event.count);
      return {
        key: event.metadata.uid ?? event.metadata.name,
        type: event.type === 'Warning' ? ('Warning' as const) : ('Normal' as const),
        reason: text(event.reason) ?? '',
        message: text(event.message) ?? text(event.note) ?? '',
        count: count > 0 ? count : 1,
        first: text(event.firstTimestamp) ?? text(event.eventTime),
        last: seen ?? event.metadata.creationTimestamp,
        reporter: text(record(event.source).component) ?? text(event.reportingComponent),
      };
    })
    .sort((a, b) => (b.last ?? '').localeCompare(a.last ?? '') || a.key.localeCompare(b.key));
}
