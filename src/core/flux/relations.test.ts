import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { relationsOf } from './relations.ts';

const make = (
  kind: string,
  name: string,
  spec: Record<string, unknown> = {},
  labels?: Record<string, string>
): KubernetesObject => {
  const groups: Record<string, string> = {
    Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
    GitRepository: 'source.toolkit.fluxcd.io/v1',
  };
  const apiVersion = groups[kind] ?? 'notification.toolkit.fluxcd.io/v1beta3';
  return { apiVersion, kind, metadata: { name, namespace: 'flux-system', labels }, spec };
};

const told = (object: KubernetesObject, others: KubernetesObject[]) =>
  relationsOf(object, others).map(({ label, value }) => [
    label,
    value.type === 'objects' ? value.refs.map(ref => ref.name) : [],
  ]);

const apps = make('Kustomization', 'apps', {
  sourceRef: { kind: 'GitRepository', name: 'homelab' },
  dependsOn: [{ name: 'infra' }],
});

describe('what other objects have to do with one', () => {
  it('names who uses a source, who hears about it and who triggers it', () => {
    const event = { kind: 'GitRepository', name: '*' };
    const others = [
      apps,
      make('Alert', 'telegram', { eventSources: [event] }),
      make('Alert', 'other', { eventSources: [{ ...event, namespace: 'media' }] }),
      make('Receiver', 'gitea', { resources: [{ kind: 'GitRepository', name: 'homelab' }] }),
    ];
    expect(told(make('GitRepository', 'homelab'), others)).toEqual([
      ['fact.usedBy', ['apps']],
      ['fact.heardBy', ['telegram']],
      ['fact.triggeredBy', ['gitea']],
    ]);
  });

  it('counts no Alert that is suspended, or that wants labels that the object has not', () => {
    const source = { kind: 'GitRepository', name: '*', matchLabels: { team: 'a' } };
    const others = [
      make('Alert', 'of-team-a', { eventSources: [source] }),
      make('Alert', 'silent', { suspend: true, eventSources: [{ ...source, matchLabels: {} }] }),
      make('Receiver', 'of-team-b', { resources: [{ ...source, matchLabels: { team: 'b' } }] }),
    ];
    expect(told(make('GitRepository', 'homelab', {}, { team: 'a' }), others)).toEqual([
      ['fact.heardBy', ['of-team-a']],
    ]);
    expect(told(make('GitRepository', 'homelab'), others)).toEqual([]);
  });

  it('names what waits for a Kustomization, and the one that applied it', () => {
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'flux-system',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    expect(told(make('Kustomization', 'infra', {}, labels), [apps])).toEqual([
      ['fact.appliedBy', ['flux-system']],
      ['fact.neededBy', ['apps']],
    ]);
  });
});
