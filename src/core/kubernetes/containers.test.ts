import { describe, expect, it } from 'vitest';
import { containersOf } from './containers.ts';

const pod = (status: Record<string, unknown>) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'radarr-1', namespace: 'media' },
  status,
});

const only = (container: Record<string, unknown>) =>
  containersOf(pod({ containerStatuses: [{ name: 'radarr', ...container }] }))[0];

describe('containers', () => {
  it('in back-off after a crash are failing, and what the run before wrote tells why', () => {
    expect(
      only({
        ready: false,
        restartCount: 3,
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s' } },
        lastState: {
          terminated: { exitCode: 1, reason: 'Error', finishedAt: '2026-11-22T14:02:00Z' },
        },
      })
    ).toEqual({
      name: 'radarr',
      isReady: false,
      state: 'CrashLoopBackOff',
      message: 'back-off 40s',
      restarts: 3,
      isInit: false,
      isFailing: true,
      ended: { code: 1, reason: 'Error', at: '2026-11-22T14:02:00Z' },
      logOf: 'previous',
    });
  });

  it('whose image is missing have written nothing', () => {
    const line = only({ ready: false, state: { waiting: { reason: 'ErrImagePull' } } });
    expect([line?.isFailing, line?.logOf]).toEqual([true, 'none']);
  });

  it('that run between two crashes are failing still, until they are ready', () => {
    const crashed = { restartCount: 1, lastState: { terminated: { exitCode: 2 } } };
    const state = { running: { startedAt: '2026-11-22T14:02:00Z' } };
    expect(only({ ...crashed, state, ready: false })?.isFailing).toBe(true);
    expect(only({ ...crashed, state, ready: true })?.isFailing).toBe(false);
  });

  it('that have done their work are not failing, and come first where they run first', () => {
    const state = { terminated: { exitCode: 0, reason: 'Completed' } };
    const lines = containersOf(
      pod({
        containerStatuses: [{ name: 'main', ready: false, state }],
        initContainerStatuses: [{ name: 'wait', ready: true, state }],
      })
    );
    expect(lines.map(line => [line.name, line.isInit, line.isFailing, line.logOf])).toEqual([
      ['wait', true, false, 'current'],
      ['main', false, false, 'current'],
    ]);
  });

  it('of a pod without a status are none, and odd types never throw', () => {
    expect(containersOf(pod({}))).toEqual([]);
    expect(containersOf(pod({ containerStatuses: [null, 7, { name: 3 }] }))).toEqual([]);
  });
});
