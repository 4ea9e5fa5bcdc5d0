import { describe, expect, it } from 'vitest';
import { byController, isRetired, kindsBelow } from './below.ts';
import type { KubernetesObject } from './object.ts';

const owned = (name: string, owner: string | undefined, made: string): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    name,
    creationTimestamp: made,
    ...(owner
      ? {
          ownerReferences: [
            {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              name: owner,
              uid: owner,
              controller: true,
            },
          ],
        }
      : {}),
  },
});

describe('what lies below a workload', () => {
  it('is read by kind: a Deployment has ReplicaSets and pods, a Service runs nothing', () => {
    const plurals = (group: string, kind: string) =>
      kindsBelow({ group, kind }).map(({ plural }) => plural);
    expect(plurals('apps', 'Deployment')).toEqual(['replicasets', 'pods']);
    expect(plurals('batch', 'CronJob')).toEqual(['jobs', 'pods']);
    expect(plurals('', 'Service')).toEqual([]);
    expect(plurals('example.com', 'Deployment')).toEqual([]);
  });

  it('is what names it as its controller, the newest first; others own without controlling', () => {
    const old = owned('radarr-5d8b7', 'radarr', '2026-11-01T00:00:00Z');
    const young = owned('radarr-7c9f4', 'radarr', '2026-11-22T00:00:00Z');
    const stray = owned('stray', undefined, '2026-11-22T00:00:00Z');
    expect(byController([old, young, stray])).toEqual(new Map([['radarr', [young, old]]]));
  });

  it('counts no ReplicaSet that is only kept for a rollback', () => {
    const young = owned('radarr-7c9f4', 'radarr', '2026-11-22T00:00:00Z');
    const old = { ...owned('radarr-5d8b7', 'radarr', ''), spec: { replicas: 0 } };
    expect(isRetired(old, young)).toBe(true);
    expect(isRetired({ ...old, status: { replicas: 1 } }, young)).toBe(false);
    expect(isRetired(young, young)).toBe(false);
  });
});
