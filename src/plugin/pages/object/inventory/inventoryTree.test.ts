import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../../core/kubernetes/object.ts';
import type { ObjectRef } from '../../../../core/kubernetes/ref.ts';
import type { AppliedRow } from '../useApplied.tsx';
import type { InventoryRow } from './inventoryRow.ts';
import { type Below, toInventoryTree, toOpenOwners, type TreeWorld } from './inventoryTree.ts';

const applier: ObjectRef = {
  group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
  namespace: 'flux-system',
  name: 'apps',
};

function object(
  kind: string,
  name: string,
  more: Partial<KubernetesObject> = {}
): KubernetesObject {
  const { metadata, ...rest } = more;
  const apiVersion = kind === 'Pod' || kind === 'Service' ? 'v1' : 'apps/v1';
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: 'media', uid: `uid-${name}`, ...metadata },
    ...rest,
  };
}

function applied(made: KubernetesObject, verdict: AppliedRow['verdict']['verdict']): AppliedRow {
  const { kind, metadata } = made;
  const group = made.apiVersion.includes('/') ? 'apps' : '';
  return {
    key: `${group}/${kind}/media/${metadata.name}`,
    entry: { group, kind, namespace: 'media', name: metadata.name, version: 'v1' },
    object: made,
    verdict: {
      verdict,
      mark: verdict === 'healthy' ? 'ready' : 'failing',
      says: { id: verdict === 'healthy' ? 'health.exists' : 'health.ready' },
    },
  };
}

const crashing = object('Pod', 'radarr-7c9f4-x2x', {
  status: {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'radarr',
        ready: false,
        restartCount: 2,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error' } },
      },
    ],
  },
});
const serving = object('Pod', 'radarr-5d8b7-abc', {
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});
const young = object('ReplicaSet', 'radarr-7c9f4', { status: { replicas: 1 } });
const old = object('ReplicaSet', 'radarr-5d8b7', {
  spec: { replicas: 1 },
  status: {
    replicas: 1,
    readyReplicas: 1,
    availableReplicas: 1,
    fullyLabeledReplicas: 1,
  },
});
const oldest = object('ReplicaSet', 'radarr-111', { spec: { replicas: 0 } });
const radarr = applied(object('Deployment', 'radarr'), 'unhealthy');
const sonarr = applied(object('Deployment', 'sonarr'), 'healthy');
const service = applied(object('Service', 'radarr'), 'healthy');

const made: Record<string, KubernetesObject[]> = {
  radarr: [young, old, oldest],
  'radarr-7c9f4': [crashing],
  'radarr-5d8b7': [serving],
};

const world = (more: Partial<TreeWorld> = {}): TreeWorld => ({
  applier,
  below: ({ metadata }): Below => ({ looked: 'read', objects: made[metadata.name] ?? [] }),
  toggled: new Map(),
  now: 0,
  ...more,
});

function drawn(row: InventoryRow): string {
  const indent = '  '.repeat(row.level - 1);
  const mark = row.isOpen === undefined ? '' : row.isOpen ? 'v ' : '> ';
  switch (row.type) {
    case 'group':
      return `${indent}${mark}${row.kind}`;
    case 'object':
      return `${indent}${mark}${row.ref.kind} ${row.ref.name} ${row.mark}`;
    case 'container':
      return `${indent}${mark}${row.container.name}: ${row.container.state}`;
    case 'log':
      return `${indent}log of ${row.container.name}`;
    case 'note':
      return `${indent}${row.says.id}`;
  }
}

const draw = (rows: readonly AppliedRow[], more: Partial<TreeWorld> = {}) =>
  toInventoryTree(rows, world(more)).map(drawn);

describe('the inventory as a tree', () => {
  it('lies open from the kind to the container that fails, and nowhere else', () => {
    expect(draw([radarr, sonarr, service])).toEqual([
      'v Deployment',
      '  v Deployment radarr failing',
      '    v ReplicaSet radarr-7c9f4 failing',
      '      v Pod radarr-7c9f4-x2x failing',
      '        > radarr: CrashLoopBackOff',
      '    > ReplicaSet radarr-5d8b7 ready',
      '  > Deployment sonarr ready',
      'v Service',
      '  Service radarr ready',
    ]);
  });

  it('tells of each row where it stands: what a screen reader says of a row that is not alone', () => {
    const rows = toInventoryTree([radarr, sonarr, service], world());
    expect(rows.map(({ level, place, of }) => [level, place, of])).toEqual([
      [1, 1, 2],
      [2, 1, 2],
      [3, 1, 2],
      [4, 1, 1],
      [5, 1, 1],
      [3, 2, 2],
      [2, 2, 2],
      [1, 2, 2],
      [2, 1, 1],
    ]);
  });

  it('opens a log below its container, and stays closed where a person closed it', () => {
    const [, deployment, replicaSet, pod, container] = toInventoryTree([radarr], world());
    expect(
      draw([radarr], { toggled: new Map([[container?.key ?? '', true]]) }).slice(4, 6)
    ).toEqual(['        v radarr: CrashLoopBackOff', '          log of radarr']);
    expect(draw([radarr], { toggled: new Map([[pod?.key ?? '', false]]) })).toHaveLength(5);
    expect(draw([radarr], { toggled: new Map([[replicaSet?.key ?? '', false]]) })).toHaveLength(4);
    expect(draw([radarr], { toggled: new Map([[deployment?.key ?? '', false]]) })).toHaveLength(2);
  });

  it('says what it is still reading, what it may not read, and that nothing runs', () => {
    const note = (below: Below) => draw([radarr], { below: () => below })[2];
    expect(note({ looked: 'reading' })).toBe('    inventory.below.reading');
    const why = { id: 'inventory.below.forbidden', params: { plural: 'pods', namespace: 'media' } };
    expect(note({ looked: 'unread', why })).toBe('    inventory.below.forbidden');
    expect(note({ looked: 'read', objects: [] })).toBe('    inventory.below.none');
  });

  it('reads below three workloads in trouble, and below those that a person opens', () => {
    const many = Array.from({ length: 5 }, (_, at) =>
      applied(object('Deployment', `d${at}`), 'unhealthy')
    );
    const names = (toggled: ReadonlyMap<string, boolean>) =>
      toOpenOwners([...many, sonarr, service], toggled).map(({ metadata }) => metadata.name);
    expect(names(new Map())).toEqual(['d0', 'd1', 'd2']);
    const toggled = new Map([
      [sonarr.key, true],
      [many[0]?.key ?? '', false],
    ]);
    expect(names(toggled)).toEqual(['d1', 'd2', 'sonarr']);
  });

  it('of 5,000 objects opens only the kinds with trouble', () => {
    const many = Array.from({ length: 5000 }, (_, at) =>
      applied(object('Service', `s${at}`), 'healthy')
    );
    expect(draw([radarr, ...many])).toHaveLength(7);
    expect(draw([radarr, ...many]).at(-1)).toBe('> Service');
  });

  it('names who else applied an object', () => {
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'other',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    const metadata = { name: 'radarr', labels };
    const [, line] = toInventoryTree(
      [applied(object('Service', 'radarr', { metadata }), 'healthy')],
      world()
    );
    expect(line?.type === 'object' && line.otherApplier).toEqual({ ...applier, name: 'other' });
  });
});
