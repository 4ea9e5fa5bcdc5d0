import { fluxKindOf } from '../flux/kinds.ts';
import { isAtRest } from '../flux/state.ts';
import { isSuspended } from '../flux/suspension.ts';
import { appliersOf } from '../graph/appliers.ts';
import { feeding } from '../graph/edge.ts';
import { objectId, refAt } from '../graph/nodeId.ts';
import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import { type ObjectRef, refKey, toRef } from '../kubernetes/ref.ts';
import { troubleOfControllers } from './controllers.ts';
import type { Cause, Effect, Finding } from './finding.ts';
import { noticesOf } from './notices.ts';
import { found, foundMissing, hasWorked, toSubject } from './subject.ts';
import { createSuspects, type Suspects } from './suspects.ts';
import { createWalk, keyOf } from './walk.ts';
import { type DiagnosisWorld, hasJustCome, stateIn } from './world.ts';

/** What is broken, first causes only, most victims first; and what is only worth knowing. */
export interface Diagnosis {
  causes: Cause[];
  notices: Cause[];
}

interface Gathered {
  finding: Finding;
  victims: Map<string, { object: ObjectRef; effect: Effect }>;
}

const effects: Record<string, Effect> = {
  failing: 'broken',
  stalled: 'broken',
  retrying: 'broken',
  pending: 'waiting',
  progressing: 'waiting',
};

/**
 * Every first cause that the world shows. It looks at what is there; who reads it says what was not looked at.
 * `suspects` saves looking at all that is well: whoever keeps the graph keeps them, too.
 */
export function diagnose(
  world: DiagnosisWorld,
  suspects: Suspects = createSuspects(world.graph.entries())
): Diagnosis {
  const { graph } = world;
  // In one order, whatever came first: the same world has the same verdict.
  const ids = [...suspects.ids()].sort();
  const controllers = troubleOfControllers(world, suspects);
  const walk = createWalk(world, ids, id => controllers.byId.get(id));
  const gathered = new Map<string, Gathered>();

  function gather(finding: Finding): Gathered {
    const key = keyOf(finding);
    const there = gathered.get(key) ?? { finding, victims: new Map() };
    // Whoever came the longer way knows more of it.
    if ((finding.through?.length ?? 0) > (there.finding.through?.length ?? 0)) {
      there.finding = finding;
    }
    gathered.set(key, there);
    return there;
  }

  function suffer(there: Gathered, object: ObjectRef, effect: Effect): void {
    if (refKey(object) === refKey(there.finding.object)) return;
    if (!there.victims.has(refKey(object))) there.victims.set(refKey(object), { object, effect });
  }

  for (const id of ids) {
    const object = graph.object(id);
    if (!object) continue;
    const ref = toRef(object);
    if (!fluxKindOf(ref.group, ref.kind)) {
      // What is below a workload speaks through it.
      if (appliersOf(graph, id).length === 0) continue;
      for (const finding of walk.explain(id)) {
        const there = gather(finding);
        suffer(there, finding.workload ?? ref, 'broken');
      }
      continue;
    }
    const state = stateIn(object, world);
    for (const finding of [...walk.explain(id), ...danglingOf(object, world)]) {
      const there = gather(finding);
      if (finding.workload) suffer(there, finding.workload, 'broken');
      const effect = isAtRest(state.name) ? 'broken' : effects[state.name];
      if (effect) suffer(there, ref, effect);
      if (feedsOthers(object) && hasWorked(object)) makeStale(there, id);
    }
  }

  for (const { finding, sufferers } of controllers.found) {
    const there = gather(finding);
    for (const object of sufferers) {
      const { name } = stateIn(object, world);
      suffer(there, toRef(object), isAtRest(name) ? 'stale' : 'waiting');
    }
  }

  /** Whoever runs on with what the source gave before. */
  function makeStale(there: Gathered, start: string): void {
    const reached = new Set([start]);
    for (const id of reached) {
      for (const edge of graph.to(id)) {
        const user = graph.object(edge.from);
        if (!feeding.has(edge.meaning) || reached.has(edge.from) || !user) continue;
        reached.add(edge.from);
        const state = stateIn(user, world);
        suffer(there, toRef(user), isSuspended(user) ? 'held' : effects[state.name] ?? 'stale');
      }
    }
  }

  const causes = [...gathered.values()].map(({ finding, victims }): Cause => {
    const broken = graph.object(objectId(finding.object));
    const known = broken ?? (finding.workload && graph.object(objectId(finding.workload)));
    const sufferers = [...victims.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, victim]) => victim);
    const shown = finding.workload ?? finding.object;
    const appliers = appliersOf(graph, objectId(shown));
    const concerned = [...appliers, ...sufferers.map(({ object }) => objectId(object))];
    const users = [known, ...concerned.map(id => graph.object(id))];
    return {
      ...finding,
      victims: sufferers,
      isFresh: !users.some(user => user && hasWorked(user)),
    };
  });
  causes.sort(
    (a, b) =>
      b.victims.length - a.victims.length ||
      compare(a.rule, b.rule) ||
      compare(refKey(a.object), refKey(b.object))
  );
  return { causes, notices: noticesOf(world, suspects) };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function feedsOthers({ kind }: KubernetesObject): boolean {
  return !['Kustomization', 'HelmRelease', 'Alert', 'Provider', 'Receiver'].includes(kind);
}

/** What is named and nowhere, by objects whose controllers do not say so: Receivers, and Alerts without a Provider. */
function danglingOf(object: KubernetesObject, world: DiagnosisWorld): Finding[] {
  if (object.kind !== 'Receiver' && object.kind !== 'Alert') return [];
  const ref = toRef(object);
  const id = objectId(ref);
  const subject = toSubject(id, object, stateIn(object, world), world);
  const dangling = subject.edges.filter(({ meaning, to, field }) => {
    const isNamed = meaning === 'receives' || field === 'spec.providerRef';
    const isThere = world.graph.object(to) !== undefined;
    return isNamed && !isThere && world.isRead(refAt(to)) && !hasJustCome(object, world);
  });
  const missing = dangling.map(({ to, field }) =>
    foundMissing(subject, refAt(to), [{ object: ref, seenIn: { type: 'field', path: field } }])
  );
  return [...missing, ...lostNotifications(object, world)];
}

/** Only Events tell that a notification did not arrive: an Alert has no status. */
function lostNotifications(object: KubernetesObject, world: DiagnosisWorld): Finding[] {
  if (object.kind !== 'Alert') return [];
  const ref = toRef(object);
  const warnings = [...(world.eventsOf?.(ref) ?? [])].filter(event => event.type === 'Warning');
  const [newest] = warnings.sort((a, b) => lastOf(b).localeCompare(lastOf(a)));
  const message = text(newest?.message);
  if (!newest || !message) return [];
  const reason = text(newest.reason) ?? '';
  const secret = /secrets? ["']([^"']+)["'] not found/i.exec(message)?.[1]?.split('/').at(-1);
  const subject = toSubject(objectId(ref), object, stateIn(object, world), world);
  const seen = {
    object: ref,
    seenIn: { type: 'event', reason } as const,
    message,
    time: lastOf(newest),
  };
  if (secret) {
    const target = { group: '', kind: 'Secret', namespace: ref.namespace, name: secret };
    return [foundMissing(subject, target, [seen])];
  }
  return [
    found(subject, 'notify', { params: { said: message.split('\n')[0] ?? '' }, evidence: [seen] }),
  ];
}

function lastOf(event: KubernetesObject): string {
  const series = record(event.series);
  return text(series.lastObservedTime) ?? text(event.lastTimestamp) ?? text(event.eventTime) ?? '';
}
