import type { Failure, InformerPhase } from './informerPhase.ts';
import type {
  InformerEvent,
  InformerRequest,
  InformerState,
  InformerStep,
  InformerWorld,
  Stage,
} from './informerState.ts';
import type { Page, WatchFrame } from './listAnswer.ts';
import { changesOfReading, keyOf, type ObjectChange } from './objectChange.ts';

/** One value, so that "still live" is no news. */
const live: InformerPhase = { name: 'live' };
const second = 1000;
/** For a list to begin, and to go on: an API server itself gives up after this. */
const listDeadline = 60 * second;
const openDeadline = 30 * second;
/** An interruption shorter than this does not show: what reopens within it was live all along. */
const grace = 2 * second;
/** What was heard so shortly ago is not old: a watch may take its time to open after a list. */
const young = 5 * second;
/** Bookmarks come about once a minute: two minutes without anything is a dead connection. */
const silence = 120 * second;
/** A watch that lived this long was a good one: the backoff begins anew. */
const goodLife = 5 * second;
/** How often rights and missing kinds are looked at again. */
const recheck = 60 * second;

/** When the informer wants a tick, at the latest. */
export function wakeAt(state: InformerState): number | undefined {
  const { stage, phase } = state;
  if (stage.name === 'listing' || stage.name === 'opening') {
    if (phase.name !== 'live') return stage.deadline;
    return Math.max(stage.since + grace, (state.heardAt ?? 0) + young);
  }
  if (stage.name === 'streaming') return stage.deadline;
  if (stage.name === 'watching') return (state.heardAt ?? stage.openedAt) + silence;
  return stage.name === 'waiting' ? stage.until : undefined;
}

/** The delay before the attempt: half a second, doubled up to half a minute, with half of it jitter. */
function backoff(attempt: number, random: number): number {
  const full = Math.min(second * 2 ** (attempt - 1), 30 * second);
  return full / 2 + (full / 2) * random;
}

function step(
  state: InformerState,
  requests: InformerRequest[] = [],
  changes: ObjectChange[] = []
) {
  return { state, requests, changes };
}

/** The step, after dropping what ran before: its late answers will be ignored. */
function instead(before: InformerState, next: InformerStep): InformerStep {
  if (!('request' in before.stage)) return next;
  const cancel: InformerRequest = { type: 'cancel', request: before.stage.request };
  return { ...next, requests: [cancel, ...next.requests] };
}

/** Not in pages: an API server answers the whole from its cache, and takes five times as long for pages. */
function startList(state: InformerState, now: number): InformerStep {
  const request = state.request + 1;
  const stage: Stage = {
    name: 'listing',
    request,
    since: now,
    deadline: now + listDeadline,
    seen: new Set(),
  };
  return step({ ...state, request, stage }, [{ type: 'list', request, query: {} }]);
}

// Between 5 and 10 minutes, so that many watches do not end together.
const lifetime = (random: number) => String(Math.round(300 + 300 * random));

/** One request instead of two. A server that is too old refuses it; whatever goes wrong, a list tells what. */
function startStream(state: InformerState, { now, random }: InformerWorld): InformerStep {
  const request = state.request + 1;
  const stage: Stage = { name: 'streaming', request, since: now, deadline: now + openDeadline };
  const query = {
    watch: 'true',
    allowWatchBookmarks: 'true',
    sendInitialEvents: 'true',
    resourceVersionMatch: 'NotOlderThan',
    timeoutSeconds: lifetime(random),
  };
  return step({ ...state, request, stage }, [{ type: 'watch', request, query }]);
}

function startWatch(state: InformerState, { now, random }: InformerWorld): InformerStep {
  const request = state.request + 1;
  const stage: Stage = { name: 'opening', request, since: now, deadline: now + openDeadline };
  const query = {
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: state.resourceVersion,
    timeoutSeconds: lifetime(random),
  };
  return step({ ...state, request, stage }, [{ type: 'watch', request, query }]);
}

/** The phase while something is wrong: what was seen stays, and says since when it is old. */
function troubled(state: InformerState, why: Failure, retryAt: number): InformerPhase {
  if (!state.synced) return { name: 'failed', why, retryAt };
  if (state.phase.name === 'stale') return { ...state.phase, retryAt, why };
  return { name: 'stale', since: state.heardAt ?? retryAt, retryAt, why };
}

function onListFailed(state: InformerState, why: Failure, world: InformerWorld): InformerStep {
  const { now, random, objects } = world;
  const status = why.kind === 'refused' ? why.status : 0;
  if (status === 403) {
    const until = now + recheck;
    const phase = {
      name: 'forbidden',
      verb: 'list',
      message: why.message,
      retryAt: until,
    } as const;
    return step({ ...state, phase, stage: { name: 'waiting', until } });
  }
  if (status === 404) {
    const until = now + recheck;
    const changes = [...objects.values()].map(object => ({ type: 'deleted', object } as const));
    const next: InformerState = {
      ...state,
      synced: true,
      attempt: 0,
      watchTrouble: undefined,
      phase: { name: 'absent', retryAt: until },
      stage: { name: 'waiting', until },
    };
    return step(next, [], changes);
  }
  const attempt = state.attempt + 1;
  const until = now + backoff(attempt, random);
  const phase = troubled(state, why, until);
  return step({ ...state, attempt, phase, stage: { name: 'waiting', until } });
}

/** After a watch that could not be opened, or broke: a list tells what is wrong, at once the first time. */
function relist(state: InformerState, why: Failure, world: InformerWorld): InformerStep {
  const { now, random } = world;
  if (state.attempt === 0) return startList({ ...state, attempt: 1 }, now);
  const until = now + backoff(state.attempt, random);
  const next: InformerState = {
    ...state,
    attempt: state.attempt + 1,
    phase: troubled(state, why, until),
    stage: { name: 'waiting', until },
  };
  return step(next);
}

function onOpenFailed(state: InformerState, why: Failure, world: InformerWorld): InformerStep {
  const expired = why.kind === 'refused' && why.status === 410;
  if (why.kind === 'refused' && why.status === 403) {
    const until = world.now + recheck;
    const phase = {
      name: 'forbidden',
      verb: 'watch',
      message: why.message,
      retryAt: until,
    } as const;
    return step({ ...state, phase, stage: { name: 'waiting', until }, watchTrouble: why });
  }
  return relist(expired ? state : { ...state, watchTrouble: why }, why, world);
}

/** A watch that was open is not any more: one that lived is reopened where it was, others count as failures. */
function reopen(state: InformerState, openedAt: number, why: Failure, world: InformerWorld) {
  const lived = world.now - openedAt >= goodLife || (state.heardAt ?? 0) > openedAt;
  return lived ? startWatch({ ...state, attempt: 0 }, world) : relist(state, why, world);
}

function onPage(state: InformerState, page: Page, world: InformerWorld): InformerStep {
  const { now, objects } = world;
  if (state.stage.name !== 'listing') return step(state);
  const { request } = state.stage;
  const seen = new Set([...state.stage.seen, ...page.items.map(keyOf)]);
  const changes = page.items.flatMap(item => changesOfReading(objects.get(keyOf(item)), item));
  if (page.next !== undefined || page.isPart) {
    const phase: InformerPhase = state.synced
      ? state.phase
      : { name: 'loading', loaded: seen.size };
    const stage: Stage = { ...state.stage, seen, since: now, deadline: now + listDeadline };
    // Nobody asked for pages, but whoever stands between may send them.
    const more: InformerRequest[] =
      page.next === undefined ? [] : [{ type: 'list', request, query: { continue: page.next } }];
    return step({ ...state, phase, heardAt: now, stage }, more, changes);
  }
  for (const [key, object] of objects) {
    if (!seen.has(key)) changes.push({ type: 'deleted', object });
  }
  const listed: InformerState = {
    ...state,
    resourceVersion: page.resourceVersion,
    heardAt: now,
    synced: true,
    phase: phaseAfterList(state, now),
  };
  return { ...startWatch(listed, world), changes };
}

function phaseAfterList(state: InformerState, now: number): InformerPhase {
  const { phase, watchTrouble } = state;
  if (!watchTrouble) return live;
  if (phase.name === 'forbidden' && phase.verb === 'watch') return phase;
  return { name: 'stale', since: now, retryAt: now, why: watchTrouble };
}

/** Before the bookmark that ends them, events tell what was there. Nothing is held yet that they could leave out. */
function onFirstFrame(state: InformerState, frame: WatchFrame, world: InformerWorld): InformerStep {
  const { now, objects } = world;
  const { stage } = state;
  if (stage.name !== 'streaming') return step(state);
  if (frame.type === 'malformed' || frame.type === 'ERROR') {
    return instead(state, startList(state, now));
  }
  if (frame.type === 'BOOKMARK') {
    // A server that knows no such watch sends a bookmark now and then, and never that one.
    if (!frame.isStart) return step({ ...state, heardAt: now });
    return step({
      ...state,
      resourceVersion: frame.resourceVersion,
      heardAt: now,
      synced: true,
      phase: live,
      stage: { name: 'watching', request: stage.request, openedAt: now },
    });
  }
  const held = objects.get(keyOf(frame.object));
  const isGone = frame.type === 'DELETED';
  const loaded = objects.size + (isGone ? (held ? -1 : 0) : held ? 0 : 1);
  const next: InformerState = {
    ...state,
    heardAt: now,
    phase: { name: 'loading', loaded },
    stage: { ...stage, since: now, deadline: now + listDeadline },
  };
  if (!isGone) return step(next, [], changesOfReading(held, frame.object));
  return step(next, [], held ? [{ type: 'deleted', object: frame.object }] : []);
}

function onFrame(state: InformerState, frame: WatchFrame, world: InformerWorld): InformerStep {
  if (state.stage.name === 'streaming') return onFirstFrame(state, frame, world);
  if (state.stage.name !== 'watching') return step(state);
  const { openedAt } = state.stage;
  if (frame.type === 'malformed') {
    const why: Failure = { kind: 'unreachable', message: `the watch sent ${frame.message}` };
    return instead(state, reopen(state, openedAt, why, world));
  }
  if (frame.type === 'ERROR') {
    const why: Failure = { kind: 'refused', status: frame.status, message: frame.message };
    const lived = world.now - openedAt >= goodLife;
    return instead(state, relist(lived ? { ...state, attempt: 0 } : state, why, world));
  }
  const heard: InformerState = { ...state, heardAt: world.now, attempt: 0 };
  if (frame.type === 'BOOKMARK') return step({ ...heard, resourceVersion: frame.resourceVersion });
  const { object } = frame;
  const next = {
    ...heard,
    resourceVersion: object.metadata.resourceVersion ?? state.resourceVersion,
  };
  const held = world.objects.get(keyOf(object));
  if (frame.type !== 'DELETED') return step(next, [], changesOfReading(held, object));
  return step(next, [], held ? [{ type: 'deleted', object }] : []);
}

function onTick(state: InformerState, world: InformerWorld): InformerStep {
  const { stage } = state;
  const due = wakeAt(state);
  if (due === undefined || world.now < due) return step(state);
  if (stage.name === 'waiting') return startList(state, world.now);
  if (stage.name === 'streaming') return instead(state, startList(state, world.now));
  const isListing = stage.name === 'listing';
  if (isListing || stage.name === 'opening') {
    const what = isListing ? 'the list was not answered' : 'the watch did not open';
    const seconds = Math.round((world.now - stage.since) / second);
    const why: Failure = { kind: 'timedOut', message: `${what} within ${seconds} s` };
    if (world.now < stage.deadline) {
      return step({ ...state, phase: troubled(state, why, stage.deadline) });
    }
    return instead(state, (isListing ? onListFailed : onOpenFailed)(state, why, world));
  }
  const message = `neither event nor bookmark for ${silence / second} s`;
  const phase = troubled(state, { kind: 'silent', message }, world.now);
  return instead(state, startWatch({ ...state, phase }, world));
}

/** One step of the informer: pure, total, and the only place where its behaviour is decided. */
export function advance(
  state: InformerState,
  event: InformerEvent,
  world: InformerWorld
): InformerStep {
  if (event.type === 'start') {
    if (state.stage.name !== 'idle') return step(state);
    return event.isStreamed ? startStream(state, world) : startList(state, world.now);
  }
  if (event.type === 'close') return instead(state, step({ ...state, stage: { name: 'idle' } }));
  if (event.type === 'tick') return onTick(state, world);
  const { stage } = state;
  if (!('request' in stage) || stage.request !== event.request) return step(state);
  switch (event.type) {
    case 'page':
      return onPage(state, event.page, world);
    case 'opened': {
      if (stage.name === 'streaming') {
        const deadline = world.now + listDeadline;
        return step({ ...state, stage: { ...stage, since: world.now, deadline } });
      }
      if (stage.name !== 'opening') return step(state);
      const opened: Stage = { name: 'watching', request: stage.request, openedAt: world.now };
      return step({
        ...state,
        stage: opened,
        heardAt: world.now,
        phase: live,
        watchTrouble: undefined,
      });
    }
    case 'frame':
      return onFrame(state, event.frame, world);
    case 'ended':
    case 'failed': {
      const ended: Failure = { kind: 'unreachable', message: 'the server ended the watch at once' };
      const why = event.type === 'failed' ? event.why : ended;
      if (stage.name === 'streaming') return startList(state, world.now);
      if (stage.name === 'listing') return onListFailed(state, why, world);
      if (stage.name === 'opening') return onOpenFailed(state, why, world);
      return reopen(state, stage.openedAt, why, world);
    }
  }
}
