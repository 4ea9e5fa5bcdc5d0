import { describe, expect, it } from 'vitest';
import { failed, kustomization } from '../../../test/fixtures/fluxObjects.ts';
import { createGraph } from '../graph/graph.ts';
import { objectId } from '../graph/nodeId.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import { diagnose } from './diagnose.ts';
import { workloadTrouble } from './workload.ts';

const now = Date.parse('2026-08-01T12:00:00Z');

describe('since when', () => {
  const said = (took: string) =>
    `health check failed after ${took}: timeout waiting for: [Widget/media/web status: 'InProgress']`;
  const event = (message: string, firstTimestamp: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e' },
    type: 'Warning',
    reason: 'HealthCheckFailed',
    message,
    firstTimestamp,
    lastTimestamp: firstTimestamp,
  });
  const sinceOf = (object: KubernetesObject, events: readonly KubernetesObject[]) =>
    diagnose({
      now,
      graph: createGraph([object]),
      isRead: () => false,
      eventsOf: () => events,
    }).causes.map(({ since }) => since);
  const apps = kustomization('apps', { conditions: failed(said('317ms'), 'HealthCheckFailed') });

  it('a Flux object fails tells its first Event of the same words, however long each try took', () => {
    const events = [
      event(said('15.2s'), '2026-08-01T09:00:00Z'),
      event(said('86.5ms'), '2026-08-01T09:30:00Z'),
      event('kustomization path not found: stat x', '2026-08-01T08:00:00Z'),
    ];
    expect(sinceOf(apps, events)).toEqual([{ time: '2026-08-01T09:00:00Z', atLeast: false }]);
    const history = [
      {
        lastReconciledStatus: 'ReconciliationSucceeded',
        lastReconciled: '2026-08-01T09:15:00Z',
      },
    ];
    const better = { ...apps, status: { ...apps.status, history } };
    expect(sinceOf(better, events)).toEqual([{ time: '2026-08-01T09:30:00Z', atLeast: false }]);
  });

  it('nobody tells is at least since the last try', () => {
    expect(sinceOf(apps, [])).toEqual([{ time: '2026-08-01T10:00:00Z', atLeast: true }]);
  });

  it.each([
    [0, { time: '2026-08-01T11:00:00Z', atLeast: false }],
    [3, { time: '2026-08-01T11:00:00Z', atLeast: true }],
  ])('a Pod is not ready, it tells itself (%i restarts)', (restartCount, expected) => {
    const waiting = { reason: 'CrashLoopBackOff' };
    const terminated = { exitCode: 1 };
    const pod: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'media', creationTimestamp: '2026-07-01T00:00:00Z' },
      status: {
        phase: 'Running',
        conditions: [
          { type: 'Ready', status: 'False', lastTransitionTime: '2026-08-01T11:00:00Z' },
        ],
        containerStatuses: [
          { name: 'app', restartCount, state: { waiting }, lastState: { terminated } },
        ],
      },
    };
    const world = { now, graph: createGraph([pod]), isRead: () => false };
    expect(workloadTrouble(objectId(toRef(pod)), pod, world)?.since).toEqual(expected);
  });
});
