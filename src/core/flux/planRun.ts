import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ObjectRef } from '../kubernetes/ref.ts';
import type { Plan, PlanStep } from './plan.ts';
import { type Before, type StepOutcome, stepOutcome, toBefore } from './stepOutcome.ts';

/** How far a step is. */
export type StepProgress =
  | { name: 'waiting' }
  /** The patch is on its way. */
  | { name: 'sending' }
  | StepOutcome
  /** The API server did not take the patch. */
  | { name: 'refused'; message: string }
  | { name: 'timedOut'; seconds: number; last: 'requested' | 'handled' }
  /** A step before it did not succeed. */
  | { name: 'skipped' };

export interface RunStep {
  step: PlanStep;
  progress: StepProgress;
  /** When its patch was sent. */
  since?: number;
  before?: Before;
}

/** A plan that runs. */
export interface PlanRun {
  plan: Plan;
  steps: readonly RunStep[];
  /** Of the whole: running until the last step is done or one has failed. */
  state: 'running' | 'done' | 'failed';
}

export type RunEvent =
  /** Objects may have changed, or time has passed. */
  | { type: 'look' }
  | { type: 'sent'; index: number }
  | { type: 'refused'; index: number; message: string };

/** The cluster as a value. */
export interface RunWorld {
  now: number;
  find(ref: ObjectRef): KubernetesObject | undefined;
  /** What the object's source serves. */
  sourceRevision(ref: ObjectRef): string | undefined;
}

/** As long as the `flux` command waits. */
const patience = 5 * 60_000;

const failures = new Set<StepProgress['name']>([
  'failed',
  'refused',
  'timedOut',
  'suspended',
  'gone',
]);

export function startRun(plan: Plan): PlanRun {
  const steps = plan.steps.map(step => ({ step, progress: { name: 'waiting' } as const }));
  return { plan, steps, state: 'running' };
}

function look(run: RunStep, world: RunWorld): RunStep {
  const { step, progress, since, before } = run;
  if (!before || since === undefined) return run;
  if (progress.name !== 'requested' && progress.name !== 'handled') return run;
  const outcome = stepOutcome(step, world.find(step.ref), before, world.sourceRevision(step.ref));
  const isOpen = outcome.name === 'requested' || outcome.name === 'handled';
  if (isOpen && world.now - since >= patience) {
    return {
      ...run,
      progress: { name: 'timedOut', seconds: patience / 1000, last: outcome.name },
    };
  }
  return isSame(outcome, progress) ? run : { ...run, progress: outcome };
}

function isSame(a: StepProgress, b: StepProgress): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The run after an event, and the index of the step whose patch is to be sent now, if any. */
export function advanceRun(
  run: PlanRun,
  event: RunEvent,
  world: RunWorld
): { run: PlanRun; send?: number } {
  let steps = run.steps.map((each, index) => {
    if (event.type === 'sent' && event.index === index) {
      return { ...each, progress: { name: 'requested' } as const, since: world.now };
    }
    if (event.type === 'refused' && event.index === index) {
      return { ...each, progress: { name: 'refused', message: event.message } as const };
    }
    return each;
  });
  steps = steps.map(each => look(each, world));
  if (steps.some(each => failures.has(each.progress.name))) {
    const skipped = steps.map(each =>
      each.progress.name === 'waiting' ? { ...each, progress: { name: 'skipped' } as const } : each
    );
    return { run: { ...run, steps: skipped, state: 'failed' } };
  }
  const next = steps.findIndex(each => each.progress.name !== 'done');
  const turn = steps[next];
  if (!turn) return { run: { ...run, steps, state: 'done' } };
  if (turn.progress.name !== 'waiting') {
    const isNews = steps.some((each, index) => each !== run.steps[index]);
    return { run: isNews ? { ...run, steps } : run };
  }
  const object = world.find(turn.step.ref);
  const progress: StepProgress = object ? { name: 'sending' } : { name: 'gone' };
  const before = object && toBefore(object, world.sourceRevision(turn.step.ref));
  const started = steps.map((each, index) =>
    index === next ? { ...each, progress, before } : each
  );
  if (!object) return advanceRun({ ...run, steps: started }, { type: 'look' }, world);
  return { run: { ...run, steps: started }, send: next };
}
