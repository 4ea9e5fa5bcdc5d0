import { describe, expect, it } from 'vitest';
import { troubleSince } from './troubleSince.ts';

const at = '2026-11-22T14:02:00Z';
const object = (kind: string, status: Record<string, unknown>, metadata = {}) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'radarr', ...metadata },
  status,
});
const condition = (type: string, status: string) => ({
  conditions: [{ type, status, lastTransitionTime: at }],
});

describe('trouble', () => {
  it('of a workload began when it stopped being available', () => {
    expect(troubleSince(object('Deployment', condition('Available', 'False')))).toEqual({
      time: at,
      atLeast: false,
    });
    expect(troubleSince(object('Deployment', condition('Available', 'True')))).toBeUndefined();
  });

  it('of a rollout that came to nothing began then at the latest', () => {
    expect(troubleSince(object('Deployment', condition('Progressing', 'False')))).toEqual({
      time: at,
      atLeast: true,
    });
  });

  it('of an operator began then or earlier: each try may write Ready anew', () => {
    expect(troubleSince(object('ExternalSecret', condition('Ready', 'False')))).toEqual({
      time: at,
      atLeast: true,
    });
  });

  it('of a claim began when it was made, of what is being deleted when that began', () => {
    const claim = object('PersistentVolumeClaim', { phase: 'Pending' }, { creationTimestamp: at });
    expect(troubleSince(claim)).toEqual({ time: at, atLeast: false });
    expect(troubleSince(object('Service', {}, { deletionTimestamp: at }))).toEqual({
      time: at,
      atLeast: false,
    });
  });

  it('has no beginning where nothing tells one', () => {
    expect(troubleSince(object('Service', {}))).toBeUndefined();
  });
});
