import { describe, expect, it } from 'vitest';
import { kustomization } from '../../../../../test/fixtures/fluxObjects.ts';
import type { Evidence } from '../../../../core/diagnosis/finding.ts';
import type { ObjectRef } from '../../../../core/kubernetes/ref.ts';
import { logsPath } from './logsPath.ts';

const ref = (group: string, kind: string, name: string): ObjectRef => ({
  group,
  kind,
  namespace: 'media',
  name,
});
const workload = ref('apps', 'Deployment', 'radarr');
const pod = ref('', 'Pod', 'radarr-7c9f4-x2x');
const crash: Evidence = { object: pod, seenIn: { type: 'container', name: 'radarr' } };
const applier = (...ids: string[]) =>
  kustomization('apps', { status: { inventory: { entries: ids.map(id => ({ id, v: 'v1' })) } } });
const query = (path: string | undefined) =>
  Object.fromEntries(new URL(path ?? '', 'http://host').searchParams);

describe('the way to the logs of a cause', () => {
  it('leads to the open container of its Pod, below the workload in the inventory', () => {
    const apps = applier('media_radarr_apps_Deployment');
    const path = logsPath('noah', apps, { object: pod, workload, evidence: [crash] });
    expect(path?.split('?')[0]).toBe('/c/noah/lumen/kustomizations/flux-system/apps');
    expect(query(path)).toEqual({
      tab: 'inventory',
      open: [
        'apps/Deployment/media/radarr',
        'of /Pod/media/radarr-7c9f4-x2x',
        'of /Pod/media/radarr-7c9f4-x2x radarr',
      ].join(','),
    });
  });

  it('leads to a Pod that was applied itself', () => {
    const path = logsPath('noah', applier('media_radarr-7c9f4-x2x__Pod'), {
      object: pod,
      evidence: [crash],
    });
    expect(query(path).open).toBe('/Pod/media/radarr-7c9f4-x2x,/Pod/media/radarr-7c9f4-x2x radarr');
  });

  it("leads to Headlamp's page of the Pod where no inventory has it", () => {
    const cause = { object: pod, workload, evidence: [crash] };
    const path = '/c/noah/pods/media/radarr-7c9f4-x2x?view=logs';
    expect([logsPath('noah', applier(), cause), logsPath('noah', undefined, cause)]).toEqual([
      path,
      path,
    ]);
  });

  it('is none where the cause is about no container', () => {
    const condition: Evidence = {
      object: pod,
      seenIn: { type: 'condition', name: 'PodScheduled' },
    };
    expect(
      logsPath('noah', applier(), { object: pod, workload, evidence: [condition] })
    ).toBeUndefined();
    expect(logsPath('noah', applier(), { object: workload, evidence: [crash] })).toBeUndefined();
  });
});
