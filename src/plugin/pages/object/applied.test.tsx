import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deadlineExceeded } from '../../../../test/fixtures/deadlineExceeded.ts';
import { createGraph, type Graph } from '../../../core/graph/graph.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import type { ObjectsQuery, ObjectsView } from '../../live/views.ts';
import { type AppliedRow, awaitedOf, useApplied } from './useApplied.tsx';

/** What the cluster's diagnosis has read, and what is asked beside it. */
const world = vi.hoisted(() => ({
  graph: undefined as Graph | undefined,
  unread: [] as { what: string; why: { id: string; params?: Record<string, string> } }[],
  isComplete: true,
  asked: [] as string[],
  single: {} as Record<string, ObjectsView>,
}));
vi.mock('../../live/useGraph.ts', () => ({ useGraph: () => ({ graph: world.graph, stamp: 1 }) }));
vi.mock('../../live/useDiagnosis.ts', () => ({
  useDiagnosis: () => ({ ...world, world: { isRead: () => false } }),
}));
vi.mock('../../live/useServerClock.ts', () => {
  const clock = () => 0;
  return { useServerClock: () => clock };
});
const services = vi.hoisted(() => ({
  group: '',
  version: 'v1',
  plural: 'services',
  isNamespaced: true,
}));
vi.mock('../../live/useStores.ts', () => {
  const resources = new Map([['/Service', services]]);
  return { useStore: () => resources };
});
const nothing = vi.hoisted((): ObjectsView => ({ objects: [], phase: { name: 'live' } }));
vi.mock('../../live/useObjects.ts', () => ({
  useObjects: (_: string, { fieldSelector = '' }: ObjectsQuery) => {
    world.asked.push(fieldSelector);
    return world.single[fieldSelector] ?? nothing;
  },
}));

const applier = (ids: readonly string[], spec = {}): KubernetesObject => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'apps', namespace: 'flux-system' },
  spec,
  status: { inventory: { entries: ids.map(id => ({ id, v: 'v1' })) } },
});

function rowsOf(object: KubernetesObject): AppliedRow[] {
  let rows: AppliedRow[] = [];
  function Reads() {
    const applied = useApplied(object, 'noah');
    rows = applied.rows;
    return <>{applied.readers}</>;
  }
  render(<Reads />);
  return rows;
}

const told = (object: KubernetesObject) =>
  rowsOf(object).map(({ entry, verdict }) => [entry.name, verdict.verdict, verdict.says.id]);

const service = (name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'media' },
});

afterEach(() => {
  cleanup();
  Object.assign(world, { graph: createGraph(), unread: [], isComplete: true, single: {} });
  world.asked.length = 0;
});
world.graph = createGraph();

describe('what was applied', () => {
  it('is judged by what the diagnosis read, without a request of its own', () => {
    world.graph = createGraph([service('radarr')]);
    expect(told(applier(['media_radarr__Service']))).toEqual([
      ['radarr', 'healthy', 'health.exists'],
    ]);
    expect(world.asked).toEqual([]);
  });

  it('and carries no label of Flux is looked for by name before it is called missing', () => {
    world.single['metadata.name=sonarr'] = { ...nothing, objects: [service('sonarr')] };
    expect(told(applier(['media_radarr__Service', 'media_sonarr__Service']))).toEqual([
      ['radarr', 'unhealthy', 'applied.missing'],
      ['sonarr', 'healthy', 'health.exists'],
    ]);
    expect(new Set(world.asked)).toEqual(new Set(['metadata.name=radarr', 'metadata.name=sonarr']));
  });

  it('is looked for one by one only twenty times', () => {
    const ids = Array.from({ length: 30 }, (_, at) => `media_s${at}__Service`);
    const said = told(applier(ids)).map(([, , id]) => id);
    expect(said.filter(id => id === 'applied.missing')).toHaveLength(20);
    expect(said.filter(id => id === 'applied.unread.unlabelled')).toHaveLength(10);
  });

  it('is not yet known while the diagnosis reads, and nothing is called missing', () => {
    world.isComplete = false;
    expect(told(applier(['media_radarr__Service']))).toEqual([
      ['radarr', 'notChecked', 'applied.reading'],
    ]);
    expect(world.asked).toEqual([]);
  });

  it('names why nobody looked: another cluster, a right, values that are nobody’s business', () => {
    world.unread = [{ what: 'Service', why: { id: 'unread.forbidden', params: { verb: 'list' } } }];
    expect(told(applier(['media_radarr__Service', 'media_radarr__Secret']))).toEqual([
      ['radarr', 'notChecked', 'applied.unread.never'],
      ['radarr', 'notChecked', 'applied.unread.forbidden'],
    ]);
    world.graph = createGraph([service('radarr')]);
    const remote = { kubeConfig: { secretRef: { name: 'remote' } } };
    expect(told(applier(['media_radarr__Service'], remote))).toEqual([
      ['radarr', 'notChecked', 'applied.unread.elsewhere'],
    ]);
  });

  it('in progress by its own status is unhealthy where a pod of it fails', () => {
    const owner = (kind: string, name: string) => ({
      apiVersion: 'apps/v1',
      kind,
      name,
      uid: name,
      controller: true,
    });
    const deployment = { ...service('radarr'), apiVersion: 'apps/v1', kind: 'Deployment' };
    const replicaSet = {
      ...deployment,
      kind: 'ReplicaSet',
      metadata: {
        name: 'radarr-7c9f4',
        namespace: 'media',
        ownerReferences: [owner('Deployment', 'radarr')],
      },
    };
    const waiting = { reason: 'ImagePullBackOff' };
    const pod = {
      ...service('radarr-7c9f4-x2x'),
      kind: 'Pod',
      metadata: {
        name: 'radarr-7c9f4-x2x',
        namespace: 'media',
        ownerReferences: [owner('ReplicaSet', 'radarr-7c9f4')],
      },
      status: { containerStatuses: [{ name: 'radarr', ready: false, state: { waiting } }] },
    };
    world.graph = createGraph([deployment, replicaSet, pod]);
    const [row] = rowsOf(applier(['media_radarr_apps_Deployment']));
    expect([row?.verdict.verdict, row?.verdict.mark]).toEqual(['unhealthy', 'failing']);
  });

  it('and awaited is not said to have failed before what may explain it is read', () => {
    const conditions = [deadlineExceeded];
    const slow = { ...service('radarr'), apiVersion: 'apps/v1', kind: 'Deployment' };
    world.graph = createGraph([{ ...slow, status: { conditions } }]);
    const object = applier(['media_radarr_apps_Deployment'], { wait: true });
    const rows = rowsOf(object);
    const saidWhere = (isComplete: boolean) =>
      awaitedOf(object, rows, isComplete).map(({ verdict }) => verdict.says.id);
    expect([saidWhere(false), saidWhere(true)]).toEqual([
      ['applied.reading'],
      ['health.deadlineExceeded'],
    ]);
  });

  it('of 5,000 objects judges anew only what changed', () => {
    const names = Array.from({ length: 5000 }, (_, at) => `s${at}`);
    const graph = createGraph(names.map(service));
    world.graph = graph;
    const object = applier(names.map(name => `media_${name}__Service`));
    let rows: AppliedRow[] = [];
    function Reads({ of }: { of: KubernetesObject }) {
      rows = useApplied(of, 'noah').rows;
      return null;
    }
    const page = render(<Reads of={object} />);
    const before = new Set(rows);
    graph.set({
      ...service('s7'),
      metadata: { ...service('s7').metadata, deletionTimestamp: 'now' },
    });
    page.rerender(<Reads of={{ ...object }} />);
    expect(rows.filter(row => !before.has(row)).map(({ entry }) => entry.name)).toEqual(['s7']);
  });
});
