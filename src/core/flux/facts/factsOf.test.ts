import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { historyOf } from '../history.ts';
import { fluxKinds } from '../kinds.ts';
import { factsOf } from './factsOf.ts';

const make = (kind: string, spec: object, status: object = {}): KubernetesObject => {
  const { group, versions } = fluxKinds.find(known => known.kind === kind)!;
  return {
    apiVersion: `${group}/${versions[0]}`,
    kind,
    metadata: { name: 'homelab', namespace: 'flux-system' },
    spec: { ...spec },
    status: { ...status },
  };
};

/** Label and value of each fact, short enough to compare whole. */
const told = (object: KubernetesObject) =>
  factsOf(object).map(({ label, value }) => {
    const said = {
      text: () => (value.type === 'text' ? value.text : ''),
      code: () => (value.type === 'code' ? value.text : ''),
      says: () => (value.type === 'says' ? value.says.id : ''),
      revision: () => (value.type === 'revision' ? value.revision : ''),
      time: () => (value.type === 'time' ? value.time : ''),
      list: () => (value.type === 'list' ? value.items.join(' ') : ''),
      objects: () =>
        value.type === 'objects'
          ? value.refs.map(ref => `${ref.kind}/${ref.namespace}/${ref.name}`).join(' ')
          : '',
    };
    return `${label.replace('fact.', '')}: ${said[value.type]()}`;
  });

describe('the facts of an object', () => {
  it('tell of a Kustomization what it applies, from where, and how its health is known', () => {
    const object = make(
      'Kustomization',
      {
        sourceRef: { kind: 'GitRepository', name: 'homelab' },
        path: './apps',
        interval: '10m',
        retryInterval: '1m',
        prune: true,
        dependsOn: [{ name: 'infra' }],
        postBuild: {
          substitute: { B: '1', A: '2' },
          substituteFrom: [{ kind: 'Secret', name: 's' }],
        },
        healthChecks: [{ kind: 'Deployment', name: 'radarr', namespace: 'media' }],
      },
      { lastAppliedRevision: 'flux@sha1:5763edb' }
    );
    expect(told(object)).toEqual([
      'source: GitRepository/flux-system/homelab',
      'path: ./apps',
      'applied: flux@sha1:5763edb',
      'dependsOn: Kustomization/flux-system/infra',
      'interval: interval.retry',
      'health: Deployment/media/radarr',
      'prune: prune.on',
      'variables: A B',
      'variablesFrom: Secret/flux-system/s',
    ]);
  });

  it('never show more of a notification address than its host: the rest may be a token', () => {
    const object = make('Provider', {
      type: 'slack',
      address: 'https://user:pass@hooks.slack.com/services/T0/B0/secret',
    });
    expect(told(object)).toEqual(['type: slack', 'address: https://hooks.slack.com/…']);
  });

  it('tell of an ImageRepository its tags, and that more exist than are exposed', () => {
    const scan = { scanTime: '2026-08-01T10:00:00Z', tagCount: 40, latestTags: ['6.0.9', '6.0.8'] };
    expect(
      told(make('ImageRepository', { image: 'ghcr.io/home/radarr' }, { lastScanResult: scan }))
    ).toEqual([
      'image: ghcr.io/home/radarr',
      'scanned: 2026-08-01T10:00:00Z',
      'tagCount: tags',
      'tagsExposed: 6.0.9 6.0.8',
    ]);
  });

  it('tell of an automation the commit it pushed, on the branch it pushes to', () => {
    const object = make(
      'ImageUpdateAutomation',
      {
        sourceRef: { kind: 'GitRepository', name: 'flux-system' },
        git: { push: { branch: 'flux' }, commit: { author: { name: 'fluxcdbot', email: 'a@b' } } },
      },
      { lastPushCommit: 'abc1234', observedPolicies: { radarr: { name: 'x', tag: '6.0.9' } } }
    );
    expect(told(object)).toEqual([
      'source: GitRepository/flux-system/flux-system',
      'pushed: flux@sha1:abc1234',
      'branch: flux',
      'author: fluxcdbot <a@b>',
      'policies: radarr: 6.0.9',
    ]);
  });

  it('tell the pattern of an ImagePolicy once: in its rule, or alone where that is unknown', () => {
    const filterTags = { pattern: '^main-.*' };
    expect(told(make('ImagePolicy', { filterTags, policy: { numerical: {} } }))).toEqual([
      'rule: rule.numerical.asc.filtered',
    ]);
    expect(told(make('ImagePolicy', { filterTags, policy: { random: {} } }))).toEqual([
      'tagPattern: ^main-.*',
    ]);
  });

  it('never throw, whatever a spec or status holds', () => {
    const kinds = fluxKinds.map(({ kind }) => kind);
    const odd = fc.dictionary(
      fc.constantFrom(
        ...['sourceRef', 'ref', 'policy', 'git', 'chart', 'dependsOn', 'healthChecks', 'postBuild'],
        ...['history', 'artifact', 'lastScanResult', 'resources', 'eventSources', 'sources', 'url']
      ),
      fc.anything()
    );
    fc.assert(
      fc.property(fc.constantFrom(...kinds), odd, odd, (kind, spec, status) => {
        const object = make(kind, spec, status);
        return Array.isArray(factsOf(object)) && Array.isArray(historyOf(object));
      }),
      { seed: 7, numRuns: 500 }
    );
  });
});

describe('the history of an object', () => {
  it('has the newest Helm release first, whatever the order of the status', () => {
    const snapshot = (version: number, status: string) => ({
      name: 'loki',
      version,
      status,
      chartVersion: `6.${version}.0`,
      lastDeployed: '2026-08-01T10:00:00Z',
      action: 'upgrade',
    });
    const history = [snapshot(1, 'superseded'), snapshot(3, 'failed'), snapshot(2, 'deployed')];
    expect(
      historyOf(make('HelmRelease', {}, { history })).map(row => [
        row.number,
        row.revision,
        row.outcome,
      ])
    ).toEqual([
      [3, '6.3.0', 'failed'],
      [2, '6.2.0', 'succeeded'],
      [1, '6.1.0', 'succeeded'],
    ]);
  });
});
