import { record, text } from '../../../core/kubernetes/object.ts';
import { compareQuantities } from '../../../core/kubernetes/quantity.ts';
import type { ImageBehaviour, Pace } from '../imageBehaviour.ts';
import type { ContainerRun, Exit, PodEvent } from './podRun.ts';

export interface ContainerFacts {
  now: number;
  pace: Pace;
  /** The container of the pod's spec. */
  spec: Record<string, unknown>;
  isInit: boolean;
  restartPolicy: string;
  /** `name_namespace(uid)`, as messages name a pod. */
  podText: string;
  /** What its image does; undefined where no registry has it. */
  behaviour: ImageBehaviour | undefined;
  isPulled: boolean;
  /** Why the pod's volumes cannot be mounted, or the container's environment not be made. */
  missing: { volume?: string; environment?: string };
  /** What a real process answered its readiness probe, where one stands behind the pod. */
  probed?: boolean;
}

export interface ContainerStep {
  run: ContainerRun;
  events: PodEvent[];
  /** When to step again though nothing has changed; Infinity: never. */
  wakeAt: number;
}

const maxBackOff = 300_000;
/** A container that ran this long has recovered: its next crash is a first one. */
const recovery = 600_000;

/** Everything that is due for one container at `now`. */
export function stepContainer(run: ContainerRun, facts: ContainerFacts): ContainerStep {
  const events: PodEvent[] = [];
  let step: ContainerStep = { run, events, wakeAt: Infinity };
  for (let turn = 0; turn < 10; turn += 1) {
    const next = transition(step.run, facts);
    step = {
      run: next.run ?? step.run,
      events: [...step.events, ...next.events],
      wakeAt: next.wakeAt,
    };
    if (!next.run || next.wakeAt > facts.now) return step;
  }
  return step;
}

interface Transition {
  run?: ContainerRun;
  events: PodEvent[];
  wakeAt: number;
}

function transition(run: ContainerRun, facts: ContainerFacts): Transition {
  const { now, pace } = facts;
  const { state } = run;
  const image = String(facts.spec.image);
  const wait = (wakeAt: number): Transition => ({ events: [], wakeAt });
  const event = eventOf(run, facts);
  switch (state.phase) {
    case 'creating': {
      if (facts.missing.volume) {
        const failed: PodEvent = {
          type: 'Warning',
          reason: 'FailedMount',
          message: facts.missing.volume,
        };
        return { events: [failed], wakeAt: now + pace.retry };
      }
      if (facts.isPulled && facts.spec.imagePullPolicy !== 'Always') {
        const message = `Container image "${image}" already present on machine`;
        return start(run, facts, [event('Normal', 'Pulled', message)]);
      }
      return pull(run, facts);
    }
    case 'pulling':
      if (now < state.until) return wait(state.until);
      if (!facts.behaviour) return failPull(run, facts);
      return start({ ...run, pulls: 0 }, facts, [
        event(
          'Normal',
          'Pulled',
          `Successfully pulled image "${image}" in ${now - state.since}ms (${
            now - state.since
          }ms including waiting).`
        ),
      ]);
    case 'pullFailed': {
      if (now < state.until) return wait(state.until);
      const until = now + backOff(pace, run.pulls - 1);
      return {
        run: { ...run, state: { phase: 'pullBackOff', until } },
        events: [
          event('Normal', 'BackOff', `Back-off pulling image "${image}"`),
          event('Warning', 'Failed', 'Error: ImagePullBackOff'),
        ],
        wakeAt: until,
      };
    }
    case 'pullBackOff':
      return now < state.until ? wait(state.until) : pull(run, facts);
    case 'configError':
      return start(run, facts, []);
    case 'running':
      return stepRunning(run, state, facts);
    case 'ended':
    case 'crashBackOff': {
      if (now < state.until) return wait(state.until);
      if (!mayRestart(state.exit, facts)) return wait(Infinity);
      const message = `Container image "${image}" already present on machine`;
      const again = { ...run, restarts: run.restarts + 1, last: state.exit };
      return start(again, facts, [event('Normal', 'Pulled', message)]);
    }
  }
}

function pull(run: ContainerRun, facts: ContainerFacts): Transition {
  const until = facts.now + facts.pace.pull;
  const event = eventOf(run, facts);
  return {
    run: { ...run, state: { phase: 'pulling', since: facts.now, until } },
    events: [event('Normal', 'Pulling', `Pulling image "${String(facts.spec.image)}"`)],
    wakeAt: until,
  };
}

function failPull(run: ContainerRun, facts: ContainerFacts): Transition {
  const image = String(facts.spec.image);
  const event = eventOf(run, facts);
  const until = facts.now + Math.min(facts.pace.backOff / 10, 1000);
  return {
    run: { ...run, pulls: run.pulls + 1, state: { phase: 'pullFailed', until } },
    events: [
      event('Warning', 'Failed', `Failed to pull image "${image}": ${pullError(image)}`),
      event('Warning', 'Failed', 'Error: ErrImagePull'),
    ],
    wakeAt: until,
  };
}

/** As containerd words it. */
export function pullError(image: string): string {
  const whole = wholeName(image);
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${whole}": failed to resolve reference "${whole}": ${whole}: not found`;
}

function wholeName(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const named = hasHost ? image : rest.length ? `docker.io/${image}` : `docker.io/library/${image}`;
  return /[:@][^/]*$/.test(named) ? named : `${named}:latest`;
}

function start(run: ContainerRun, facts: ContainerFacts, before: PodEvent[]): Transition {
  const { now, pace } = facts;
  const event = eventOf(run, facts);
  const message = facts.missing.environment;
  if (message) {
    return {
      run: { ...run, state: { phase: 'configError', message } },
      events: [...before, event('Warning', 'Failed', `Error: ${message}`)],
      wakeAt: now + pace.retry,
    };
  }
  return {
    run: { ...run, ready: false, state: { phase: 'running', startedAt: now, exit: exitOf(facts) } },
    events: [
      ...before,
      event('Normal', 'Created', `Created container: ${run.name}`),
      event('Normal', 'Started', `Started container ${run.name}`),
    ],
    // Once more at once: it may be ready from the start.
    wakeAt: now,
  };
}

/** How and when a container that starts now will end by itself; undefined: never. */
function exitOf({ now, pace, spec, behaviour, isInit }: ContainerFacts): Exit | undefined {
  const limit = text(record(record(spec.resources).limits).memory);
  const needs = behaviour?.needsMemory;
  if (limit && needs && compareQuantities(limit, needs) === -1) {
    const finishedAt = now + Math.min(pace.ready, 300);
    return { code: 137, reason: 'OOMKilled', startedAt: now, finishedAt };
  }
  if (behaviour?.crashes) {
    const { exitCode, afterSeconds } = behaviour.crashes;
    const reason = exitCode === 0 ? 'Completed' : 'Error';
    return { code: exitCode, reason, startedAt: now, finishedAt: now + afterSeconds * 1000 };
  }
  const isOver = behaviour?.runs === 'completes' || (isInit && spec.restartPolicy !== 'Always');
  return isOver
    ? { code: 0, reason: 'Completed', startedAt: now, finishedAt: now + pace.complete }
    : undefined;
}

function stepRunning(
  run: ContainerRun,
  state: { startedAt: number; exit?: Exit },
  facts: ContainerFacts
): Transition {
  const { now, pace } = facts;
  const { exit } = state;
  if (exit && now >= exit.finishedAt) return end(run, exit, facts);
  const over = exit?.finishedAt ?? Infinity;
  // A real kubelet looks once a second: what starts and dies in between is never seen ready.
  const isGlimpse = exit !== undefined && exit.finishedAt - exit.startedAt < 1000;
  const probe = readiness(state.startedAt, facts);
  const ready = now >= probe.readyAt && !isGlimpse;
  const changed = ready === run.ready ? undefined : { ...run, ready };
  if (ready || isGlimpse) return { run: changed, events: [], wakeAt: over };
  if (probe.readyAt < Infinity)
    return { run: changed, events: [], wakeAt: Math.min(over, probe.readyAt) };
  // Probing goes on, and so does telling of it; a real process is probed by its own timer.
  const message = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
  const events = now >= probe.from ? [eventOf(run, facts)('Warning', 'Unhealthy', message)] : [];
  const again = now >= probe.from ? now + probe.period : probe.from;
  return { run: changed, events, wakeAt: Math.min(over, Math.max(again, now + pace.retry)) };
}

function readiness(startedAt: number, { spec, behaviour, pace, probed }: ContainerFacts) {
  const probe = record(spec.readinessProbe);
  if (spec.readinessProbe === undefined) return { readyAt: 0, from: 0, period: 0 };
  const period = Math.max(Number(probe.periodSeconds ?? 10), 10) * 1000;
  const delay = Number(probe.initialDelaySeconds ?? 0) * 1000;
  const from = startedAt + delay;
  if (probed !== undefined) return { readyAt: probed ? 0 : Infinity, from, period };
  if (behaviour?.neverReady) return { readyAt: Infinity, from, period };
  const after = behaviour?.readyAfterSeconds;
  const takes = after === undefined ? pace.ready : after * 1000;
  return { readyAt: startedAt + Math.max(delay, takes), from, period };
}

function end(run: ContainerRun, exit: Exit, facts: ContainerFacts): Transition {
  const ended = { ...run, ready: false };
  if (!mayRestart(exit, facts)) {
    return {
      run: { ...ended, state: { phase: 'ended', exit, until: Infinity } },
      events: [],
      wakeAt: Infinity,
    };
  }
  const ran = exit.finishedAt - exit.startedAt;
  const crashes = ran > recovery ? 1 : run.crashes + 1;
  if (crashes === 1) {
    const until = facts.now + Math.min(facts.pace.backOff / 10, 1000);
    const state = { phase: 'ended', exit, until } as const;
    return { run: { ...ended, crashes, state }, events: [], wakeAt: until };
  }
  const delay = backOff(facts.pace, crashes - 2);
  const until = facts.now + delay;
  const message = `Back-off restarting failed container ${run.name} in pod ${facts.podText}`;
  return {
    run: { ...ended, crashes, state: { phase: 'crashBackOff', exit, until, delay } },
    events: [eventOf(run, facts)('Warning', 'BackOff', message)],
    wakeAt: until,
  };
}

function mayRestart(exit: Exit, { restartPolicy, isInit, spec }: ContainerFacts): boolean {
  if (spec.restartPolicy === 'Always') return true;
  if (restartPolicy === 'Never') return false;
  return exit.code !== 0 || (restartPolicy === 'Always' && !isInit);
}

function backOff(pace: Pace, attempt: number): number {
  return Math.min(pace.backOff * 2 ** Math.max(attempt, 0), maxBackOff);
}

function eventOf(run: ContainerRun, { isInit }: ContainerFacts) {
  const fieldPath = `spec.${isInit ? 'initContainers' : 'containers'}{${run.name}}`;
  return (type: PodEvent['type'], reason: string, message: string): PodEvent => ({
    type,
    reason,
    message,
    fieldPath,
  });
}
