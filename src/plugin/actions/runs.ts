import { fluxKindOf } from '../../core/flux/kinds.ts';
import type { Plan, PlanStep } from '../../core/flux/plan.ts';
import {
  advanceRun,
  type PlanRun,
  type RunEvent,
  type RunWorld,
  startRun,
} from '../../core/flux/planRun.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { refKey } from '../../core/kubernetes/ref.ts';
import { ConnectionError } from '../headlamp/connection.ts';
import { createHostConnection } from '../headlamp/hostConnection.ts';
import { browserClock } from '../live/clock.ts';
import { everywhere } from '../live/clusterStore.ts';
import { artifactRevision, revisionSourceKey } from '../live/revisions.ts';
import { holdStore, storeOf } from '../live/stores.ts';

/** As the API server's audit log and managed fields will name what Lumen did. */
const fieldManager = 'lumen';

/** The newest run of each object, by cluster and `refKey`: it goes on when its page is left. */
const runs = new Map<string, PlanRun>();
const listeners = new Set<() => void>();

function keyOf(cluster: string, target: Plan['target']): string {
  return `${cluster} ${refKey(target)}`;
}

export function runOf(cluster: string, target: Plan['target']): PlanRun | undefined {
  return runs.get(keyOf(cluster, target));
}

export function subscribeRuns(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function put(key: string, run: PlanRun | undefined) {
  if (run) runs.set(key, run);
  else runs.delete(key);
  for (const listener of [...listeners]) listener();
}

/** Forgets a run: what was asked of the controllers goes on, nobody looks any more. */
export function dismissRun(cluster: string, target: Plan['target']): void {
  put(keyOf(cluster, target), undefined);
}

function worldOf(cluster: string): RunWorld {
  const store = storeOf(cluster);
  const find: RunWorld['find'] = ref => store.find(ref.kind, ref.namespace, ref.name)?.object;
  return {
    now: browserClock.now(),
    find,
    sourceRevision(ref) {
      const object = find(ref);
      const key = object && revisionSourceKey(object);
      if (!key) return undefined;
      const [, kind = '', namespace = '', name = ''] = key.split('/');
      return artifactRevision(find({ group: '', kind, namespace, name }));
    },
  };
}

async function send(cluster: string, step: PlanStep): Promise<void> {
  const { group, kind, namespace, name } = step.ref;
  const flux = fluxKindOf(group, kind);
  const version = flux && storeOf(cluster).view(flux.kind, everywhere).version;
  if (!flux || !version) throw new Error(`${kind}.${group} is not served by this cluster`);
  const path = resourcePath({ group, version, plural: flux.plural, namespace, name });
  await createHostConnection(cluster).send({
    method: 'PATCH',
    path: `${path}?fieldManager=${fieldManager}`,
    body: step.patch,
    contentType: 'application/merge-patch+json',
  });
}

/** Runs a plan as the user who is signed in, and follows it to its end. A run of the same object before is forgotten. */
export function runPlan(cluster: string, plan: Plan): void {
  const key = keyOf(cluster, plan.target);
  let run = startRun(plan);
  const letGo = holdStore(cluster);
  let isOver = false;
  let undoTick = () => {};
  const undoStore = storeOf(cluster).subscribe(() => take({ type: 'look' }));

  function end() {
    isOver = true;
    undoTick();
    undoStore();
    letGo();
  }

  function take(event: RunEvent) {
    if (isOver) return;
    // Dismissed, or replaced by a newer run.
    if (runs.get(key) !== run) return end();
    const next = advanceRun(run, event, worldOf(cluster));
    if (next.run !== run) put(key, (run = next.run));
    const index = next.send;
    const step = index === undefined ? undefined : run.steps[index]?.step;
    if (index !== undefined && step) {
      send(cluster, step).then(
        () => take({ type: 'sent', index }),
        error => take({ type: 'refused', index, message: ConnectionError.whyOf(error).message })
      );
    }
    if (run.state !== 'running') end();
  }

  function tick() {
    undoTick = browserClock.after(1000, () => {
      take({ type: 'look' });
      if (!isOver) tick();
    });
  }

  put(key, run);
  take({ type: 'look' });
  if (!isOver) tick();
}
