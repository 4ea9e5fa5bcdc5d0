import { inventoryOf } from '../flux/inventory.ts';
import { objectId } from '../graph/nodeId.ts';
import { isNameMadeFor } from '../kubernetes/madeName.ts';
import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import { groupOf, type ObjectRef, refKey } from '../kubernetes/ref.ts';
import type { Evidence } from './finding.ts';
import type { Subject } from './subject.ts';
import { namedIn } from './target.ts';
import { unhealthyIn } from './unhealthyIn.ts';

/** What tells most first; a readiness probe fails at every start, well or not. */
const telling = [/^BackOff$/, /^(?:Failed|Evicted|InspectFailed)/, /^Unhealthy$/];

/** When a try ran that was rolled back, in milliseconds: until the rollback began. */
interface Span {
  from: number;
  until: number;
}

/**
 * What the Pods of a try did that was rolled back: they are gone, and only Events remember, for an hour. `none`: the
 * Events were read and tell nothing; undefined: it did not fail by its Pods, or nobody read the Events.
 */
export function lostPods(
  subject: Subject,
  failure: string,
  span: Span
): { seen: Evidence } | 'none' | undefined {
  const { object, world } = subject;
  const workloads = waitedFor(subject, failure);
  const namespaces = [...new Set(workloads.map(({ namespace }) => namespace))];
  const warnings: KubernetesObject[] = [];
  for (const namespace of namespaces) {
    const events = world.eventsIn?.(namespace);
    if (!events) return undefined;
    warnings.push(...events);
  }
  if (workloads.length === 0 || record(object.spec).kubeConfig !== undefined) return undefined;
  const seen = warnings.flatMap(event => {
    const about = aboutOf(event);
    const rank = rankOf(event);
    const isOfTry = begunIn(event, span) && !world.graph.object(objectId(about));
    const isBelow = workloads.some(
      owner => isNameMadeFor(owner, about) || refKey(owner) === refKey(about)
    );
    return rank >= 0 && isOfTry && isBelow ? [{ rank, about, event }] : [];
  });
  const [first] = seen.sort(
    (a, b) => a.rank - b.rank || lastOf(b.event).localeCompare(lastOf(a.event))
  );
  if (!first) return 'none';
  const { about, event } = first;
  const seenIn = { type: 'event', reason: text(event.reason) ?? '' } as const;
  const said = { message: text(event.message), time: lastOf(event) };
  return { seen: { object: about, seenIn, ...said } };
}

/** What the failed try waited for in vain; where its message does not say, all that it applied and has Pods. */
function waitedFor(subject: Subject, failure: string): ObjectRef[] {
  const named = unhealthyIn(subject.object, failure).flatMap(
    ({ said }) => namedIn(said, subject) ?? []
  );
  if (named.length > 0) return named;
  if (!/timed out|timeout|deadline/i.test(failure)) return [];
  return inventoryOf(subject.object).filter(({ group }) => group === 'apps' || group === 'batch');
}

/** Where in `telling` the event is; behind all where it only repeats the container's state: "Error: ErrImagePull". */
function rankOf({ reason, message }: KubernetesObject): number {
  const isBare = /^Error: \w+$/.test(text(message) ?? '');
  return isBare ? telling.length : telling.findIndex(each => each.test(text(reason) ?? ''));
}

function aboutOf(event: KubernetesObject): ObjectRef {
  const { apiVersion, kind, namespace, name } = record(event.involvedObject);
  const [of, at] = [text(kind) ?? '', text(namespace) ?? ''];
  return {
    group: groupOf(text(apiVersion) ?? 'v1'),
    kind: of,
    namespace: at,
    name: text(name) ?? '',
  };
}

/** Events of a Pod that was there before began before, and those of the one that came back begin after. */
function begunIn(event: KubernetesObject, { from, until }: Span): boolean {
  const at = Date.parse(text(event.firstTimestamp) ?? text(event.eventTime) ?? '');
  return at >= from && at <= until;
}

function lastOf(event: KubernetesObject): string {
  const { lastObservedTime } = record(event.series);
  return text(lastObservedTime) ?? text(event.lastTimestamp) ?? text(event.eventTime) ?? '';
}
