import { parseDuration } from '../duration.ts';
import { fluxKindOf, fluxKinds } from '../flux/kinds.ts';
import { unhandledOf } from '../flux/unhandled.ts';
import { conditionOf, conditionsOf } from '../kubernetes/conditions.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import type { Evidence, Finding } from './finding.ts';
import { podTrouble } from './podTrouble.ts';
import { objectsOf, type Reconciler } from './reconcilers.ts';
import type { Suspects } from './suspects.ts';
import type { DiagnosisWorld } from './world.ts';

/** A Pod that moves to another node is back by then. */
const grace = 60_000;
/** After so long without a crash kubelet itself forgets that there were some. */
const forgotten = 600_000;
/** As long as a controller tries unless it is told. */
const usualPatience = 300_000;

type Look = (
  reconciler: Reconciler,
  world: DiagnosisWorld,
  suspects: Suspects
) => Finding | undefined;

/** The first proof that a controller does not do its work; a Pod that is being replaced is none. */
export const controllerTrouble: Look = (reconciler, world, suspects) => {
  for (const look of [stopped, down, lostLease, restarting, idle]) {
    const finding = look(reconciler, world, suspects);
    if (finding) return finding;
  }
  return undefined;
};

function finding(
  { ref, kinds, isLumen }: Reconciler,
  rule: string,
  evidence: Evidence[],
  rest: Partial<Finding> & { params?: Record<string, string | number> } = {}
): Finding {
  const { params, ...differs } = rest;
  const all = { kinds: isLumen ? 'Flux' : kinds.join(', '), ...params };
  return {
    rule: `controller.${rule}`,
    object: ref,
    says: { id: `rule.controller.${rule}`, params: all },
    remedy: { id: `remedy.controller.${rule}`, params: all },
    command: `kubectl -n ${ref.namespace} logs deployment/${ref.name} --tail=50`,
    evidence,
    ...differs,
  };
}

const stopped: Look = reconciler => {
  const { ref, wanted } = reconciler;
  if (wanted > 0) return undefined;
  return finding(
    reconciler,
    'stopped',
    [{ object: ref, seenIn: { type: 'field', path: 'spec.replicas' } }],
    { command: `kubectl -n ${ref.namespace} scale deployment ${ref.name} --replicas=1` }
  );
};

const down: Look = (reconciler, world) => {
  const { ref, deployment, ready, pods } = reconciler;
  if (ready > 0) return undefined;
  const available = conditionOf(deployment, 'Available');
  const progressing = conditionOf(deployment, 'Progressing');
  const began = available?.lastTransitionTime ?? deployment.metadata.creationTimestamp ?? '';
  const isRollingOut =
    progressing?.status === 'True' && progressing.reason !== 'NewReplicaSetAvailable';
  const isLong = !isRollingOut && world.now - Date.parse(began) > grace;
  const isLate = isLong || progressing?.reason === 'ProgressDeadlineExceeded';
  const [below] = pods.flatMap(pod => podTrouble(pod, { now: world.now, isLate }) ?? []);
  if (!below && !isLate && !(isExpired(reconciler, world.now) && !isRollingOut)) return undefined;
  const said = available?.message ?? progressing?.message;
  const seen: Evidence = { object: ref, seenIn: { type: 'condition', name: 'Available' } };
  return finding(reconciler, 'down', [...(below?.evidence ?? []), { ...seen, message: said }], {
    command: below?.command ?? `kubectl -n ${ref.namespace} describe deployment ${ref.name}`,
    since: available?.status === 'False' ? { time: began, atLeast: false } : undefined,
  });
};

/** Whether its Lease ran out, and so many times its length more. */
function isExpired({ heartbeat, deployment }: Reconciler, now: number, more = 0): boolean {
  const { renewed, lastsFor = 0 } = heartbeat ?? {};
  const args = JSON.stringify(record(record(deployment.spec).template).spec ?? {});
  // Without an election nobody renews: what lies there is of another time.
  if (!renewed || args.includes('--enable-leader-election=false')) return false;
  return now - Date.parse(renewed) > lastsFor * 1000 * (1 + more);
}

const lostLease: Look = (reconciler, { now }) => {
  const { heartbeat } = reconciler;
  // The holder's clock is not the API server's: they may differ by as much as a Lease lasts.
  if (!heartbeat?.renewed || !heartbeat.holder || !isExpired(reconciler, now, 1)) return undefined;
  const { lease, renewed } = heartbeat;
  return finding(
    reconciler,
    'lease',
    [{ object: lease, seenIn: { type: 'field', path: 'spec.renewTime' }, time: renewed }],
    { params: { lease: lease.name }, since: { time: renewed, atLeast: false } }
  );
};

const restarting: Look = (reconciler, { now }) => {
  for (const pod of reconciler.pods) {
    for (const status of list(record(pod.status).containerStatuses).map(record)) {
      const last = record(record(status.lastState).terminated);
      const ended = Date.parse(text(last.finishedAt) ?? '');
      const restarts = Number(status.restartCount) || 0;
      // One may be luck; the second, soon after, is none.
      if (restarts < 2 || !(now - ended < forgotten)) continue;
      const [object, name] = [toRef(pod), text(status.name) ?? ''];
      const reason = text(last.reason) ?? `exit code ${Number(last.exitCode)}`;
      return finding(
        reconciler,
        'restarts',
        [{ object, seenIn: { type: 'container', name }, message: reason }],
        {
          params: { restarts, reason },
          command: `kubectl -n ${object.namespace} logs ${object.name} -c ${name} --previous`,
        }
      );
    }
  }
  return undefined;
};

const idle: Look = (reconciler, world, suspects) => {
  const asked = neglected(reconciler, world, suspects);
  const [first] = asked;
  if (!first) return undefined;
  return finding(
    reconciler,
    'idle',
    asked.map(({ object }) => seenAsked(object)),
    { params: { waiting: asked.length }, since: toSince(first.since) }
  );
};

/** What nobody watches and nobody has taken note of: no shard has its label, or nothing reconciles here at all. */
export function unwatched(
  reconcilers: readonly Reconciler[],
  world: DiagnosisWorld,
  suspects: Suspects
): { finding: Finding; object: KubernetesObject }[] {
  const kinds = fluxKinds.map(({ kind }) => kind);
  const watches = (object: KubernetesObject) =>
    !reconcilers.some(
      each => each.kinds.some(kind => kind === object.kind) && each.watches(object)
    );
  return neglected({ kinds, watches }, world, suspects).map(({ object, since }) => {
    const ref = toRef(object);
    const plural = fluxKindOf(ref.group, ref.kind)?.plural ?? ref.kind;
    const finding: Finding = {
      rule: 'controller.none',
      object: ref,
      says: { id: 'rule.controller.none' },
      remedy: { id: 'remedy.controller.none' },
      command: `kubectl -n ${ref.namespace} get ${plural} ${ref.name} --show-labels`,
      evidence: [seenAsked(object)],
      since: toSince(since),
    };
    return { finding, object };
  });
}

const toSince = (time: number) => ({ time: new Date(time).toISOString(), atLeast: false });

/** What a controller has been asked long ago and nobody noted, the oldest first; none where it is busy or alive. */
function neglected(
  of: Pick<Reconciler, 'kinds' | 'watches'>,
  world: DiagnosisWorld,
  suspects: Suspects
): { object: KubernetesObject; since: number }[] {
  const { graph, now } = world;
  const asked = [...suspects.unhandled()].flatMap(id => {
    const object = graph.object(id);
    const isIts = object && of.kinds.some(kind => kind === object.kind) && of.watches(object);
    const since = isIts ? askedAt(object) : undefined;
    return !isIts || since === undefined || !(now - since > grace) ? [] : [{ object, since }];
  });
  asked.sort((a, b) => a.since - b.since);
  const oldest = asked[0]?.since;
  if (oldest === undefined) return [];
  // Whoever is busy with others comes to it later; whoever did something since is alive.
  const isAlive = objectsOf(of, world, suspects).some(
    other => isInHand(other, now) || lastSign(other) > oldest
  );
  return isAlive ? [] : asked;
}

/** What was asked: a generation or a request that its status does not know. */
function seenAsked(object: KubernetesObject): Evidence {
  const isRequest = unhandledOf(object)?.what === 'request';
  const path = isRequest ? 'status.lastHandledReconcileAt' : 'status.observedGeneration';
  return { object: toRef(object), seenIn: { type: 'field', path } };
}

/** When its controller was asked: by the request, by who wrote the spec, or by its creation. */
function askedAt(object: KubernetesObject): number | undefined {
  const unhandled = unhandledOf(object);
  if (!unhandled) return undefined;
  const wrote = (object.metadata.managedFields ?? [])
    .filter(({ subresource, fieldsV1 }) => !subresource && record(fieldsV1)['f:spec'] !== undefined)
    .flatMap(({ time }) => time ?? []);
  const isNew = conditionsOf(object).length === 0;
  const said = unhandled.since ?? wrote.sort().at(-1);
  const time = Date.parse(said ?? (isNew ? object.metadata.creationTimestamp ?? '' : ''));
  return Number.isNaN(time) ? undefined : time;
}

/** A controller works on it, for as long as it may take. */
function isInHand(object: KubernetesObject, now: number): boolean {
  const reconciling = conditionOf(object, 'Reconciling');
  const isWorking = reconciling?.status === 'True' && reconciling.reason !== 'ProgressingWithRetry';
  if (!isWorking) return false;
  const { timeout, interval } = record(object.spec);
  const patience = parseDuration(text(timeout)) ?? parseDuration(text(interval)) ?? usualPatience;
  return now - Date.parse(reconciling.lastTransitionTime ?? '') < Math.max(patience, grace);
}

/** When its controller last wrote something of it. */
function lastSign(object: KubernetesObject): number {
  const said = conditionsOf(object).map(({ lastTransitionTime }) => lastTransitionTime);
  const rows = list(record(object.status).history).map(row => text(record(row).lastReconciled));
  return Math.max(0, ...[...said, ...rows].map(time => Date.parse(time ?? '') || 0));
}
