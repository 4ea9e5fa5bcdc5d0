import { describe, expect, it } from 'vitest';
import { clusterView } from '../../../../test/fixtures/clusterViews.ts';
import type { InformerPhase } from '../../../core/kubernetes/informerPhase.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { rowOf } from '../rows.ts';
import { usersOf } from './users.ts';

const image = (kind: string, name: string, status?: Record<string, unknown>): KubernetesObject => ({
  apiVersion: 'image.toolkit.fluxcd.io/v1',
  kind,
  metadata: { name, namespace: 'flux-system' },
  spec: {},
  status,
});

const users = (objects: KubernetesObject[], phase?: InformerPhase) => {
  const view = clusterView([image('ImagePolicy', 'radarr'), ...objects], { phase });
  const entry = view.find('ImagePolicy', 'flux-system', 'radarr')!;
  return usersOf(rowOf(entry), [view])?.map(({ name }) => name);
};

describe('who uses an ImagePolicy', () => {
  it('is the automation that has seen it, or nothing where each has run and seen others', () => {
    expect(
      users([image('ImageUpdateAutomation', 'all', { observedPolicies: { radarr: {} } })])
    ).toEqual(['all']);
    expect(users([image('ImageUpdateAutomation', 'all', { observedPolicies: { x: {} } })])).toEqual(
      []
    );
    expect(users([])).toEqual([]);
  });

  it('is not known before an automation has run, or where automations may not be seen', () => {
    expect(users([image('ImageUpdateAutomation', 'all')])).toBe(undefined);
    const phase = { name: 'forbidden', verb: 'list', message: '', retryAt: 0 } as const;
    expect(users([], phase)).toBe(undefined);
  });
});
