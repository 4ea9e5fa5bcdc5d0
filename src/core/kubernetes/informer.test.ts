import { describe, expect, it } from 'vitest';
import { advance, wakeAt } from './informer.ts';
import {
  type InformerEvent,
  type InformerRequest,
  type InformerState,
  initialState,
} from './informerState.ts';
import { type Page, toPage, toWatchFrame, type WatchFrame } from './listAnswer.ts';
import type { KubernetesObject } from './object.ts';
import { applyChange, type ObjectChange } from './objectChange.ts';

function pod(name: string, resourceVersion: string, uid = name): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'media', name, uid, resourceVersion },
  };
}

/** An informer with a hand-moved clock, and what it asked for and told last. */
function informer() {
  const objects = new Map<string, KubernetesObject>();
  const it = {
    now: 1000,
    state: initialState as InformerState,
    requests: [] as InformerRequest[],
    changes: [] as ObjectChange[],
    take(event: InformerEvent) {
      const next = advance(it.state, event, { now: it.now, random: 0.5, objects });
      for (const change of next.changes) applyChange(objects, change);
      [it.state, it.requests, it.changes] = [next.state, next.requests, next.changes];
      return it;
    },
    /** Answers to whatever was asked last. */
    page: (...items: KubernetesObject[]) => it.answerPage({ items, resourceVersion: '10' }),
    answerPage: (page: Page) => it.take({ type: 'page', request: it.state.request, page }),
    opened: () => it.take({ type: 'opened', request: it.state.request }),
    frame: (frame: WatchFrame) => it.take({ type: 'frame', request: it.state.request, frame }),
    bookmark() {
      it.now += 1;
      return it.frame({ type: 'BOOKMARK', resourceVersion: '20' });
    },
    ended: () => it.take({ type: 'ended', request: it.state.request }),
    refused: (status: number) =>
      it.take({
        type: 'failed',
        request: it.state.request,
        why: { kind: 'refused', status, message: `said ${status}` },
      }),
    lost: () =>
      it.take({
        type: 'failed',
        request: it.state.request,
        why: { kind: 'unreachable', message: 'connection reset' },
      }),
    after(milliseconds: number) {
      it.now += milliseconds;
      return it.take({ type: 'tick' });
    },
    /** Ticks at the very moment that it asked to be woken. */
    wake() {
      it.now = wakeAt(it.state) ?? it.now;
      return it.take({ type: 'tick' });
    },
    asked: () => it.requests.map(request => request.type),
    names: () => [...objects.keys()],
  };
  return it;
}

const live = () => informer().take({ type: 'start' }).page(pod('a', '5'), pod('b', '6')).opened();
describe('the informer', () => {
  it('lists, tells what has come so far, and watches from where the list was', () => {
    const it = informer().take({ type: 'start' });
    expect(it.requests).toEqual([{ type: 'list', request: 1, query: {} }]);
    it.answerPage({ items: [pod('a', '5')], resourceVersion: '', isPart: true });
    expect(it.state.phase).toEqual({ name: 'loading', loaded: 1 });
    expect(it.changes).toEqual([{ type: 'added', object: pod('a', '5') }]);
    expect(it.requests).toEqual([]);
    it.page(pod('b', '6'));
    expect(it.names()).toEqual(['media/a', 'media/b']);
    expect(it.state.phase).toEqual({ name: 'live' });
    expect(it.requests).toEqual([
      {
        type: 'watch',
        request: 2,
        query: {
          watch: 'true',
          allowWatchBookmarks: 'true',
          resourceVersion: '10',
          timeoutSeconds: '450',
        },
      },
    ]);
  });

  it('tells each event once, and nothing about an object that it holds already', () => {
    const it = live();
    expect(it.frame({ type: 'ADDED', object: pod('a', '5') }).changes).toEqual([]);
    expect(it.frame({ type: 'MODIFIED', object: pod('a', '11') }).changes).toEqual([
      { type: 'modified', object: pod('a', '11'), old: pod('a', '5') },
    ]);
    expect(it.frame({ type: 'DELETED', object: pod('b', '12') }).changes).toEqual([
      { type: 'deleted', object: pod('b', '12') },
    ]);
    expect(it.frame({ type: 'DELETED', object: pod('b', '12') }).changes).toEqual([]);
    expect(it.names()).toEqual(['media/a']);
  });

  it('tells a recreated object as gone and come', () => {
    expect(live().frame({ type: 'ADDED', object: pod('a', '12', 'new') }).changes).toEqual([
      { type: 'deleted', object: pod('a', '5') },
      { type: 'added', object: pod('a', '12', 'new') },
    ]);
  });

  it('reopens a watch that the server ended, from the last event or bookmark, and stays live', () => {
    const it = live().bookmark();
    it.now += 60_000;
    it.ended();
    expect(it.requests[0]).toMatchObject({ type: 'watch', query: { resourceVersion: '20' } });
    expect(it.state.phase).toEqual({ name: 'live' });
    expect(it.opened().state.phase).toEqual({ name: 'live' });
  });

  it('backs off from a server that ends each watch at once', () => {
    const it = live();
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      it.ended();
      const before = it.now;
      if (it.asked()[0] !== 'list') it.wake();
      waits.push(it.now - before);
      it.page(pod('a', '5'), pod('b', '6')).opened();
    }
    expect(waits).toEqual([0, 750, 1500, 3000, 6000, 12_000, 22_500, 22_500]);
  });

  it('lists again after 410, keeps what has not changed, and tells only the difference', () => {
    const it = live().bookmark().frame({ type: 'ERROR', status: 410, message: 'too old' });
    expect(it.asked()).toEqual(['cancel', 'list']);
    it.page(pod('a', '5'), pod('c', '7'));
    expect(it.changes).toEqual([
      { type: 'added', object: pod('c', '7') },
      { type: 'deleted', object: pod('b', '6') },
    ]);
    expect(it.state.phase).toEqual({ name: 'live' });
  });

  it('drops what came before an answer broke off and is not in the next one', () => {
    const it = informer().take({ type: 'start' });
    it.answerPage({ items: [pod('a', '5')], resourceVersion: '', isPart: true });
    expect(it.lost().state.phase).toMatchObject({ name: 'failed' });
    expect(it.names()).toEqual(['media/a']);
    expect(it.wake().page(pod('b', '6')).names()).toEqual(['media/b']);
    expect(it.state.phase).toEqual({ name: 'live' });
  });

  it('waits for each part of an answer, and no longer', () => {
    const it = informer().take({ type: 'start' });
    const part = { items: [pod('a', '5')], resourceVersion: '', isPart: true };
    expect(it.after(59_999).answerPage(part).after(59_999).state.phase.name).toBe('loading');
    expect(it.after(1).state.phase).toMatchObject({ name: 'failed', why: { kind: 'timedOut' } });
  });

  it('takes an answer in as many parts as it comes in', () => {
    const it = informer().take({ type: 'start' });
    const parts = { resourceVersion: '9', isPart: true };
    it.answerPage({ ...parts, items: [pod('a', '5')] });
    expect(it.state.phase).toEqual({ name: 'loading', loaded: 1 });
    expect(it.requests).toEqual([]);
    it.answerPage({ ...parts, items: [pod('b', '6')] });
    it.answerPage({ items: [pod('c', '7')], resourceVersion: '9' });
    expect(it.names()).toEqual(['media/a', 'media/b', 'media/c']);
    expect(it.asked()).toEqual(['watch']);
  });

  it('lists again in one piece, and takes pages where somebody makes them of it', () => {
    const it = live().bookmark().frame({ type: 'ERROR', status: 410, message: 'too old' });
    expect(it.requests.at(-1)).toMatchObject({ type: 'list', query: {} });
    it.answerPage({ items: [pod('a', '5')], resourceVersion: '9', next: 'two' });
    expect(it.requests).toMatchObject([{ type: 'list', query: { continue: 'two' } }]);
    expect(it.page(pod('c', '7')).names()).toEqual(['media/a', 'media/c']);
  });

  it('lets a list decide what a watch that carries no status was refused for', () => {
    expect(live().bookmark().lost().lost().asked()).toEqual(['list']);
    expect(live().bookmark().lost().lost().refused(403).state.phase).toMatchObject({
      name: 'forbidden',
      verb: 'list',
      message: 'said 403',
    });
  });

  it('stays stale while lists succeed and watches do not', () => {
    const it = live().bookmark().lost().lost().page(pod('a', '5'));
    expect(it.state.phase).toMatchObject({ name: 'stale', since: 1001 });
    expect(it.opened().state.phase).toEqual({ name: 'live' });
  });

  it('keeps objects while stale, and says since when, why, and when it tries again', () => {
    const it = live().bookmark();
    it.now += 30_000;
    it.lost().lost().refused(500);
    expect(it.state.phase).toEqual({
      name: 'stale',
      since: 1001,
      retryAt: it.now + 1500,
      why: { kind: 'refused', status: 500, message: 'said 500' },
    });
    expect(it.names()).toEqual(['media/a', 'media/b']);
    expect(it.wake().page(pod('a', '5')).opened().state.phase).toEqual({ name: 'live' });
  });

  it('is live for five seconds after a list while its watch opens', () => {
    const it = informer().take({ type: 'start' }).page(pod('a', '5'));
    expect(it.after(4999).state.phase).toEqual({ name: 'live' });
    expect(it.after(1).state.phase).toMatchObject({ name: 'stale', since: 1000 });
  });

  it('hides an interruption of less than two seconds', () => {
    const it = live().bookmark();
    it.now += 10_000;
    it.lost();
    expect(it.after(1999).state.phase).toEqual({ name: 'live' });
    expect(it.after(1).state.phase).toMatchObject({ name: 'stale', since: 1001 });
  });

  it('reconnects after two minutes without event or bookmark, and says so', () => {
    const it = live();
    expect(it.after(119_999).asked()).toEqual([]);
    expect(it.after(1).asked()).toEqual(['cancel', 'watch']);
    expect(it.state.phase).toMatchObject({ name: 'stale', since: 1000, why: { kind: 'silent' } });
    expect(it.opened().state.phase).toEqual({ name: 'live' });
  });

  it('tells timed out from unreachable from refused, and tries each again', () => {
    const timedOut = informer().take({ type: 'start' }).after(60_000);
    expect(timedOut.state.phase).toMatchObject({ name: 'failed', why: { kind: 'timedOut' } });
    expect(timedOut.asked()).toEqual(['cancel']);
    const lost = informer().take({ type: 'start' }).lost();
    expect(lost.state.phase).toMatchObject({ name: 'failed', why: { kind: 'unreachable' } });
    const refused = informer().take({ type: 'start' }).refused(503);
    expect(refused.state.phase).toMatchObject({ name: 'failed', why: { status: 503 } });
    for (const each of [timedOut, lost, refused]) {
      expect(each.wake().page(pod('a', '5')).state.phase).toEqual({ name: 'live' });
    }
  });

  it('names the verb that is forbidden, and asks again after a minute', () => {
    const list = informer().take({ type: 'start' }).refused(403);
    expect(list.state.phase).toEqual({
      name: 'forbidden',
      verb: 'list',
      message: 'said 403',
      retryAt: 61_000,
    });
    const watch = informer().take({ type: 'start' }).page(pod('a', '5')).refused(403);
    expect(watch.state.phase).toMatchObject({ name: 'forbidden', verb: 'watch' });
    // Polled once a minute, it is forbidden still, with newer objects.
    expect(watch.wake().page(pod('b', '6')).state.phase).toMatchObject({ verb: 'watch' });
    expect(watch.names()).toEqual(['media/b']);
  });

  it('calls a resource that is not served absent, and finds it when it comes', () => {
    const it = live().bookmark().lost().lost().refused(404);
    expect(it.state.phase).toEqual({ name: 'absent', retryAt: 61_001 });
    expect(it.names()).toEqual([]);
    expect(it.wake().page(pod('a', '5')).state.phase).toEqual({ name: 'live' });
  });

  it('takes half a frame for a broken connection, not for an event', () => {
    const it = live().bookmark().frame({ type: 'malformed', message: 'half of it' });
    expect(it.asked()).toEqual(['cancel', 'watch']);
    expect(it.requests[1]).toMatchObject({ query: { resourceVersion: '20' } });
  });

  it('ignores late answers of requests that it has given up', () => {
    const it = live().after(120_000);
    const before = it.state;
    it.take({ type: 'frame', request: 2, frame: { type: 'ADDED', object: pod('z', '99') } });
    expect(it.changes).toEqual([]);
    expect(it.state).toBe(before);
    const relisting = informer().take({ type: 'start' }).after(60_000).wake();
    const late: Page = { items: [pod('z', '99')], resourceVersion: '99' };
    relisting.take({ type: 'page', request: 1, page: late });
    expect(relisting.changes).toEqual([]);
    expect(relisting.page(pod('a', '5')).names()).toEqual(['media/a']);
  });

  it('drops what runs when it is closed', () => {
    expect(live().take({ type: 'close' }).requests).toEqual([{ type: 'cancel', request: 2 }]);
    expect(wakeAt(live().take({ type: 'close' }).state)).toBeUndefined();
  });
});

describe('an informer whose watch brings what is there', () => {
  const added = (name: string, version: string): WatchFrame => ({
    type: 'ADDED',
    object: pod(name, version),
  });
  const streamed = () => informer().take({ type: 'start', isStreamed: true });
  const end: WatchFrame = { type: 'BOOKMARK', resourceVersion: '20', isStart: true };

  it('asks once, is live only when all has been told, and goes on from there', () => {
    const it = streamed();
    expect(it.requests).toEqual([
      {
        type: 'watch',
        request: 1,
        query: {
          watch: 'true',
          allowWatchBookmarks: 'true',
          sendInitialEvents: 'true',
          resourceVersionMatch: 'NotOlderThan',
          timeoutSeconds: '450',
        },
      },
    ]);
    it.opened().frame(added('a', '5')).frame(added('b', '6'));
    expect(it.state.phase).toEqual({ name: 'loading', loaded: 2 });
    it.frame({ type: 'BOOKMARK', resourceVersion: '7' });
    expect(it.state.phase.name).toBe('loading');
    it.frame(end);
    expect([it.state.phase, it.names(), it.requests]).toEqual([
      { name: 'live' },
      ['media/a', 'media/b'],
      [],
    ]);
    it.frame({ type: 'DELETED', object: pod('a', '21') });
    expect(it.names()).toEqual(['media/b']);
    expect(it.after(120_000).requests[1]).toMatchObject({ query: { resourceVersion: '21' } });
  });

  it.each([
    ['is refused', (it: ReturnType<typeof informer>) => it.refused(422)],
    ['breaks off', (it: ReturnType<typeof informer>) => it.opened().frame(added('z', '4')).lost()],
    ['ends', (it: ReturnType<typeof informer>) => it.opened().frame(added('z', '4')).ended()],
    ['never opens', (it: ReturnType<typeof informer>) => it.wake()],
    ['never ends what it tells', (it: ReturnType<typeof informer>) => it.opened().wake()],
    [
      'tells an error',
      (it: ReturnType<typeof informer>) =>
        it.opened().frame({ type: 'ERROR', status: 410, message: 'Expired' }),
    ],
  ])('lists at once where that %s, and forgets what the list does not name', (_, happen) => {
    const it = happen(streamed());
    expect(it.requests.at(-1)).toMatchObject({ type: 'list', query: {} });
    it.page(pod('a', '5'));
    expect([it.names(), it.asked()]).toEqual([['media/a'], ['watch']]);
    expect(it.opened().state.phase).toEqual({ name: 'live' });
  });
});

describe('answers of a list', () => {
  it('get the kind that items of built-in kinds lack, and lose managed fields unless wanted', () => {
    const managedFields = [{ manager: 'kubectl' }];
    const body = () => ({
      apiVersion: 'v1',
      kind: 'PodList',
      metadata: { resourceVersion: '7', continue: 'more' },
      items: [{ metadata: { name: 'a', managedFields } }, { metadata: {} }, null],
    });
    expect(toPage(body())).toEqual({
      items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } }],
      resourceVersion: '7',
      next: 'more',
    });
    expect(toPage(body(), { keepManagedFields: true })?.items[0]?.metadata).toEqual({
      name: 'a',
      managedFields,
    });
  });

  it('are none where a proxy answers its own page', () => {
    expect(toPage('<html>')).toBeUndefined();
    expect(toPage({ kind: 'Status' })).toBeUndefined();
    expect(toPage({ kind: 'PodList', items: null, metadata: {} })?.items).toEqual([]);
  });

  it('tell frames of a watch apart, whatever they hold', () => {
    expect(toWatchFrame({ type: 'ERROR', object: { reason: 'Expired' } })).toEqual({
      type: 'ERROR',
      status: 410,
      message: 'Expired',
    });
    expect(toWatchFrame({ type: 'BOOKMARK', object: {} }).type).toBe('malformed');
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    const start = { metadata: { resourceVersion: '7', annotations } };
    expect(toWatchFrame({ type: 'BOOKMARK', object: start })).toEqual({
      type: 'BOOKMARK',
      resourceVersion: '7',
      isStart: true,
    });
    expect(toWatchFrame({ type: 'ADDED', object: {} }).type).toBe('malformed');
    expect(toWatchFrame('x').type).toBe('malformed');
  });
});
