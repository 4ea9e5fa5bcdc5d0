import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../../core/kubernetes/object.ts';
import { toEventScope } from './eventScope.ts';

function kustomization(ids: readonly string[], spec = {}): KubernetesObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'apps', namespace: 'flux-system' },
    spec: { sourceRef: { kind: 'GitRepository', name: 'home', namespace: 'sources' }, ...spec },
    status: { inventory: { entries: ids.map(id => ({ id, v: 'v1' })) } },
  };
}

function event(about: string, last: string): KubernetesObject {
  const [kind, namespace, name] = about.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name} ${last}`, namespace },
    involvedObject: { kind, namespace, name },
    type: 'Warning',
    reason: 'BackOff',
    message: '',
    lastTimestamp: last,
  };
}

describe('the events of a Kustomization', () => {
  it('are its own, those of its source, and those of what it applied and what that made', () => {
    const scope = toEventScope(kustomization(['media_radarr_apps_Deployment']));
    const chosen = scope.choose([
      event('Kustomization/flux-system/apps', '2026-11-22T14:00:00Z'),
      event('Kustomization/flux-system/infra', '2026-11-22T14:01:00Z'),
      event('GitRepository/sources/home', '2026-11-22T14:02:00Z'),
      event('Deployment/media/radarr', '2026-11-22T14:03:00Z'),
      event('Pod/media/radarr-7c9f4b8d96-x2xkq', '2026-11-22T14:04:00Z'),
      event('Pod/media/sonarr-7c9f4b8d96-x2xkq', '2026-11-22T14:05:00Z'),
    ]);
    expect(chosen.map(({ of, about }) => [of, about.name])).toEqual([
      ['applied', 'radarr-7c9f4b8d96-x2xkq'],
      ['applied', 'radarr'],
      ['source', 'home'],
      ['own', 'apps'],
    ]);
  });

  it('are read by namespace where it applied something, by name elsewhere', () => {
    const scope = toEventScope(
      kustomization(['media_radarr_apps_Deployment', '_media__Namespace', 'media_radarr__Service'])
    );
    expect(scope.queries.map(({ namespace, fieldSelector }) => [namespace, fieldSelector])).toEqual(
      [
        ['default', undefined],
        ['media', undefined],
        ['flux-system', 'involvedObject.kind=Kustomization,involvedObject.name=apps'],
        ['sources', 'involvedObject.kind=GitRepository,involvedObject.name=home'],
      ]
    );
  });

  it('are not looked for here where it applies to another cluster', () => {
    const remote = { kubeConfig: { secretRef: { name: 'remote' } } };
    const scope = toEventScope(kustomization(['media_radarr_apps_Deployment'], remote));
    expect(scope.queries.map(({ namespace }) => namespace)).toEqual(['flux-system', 'sources']);
    expect(scope.choose([event('Deployment/media/radarr', '')])).toEqual([]);
  });

  it('of many namespaces are read in one for the whole cluster, its own among them', () => {
    const ids = Array.from({ length: 10 }, (_, at) => `ns${at}_a_apps_Deployment`);
    const events = { group: '', version: 'v1', plural: 'events', namespace: '' };
    expect(toEventScope(kustomization(ids)).queries).toEqual([events]);
  });
});
