import { describe, expect, it } from 'vitest';
import { failed, fluxObject, isReady } from '../../../test/fixtures/fluxObjects.ts';
import { createGraph } from '../graph/graph.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { refText } from '../kubernetes/ref.ts';
import { diagnose } from './diagnose.ts';

const made = '2026-08-01T12:00:00Z';
const metadata = { creationTimestamp: made };

/** The causes so many seconds after all was made. */
function told(
  seconds: number,
  objects: readonly KubernetesObject[],
  events: readonly KubernetesObject[] = []
) {
  const { causes } = diagnose({
    now: Date.parse(made) + seconds * 1000,
    graph: createGraph(objects),
    isRead: ({ group }) => group.endsWith('fluxcd.io'),
    eventsOf: () => events,
  });
  return causes.map(({ object, rule, victims }) => ({
    cause: `${refText(object)} ${rule}`,
    victims: victims.map(victim => `${refText(victim.object)} ${victim.effect}`),
  }));
}

const chart = fluxObject('HelmChart', 'flux-system-web', {
  metadata,
  spec: { chart: 'web', sourceRef: { kind: 'HelmRepository', name: 'charts' } },
  status: {
    conditions: failed(
      'failed to get source: HelmRepository.source.toolkit.fluxcd.io "charts" not found',
      'SourceUnavailable'
    ),
  },
});
const receiver = fluxObject('Receiver', 'hook', {
  metadata,
  spec: { resources: [{ kind: 'GitRepository', name: 'lab' }] },
  status: { conditions: [isReady] },
});

describe('what names an object that is not there', () => {
  it('waits for it while it may only be the first to come', () => {
    expect(told(10, [chart, receiver])).toEqual([]);
  });

  it('names it as missing once it had time to come', () => {
    expect(told(20, [chart, receiver])).toEqual([
      {
        cause: 'GitRepository/flux-system/lab missing',
        victims: ['Receiver/flux-system/hook broken'],
      },
      {
        cause: 'HelmRepository/flux-system/charts missing',
        victims: ['HelmChart/flux-system/flux-system-web waiting'],
      },
    ]);
  });

  it('is no cause where that has come, and its controller did not look again yet', () => {
    const charts = fluxObject('HelmRepository', 'charts', {
      metadata,
      status: { conditions: [isReady] },
    });
    expect(told(60, [chart, charts])).toEqual([]);
  });
});

describe('a wait that an Event tells of', () => {
  const progressing = [
    { type: 'Reconciling', status: 'True', reason: 'Progressing', message: 'processing object' },
  ];
  const event = (reason: string, message: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'one', namespace: 'flux-system' },
    type: 'Warning',
    reason,
    message,
    lastTimestamp: made,
  });

  it('is no failure that is tried again', () => {
    const policy = fluxObject('ImagePolicy', 'web', {
      metadata,
      status: { conditions: progressing },
    });
    const waits = event('DependencyNotReady', 'retrying in 30s error: no tags in database');
    expect(told(60, [policy], [waits])).toEqual([]);
  });

  it('of before the last good scan says nothing of the next one', () => {
    const scan = (scanTime?: string) =>
      fluxObject('ImageRepository', 'web', {
        metadata,
        status: { conditions: progressing, ...(scanTime ? { lastScanResult: { scanTime } } : {}) },
      });
    const failure = event('ReadOperationFailed', 'scan failed: UNAUTHORIZED');
    expect(told(60, [scan('2026-08-01T12:00:30Z')], [failure])).toEqual([]);
    expect(told(60, [scan()], [failure])).toEqual([
      { cause: 'ImageRepository/flux-system/web credentials.none', victims: [] },
    ]);
  });
});

describe('a failure that is tried again', () => {
  const trying = fluxObject('Kustomization', 'apps', {
    metadata,
    status: {
      lastAttemptedRevision: 'main@sha1:1',
      history: [{ lastReconciledStatus: 'ReconciliationFailed' }],
      conditions: [
        { type: 'Ready', status: 'Unknown', reason: 'Progressing', message: 'in progress' },
        { type: 'Reconciling', status: 'True', reason: 'Progressing', message: 'Building' },
      ],
    },
  });

  it('is still the one that its Event tells of', () => {
    const event: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'one', namespace: 'flux-system' },
      type: 'Warning',
      reason: 'ReconciliationFailed',
      message:
        'Widget/two dry-run failed: no matches for kind "Widget" in version "example.com/v1"',
      lastTimestamp: made,
    };
    expect(told(60, [trying], [event])).toEqual([
      { cause: 'Kustomization/flux-system/apps kind', victims: [] },
    ]);
  });

  it('is over where a release tries other values, or a spec that it has not tried yet', () => {
    const group = 'helm.toolkit.fluxcd.io';
    const message = 'Helm install failed for release media/shop with chart shop@1.0.0: boom';
    const event: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {
        name: 'one',
        namespace: 'flux-system',
        annotations: { [`${group}/revision`]: '1.0.0', [`${group}/token`]: 'sha256:old' },
      },
      type: 'Warning',
      reason: 'InstallFailed',
      message,
      lastTimestamp: made,
    };
    const running = "Running 'upgrade' action with timeout of 20s";
    const release = (lastAttemptedConfigDigest: string, lastAttemptedGeneration: number) =>
      fluxObject('HelmRelease', 'shop', {
        metadata: { ...metadata, generation: 2 },
        status: {
          lastAttemptedRevision: '1.0.0',
          lastAttemptedConfigDigest,
          lastAttemptedGeneration,
          conditions: [
            { type: 'Ready', status: 'Unknown', reason: 'Progressing', message: running },
            { type: 'Reconciling', status: 'True', reason: 'Progressing', message: running },
          ],
        },
      });
    const again = [{ cause: 'HelmRelease/flux-system/shop failed', victims: [] }];
    expect(told(60, [release('sha256:old', 2)], [event])).toEqual(again);
    expect(told(60, [release('sha256:new', 2)], [event])).toEqual([]);
    expect(told(60, [release('sha256:old', 1)], [event])).toEqual([]);
  });

  it('is not told in the words of its progress', () => {
    expect(told(60, [trying])).toEqual([
      { cause: 'Kustomization/flux-system/apps failed.silent', victims: [] },
    ]);
  });
});

describe('a range that no tag is in', () => {
  it('is told with how many tags there are, and some of them', () => {
    const repository = fluxObject('ImageRepository', 'web', {
      status: {
        conditions: [isReady],
        lastScanResult: { tagCount: 9, latestTags: ['1.4.2', '1.4.1', '1.4.0', '1.3.0'] },
      },
    });
    const policy = fluxObject('ImagePolicy', 'newest', {
      spec: { imageRepositoryRef: { name: 'web' }, policy: { semver: { range: '>=2.0.0' } } },
      status: {
        conditions: failed('unable to determine latest version from provided list', 'Failure'),
      },
    });
    const graph = createGraph([repository, policy]);
    const { causes } = diagnose({ now: Date.parse(made), graph, isRead: () => true });
    expect(causes.map(({ says }) => says)).toEqual([
      {
        id: 'rule.policy.scanned',
        params: { range: '>=2.0.0', total: 9, tags: '1.4.2, 1.4.1, 1.4.0' },
      },
    ]);
  });
});

describe('a registry that refuses a scan', () => {
  it('leaves the automation at the tags that its policies chose before', () => {
    const repository = fluxObject('ImageRepository', 'web', {
      status: {
        lastScanResult: { tagCount: 2 },
        conditions: failed('scan failed: UNAUTHORIZED', 'ReadOperationFailed'),
      },
    });
    const policy = fluxObject('ImagePolicy', 'newest', {
      spec: { imageRepositoryRef: { name: 'web' } },
      status: { conditions: [isReady] },
    });
    const automation = fluxObject('ImageUpdateAutomation', 'bump', {
      status: {
        observedPolicies: { newest: { name: 'web', tag: '1.0.0' } },
        conditions: [isReady],
      },
    });
    expect(told(60, [repository, policy, automation])).toEqual([
      {
        cause: 'ImageRepository/flux-system/web credentials.none',
        victims: [
          'ImagePolicy/flux-system/newest stale',
          'ImageUpdateAutomation/flux-system/bump stale',
        ],
      },
    ]);
  });
});
