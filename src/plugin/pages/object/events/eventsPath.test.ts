import { describe, expect, it } from 'vitest';
import { kustomization } from '../../../../../test/fixtures/fluxObjects.ts';
import type { ObjectRef } from '../../../../core/kubernetes/ref.ts';
import { toRef } from '../../../../core/kubernetes/ref.ts';
import { eventsPath } from './eventsPath.ts';

const ref = (group: string, kind: string, name: string): ObjectRef => ({
  group,
  kind,
  namespace: 'media',
  name,
});
const workload = ref('apps', 'Deployment', 'radarr');
const apps = kustomization('apps', {
  status: { inventory: { entries: [{ id: 'media_radarr_apps_Deployment', v: 'v1' }] } },
});
const query = (cause: { object: ObjectRef; workload?: ObjectRef }) => {
  const url = new URL(eventsPath('noah', apps, cause) ?? '', 'http://host');
  expect(url.pathname).toBe('/c/noah/lumen/kustomizations/flux-system/apps');
  return Object.fromEntries(url.searchParams);
};

describe('the way to the events of a cause', () => {
  it('leads to those of the workload that its Pod belongs to', () => {
    expect(query({ object: ref('', 'Pod', 'radarr-7c9f4-x2x'), workload })).toEqual({
      tab: 'events',
      events: 'apps/Deployment/media/radarr',
    });
  });

  it('leads to its own where Flux’s object itself is broken', () => {
    expect(query({ object: toRef(apps) })).toEqual({ tab: 'events', events: 'own' });
  });

  it('leads to all where the page would have none of the broken one', () => {
    expect(query({ object: ref('', 'Secret', 'login') })).toEqual({ tab: 'events' });
  });
});
