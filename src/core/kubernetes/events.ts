import { type KubernetesObject, record, text } from './object.ts';
import { groupOf, type ObjectRef } from './ref.ts';

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

function toLine(event: KubernetesObject): EventLine {
  const series = record(event.series);
  const seen = text(series.lastObservedTime) ?? text(event.lastTimestamp) ?? text(event.eventTime);
  const count = Number(series.count ?? event.count);
  return {
    key: event.metadata.uid ?? event.metadata.name,
    type: event.type === 'Warning' ? 'Warning' : 'Normal',
    reason: text(event.reason) ?? '',
    message: text(event.message) ?? text(event.note) ?? '',
    count: count > 0 ? count : 1,
    first: text(event.firstTimestamp) ?? text(event.eventTime),
    last: seen ?? event.metadata.creationTimestamp,
    reporter: text(record(event.source).component) ?? text(event.reportingComponent),
  };
}

const at = (time: string | undefined) => Date.parse(time ?? '') || 0;

function newestFirst(a: EventLine, b: EventLine): number {
  return at(b.last) - at(a.last) || a.key.localeCompare(b.key);
}

/** Newest last occurrence first. Events of either API (core/v1, events.k8s.io) have these fields. */
export function toEventLines(events: readonly KubernetesObject[]): EventLine[] {
  return events.map(toLine).sort(newestFirst);
}

/** What an Event is about. */
function aboutOf(event: KubernetesObject): ObjectRef | undefined {
  const about = record(event.involvedObject ?? event.regarding);
  const [kind, name] = [text(about.kind), text(about.name)];
  if (!kind || !name) return undefined;
  const group = groupOf(text(about.apiVersion) ?? '');
  return { group, kind, namespace: text(about.namespace) ?? '', name };
}

/** Events of one reason about one object, as one: the newest words, and how often in all. */
export interface EventGroup extends EventLine {
  about: ObjectRef;
}

/** By object and reason; the newest first. Events that are about nothing are left out. */
export function toEventGroups(events: Iterable<KubernetesObject>): EventGroup[] {
  const groups = new Map<string, EventGroup>();
  for (const event of events) {
    const about = aboutOf(event);
    if (!about) continue;
    const line = toLine(event);
    const key = [about.kind, about.namespace, about.name, line.type, line.reason].join('/');
    const group = groups.get(key);
    if (!group) {
      groups.set(key, { ...line, key, about });
      continue;
    }
    const [older, newer] = at(line.last) > at(group.last) ? [group, line] : [line, group];
    const first = at(older.first) < at(newer.first) ? older.first : newer.first;
    groups.set(key, { ...newer, key, about, first, count: group.count + line.count });
  }
  return [...groups.values()].sort(newestFirst);
}
