import { describe, expect, it } from 'vitest';
import { fluxObject } from '../../../test/fixtures/fluxObjects.ts';
import { createGraph } from '../graph/graph.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { refText } from '../kubernetes/ref.ts';
import { diagnose } from './diagnose.ts';
import { belowReads } from './reads.ts';

const now = Date.parse('2026-08-01T12:00:00Z');
const of = 'Helm install failed for release flux-system/shop with chart shop@1.0.0';

function given(message: string, spec: Record<string, unknown> = {}): KubernetesObject {
  const failed = (type: string) => ({ type, status: 'False', reason: 'InstallFailed', message });
  const gaveUp = 'Failed to install after 1 attempt(s)';
  const stalled = { type: 'Stalled', status: 'True', reason: 'RetriesExceeded', message: gaveUp };
  const conditions = [stalled, failed('Ready'), failed('Released')];
  return fluxObject('HelmRelease', 'shop', { spec, status: { conditions } });
}

const job = { apiVersion: 'batch/v1', kind: 'Job', name: 'migrate', uid: 'migrate' };

const crashed = (owner: typeof job): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'flux-system', ownerReferences: [owner] },
  status: {
    phase: 'Failed',
    containerStatuses: [{ name: 'app', state: { terminated: { exitCode: 3 } } }],
  },
});

function causes(objects: readonly KubernetesObject[]): string[] {
  const graph = createGraph(objects);
  return diagnose({ now, graph, isRead: () => false }).causes.map(
    ({ object, rule, victims, says }) =>
      `${refText(object)} ${rule}: ${
        victims.map(each => refText(each.object)).join(', ') || says.params?.said
      }`
  );
}

const hook = `${of}: failed pre-install: failed early due to stalled resources: [Job/flux-system/migrate status: 'Failed']`;

it('names the Pod of a hook, which nobody applied', () => {
  expect(causes([given(hook), crashed(job)])).toEqual([
    'Pod/flux-system/a crash: Job/flux-system/migrate, HelmRelease/flux-system/shop',
  ]);
});

describe('a failed test of a release', () => {
  const message =
    "Helm test failed for release flux-system/shop.v1 with chart shop@1.0.0: failed early due to stalled resources: [Pod/flux-system/check status: 'Failed']";
  const release = given(message);
  const conditions = [
    { type: 'Stalled', status: 'True', reason: 'RetriesExceeded', message: 'Failed to install' },
    { type: 'Ready', status: 'False', reason: 'TestFailed', message },
    {
      type: 'Released',
      status: 'True',
      reason: 'InstallSucceeded',
      message: 'Helm install succeeded',
    },
    { type: 'TestSuccess', status: 'False', reason: 'TestFailed', message },
  ];
  const tested = {
    ...release,
    status: { history: [{ chartVersion: '1.0.0', status: 'deployed' }], conditions },
  };

  it('is told as one, in its own words', () => {
    const graph = createGraph([tested]);
    const { causes: found } = diagnose({ now, graph, isRead: () => false });
    expect(found.map(({ says }) => says.params)).toEqual([
      { action: 'test', version: '1.0.0', back: '1.0.0', said: message },
    ]);
  });

  it('names the Pod that ended, which is well of itself', () => {
    const pod = crashed(job);
    const check = { ...pod, metadata: { name: 'check', namespace: 'flux-system' } };
    expect(causes([tested, check])).toEqual([
      'Pod/flux-system/check crash: HelmRelease/flux-system/shop',
    ]);
  });
});

it('names the release where the Pod of its hook is gone, or in another cluster', () => {
  expect(causes([given(hook)])).toEqual([`HelmRelease/flux-system/shop release: ${hook}`]);
  const remote = given(hook, { kubeConfig: { secretRef: { name: 'remote' } } });
  expect(causes([remote, crashed(job)])).toEqual([`HelmRelease/flux-system/shop release: ${hook}`]);
});

it('reads the Pods where a hook ran, but not where one of Flux own objects is waited for', () => {
  const places = (object: KubernetesObject) =>
    belowReads([object], now).map(({ kind, namespace }) => `${kind.kind} ${namespace}`);
  const elsewhere = hook.replace('Job/flux-system', 'Job/jobs');
  expect(places(given(elsewhere))).toEqual([
    'ReplicaSet jobs',
    'Pod jobs',
    'PersistentVolumeClaim jobs',
  ]);
  expect(places(given(hook.replace('Job/', 'HelmRelease/')))).toEqual([]);
  expect(places(given(elsewhere, { kubeConfig: {} }))).toEqual([]);
});

it('names the Pod that an install has waited for in vain, and nothing beside it', () => {
  const timeout = `${of}: timeout waiting for: [Deployment/flux-system/web status: 'InProgress']`;
  const release = given(timeout);
  const deployment: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'web',
      namespace: 'flux-system',
      labels: {
        'helm.toolkit.fluxcd.io/name': 'shop',
        'helm.toolkit.fluxcd.io/namespace': 'flux-system',
      },
    },
    spec: { replicas: 1 },
    status: { replicas: 1, updatedReplicas: 1 },
  };
  const entries = [{ id: 'flux-system_web_apps_Deployment', v: 'v1' }];
  const installed = { ...release, status: { ...release.status, inventory: { entries } } };
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'web' };
  expect(causes([installed, deployment, crashed(owner)])).toEqual([
    'Pod/flux-system/a crash: Deployment/flux-system/web, HelmRelease/flux-system/shop',
  ]);
});

it('tells what a template lacks, which Helm writes on lines of its own', () => {
  const lacks = `${of}: shop/templates/one.yaml:6:22\n  executing "shop/templates/one.yaml" at <.Values.a.b>:\n    nil pointer evaluating interface {}.b\n\nLast Helm logs:\n\nmany`;
  expect(causes([given(lacks)])).toEqual([
    `HelmRelease/flux-system/shop release: ${of}: shop/templates/one.yaml:6:22 executing "shop/templates/one.yaml" at <.Values.a.b>: nil pointer evaluating interface {}.b`,
  ]);
});

it('names the repository once that refuses the charts of many releases', () => {
  const refused =
    'chart pull error: failed to get chart version for remote reference: could not get tags for "shop": could not fetch tags for "oci://registry.example/charts/shop": GET "https://registry.example/v2/charts/shop/tags/list": basic credential not found';
  const shelf = (spec = {}) =>
    fluxObject('HelmRepository', 'shelf', {
      spec: { type: 'oci', url: 'oci://registry.example/charts', ...spec },
    });
  const chart = (name: string) =>
    fluxObject('HelmChart', name, {
      spec: { chart: name, sourceRef: { kind: 'HelmRepository', name: 'shelf' } },
      status: {
        conditions: [
          { type: 'Ready', status: 'False', reason: 'ChartPullError', message: refused },
        ],
      },
    });
  const charts = [chart('one'), chart('two')];
  const victims = 'HelmChart/flux-system/one, HelmChart/flux-system/two';
  expect(causes([shelf(), ...charts])).toEqual([
    `HelmRepository/flux-system/shelf credentials.none: ${victims}`,
  ]);
  expect(causes([shelf({ secretRef: { name: 'login' } }), ...charts])).toEqual([
    `HelmRepository/flux-system/shelf credentials.rejected: ${victims}`,
  ]);
});

describe('an upgrade that was rolled back', () => {
  const message = `Helm upgrade failed for release flux-system/shop with chart shop@1.1.0: timeout waiting for: [Deployment/flux-system/web status: 'InProgress']`;
  const snapshots = [
    { chartVersion: '1.0.0', status: 'deployed', lastDeployed: '2026-08-01T11:30:20Z' },
    { chartVersion: '1.1.0', status: 'failed', lastDeployed: '2026-08-01T11:30:00Z' },
  ];
  const said = (type: string, status: string, reason: string) => ({
    type,
    status,
    reason,
    message,
  });
  const release = fluxObject('HelmRelease', 'shop', {
    status: {
      lastAttemptedReleaseAction: 'upgrade',
      history: snapshots,
      conditions: [
        said('Stalled', 'True', 'RetriesExceeded'),
        said('Ready', 'False', 'RollbackSucceeded'),
        said('Released', 'False', 'UpgradeFailed'),
        said('Remediated', 'True', 'RollbackSucceeded'),
      ],
    },
  });
  const event = (name: string, reason: string, words: string, time: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${reason}`, namespace: 'flux-system' },
    reason,
    message: words,
    firstTimestamp: `2026-08-01T${time}Z`,
    lastTimestamp: `2026-08-01T${time}Z`,
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: 'flux-system', name },
  });
  const tell = (events: readonly KubernetesObject[] | undefined) => {
    const graph = createGraph([release]);
    const { causes: found } = diagnose({
      now,
      graph,
      isRead: () => false,
      eventsIn: () => events,
    });
    return found.map(({ says, evidence }) => [
      says.id,
      says.params?.pod,
      ...evidence.slice(1).map(each => refText(each.object)),
    ]);
  };
  const crash = 'Back-off restarting failed container app';

  it('shows what its Pods did, which are gone, as long as Events remember', () => {
    const events = [
      event('web-5d4f6-bcd24', 'Unhealthy', 'Readiness probe failed', '11:30:12'),
      event('web-5d4f6-bcd24', 'BackOff', crash, '11:30:06'),
      // Before the try, after it, and of another workload.
      event('web-5d4f6-xyz99', 'BackOff', 'before', '11:29:50'),
      event('web-7b8c9-bcd24', 'BackOff', 'after', '11:30:30'),
      event('web-site-bcd24', 'BackOff', 'another', '11:30:06'),
    ];
    expect(tell(events)).toEqual([
      ['rule.release.back.seen', crash, 'Pod/flux-system/web-5d4f6-bcd24'],
    ]);
  });

  it('shows which image it is, not the state that comes of it', () => {
    const pull = 'Failed to pull image "x:2": not found';
    const events = [
      event('web-5d4f6-bcd24', 'Failed', pull, '11:30:02'),
      event('web-5d4f6-bcd24', 'Failed', 'Error: ImagePullBackOff', '11:30:09'),
    ];
    expect(tell(events)).toEqual([
      ['rule.release.back.seen', pull, 'Pod/flux-system/web-5d4f6-bcd24'],
    ]);
  });

  it('says that it is no longer observable when they have gone too', () => {
    expect(tell([])).toEqual([['rule.release.back.gone', undefined]]);
  });

  it('says nothing of it where Events were not read', () => {
    expect(tell(undefined)).toEqual([['rule.release.back', undefined]]);
  });
});
