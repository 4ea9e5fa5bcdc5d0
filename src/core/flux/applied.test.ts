import { describe, expect, it } from 'vitest';
import { deadlineExceeded } from '../../../test/fixtures/deadlineExceeded.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { judgeApplied } from './applied.ts';

const entry = {
  group: 'apps',
  kind: 'Deployment',
  namespace: 'media',
  name: 'radarr',
  version: 'v1',
};

const deployment = (status: Record<string, unknown>): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'radarr', namespace: 'media', generation: 1 },
  spec: { replicas: 1, progressDeadlineSeconds: 600 },
  status,
});

const settled = {
  observedGeneration: 1,
  replicas: 1,
  updatedReplicas: 1,
  availableReplicas: 1,
  readyReplicas: 1,
  conditions: [
    { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
    { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
  ],
};

describe('the verdict on an object that Flux applied', () => {
  it('is healthy, progressing or unhealthy by kstatus where it was read', () => {
    const verdict = (status: Record<string, unknown>) =>
      judgeApplied(entry, { looked: 'read', object: deployment(status) }, 0).verdict;
    expect(verdict(settled)).toBe('healthy');
    expect(verdict({ ...settled, readyReplicas: 0 })).toBe('progressing');
    expect(verdict({ ...settled, conditions: [deadlineExceeded] })).toBe('unhealthy');
  });

  it('is unhealthy where the inventory names an object that does not exist', () => {
    expect(judgeApplied(entry, { looked: 'read' }, 0)).toEqual({
      verdict: 'unhealthy',
      mark: 'failing',
      says: { id: 'applied.missing' },
    });
  });

  it('claims nothing about what nobody looked at', () => {
    const why = { id: 'applied.unread.kind' };
    expect(judgeApplied(entry, { looked: 'unread', why }, 0)).toEqual({
      verdict: 'notChecked',
      mark: 'unknown',
      says: why,
    });
    expect(judgeApplied(entry, { looked: 'reading' }, 0).verdict).toBe('notChecked');
  });

  it('is the state of the object itself where Flux reconciles it too', () => {
    const child = {
      ...entry,
      group: 'kustomize.toolkit.fluxcd.io',
      kind: 'Kustomization',
      name: 'apps',
    };
    const object = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'apps', namespace: 'flux-system' },
      status: {
        conditions: [{ type: 'Ready', status: 'False', reason: 'BuildFailed', message: 'no' }],
      },
    };
    expect(judgeApplied(child, { looked: 'read', object }, 0)).toEqual({
      verdict: 'unhealthy',
      mark: 'failing',
      says: { id: 'cause.message' },
      message: 'no',
    });
  });
});
