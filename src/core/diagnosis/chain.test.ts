import { describe, expect, it } from 'vitest';
import { deadlineExceeded } from '../../../test/fixtures/deadlineExceeded.ts';
import {
  failed,
  fluxObject,
  isReady,
  kustomization,
  waits,
} from '../../../test/fixtures/fluxObjects.ts';
import { toInventoryId } from '../flux/inventory.ts';
import { createGraph } from '../graph/graph.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type ObjectRef, refText, toRef } from '../kubernetes/ref.ts';
import { causesOf, chainOf } from './chain.ts';
import { diagnose } from './diagnose.ts';

/** Each link in short: object, words, what it shows. */
function chains(objects: readonly KubernetesObject[], of: ObjectRef): string[][] {
  const world = { now: 0, graph: createGraph(objects), isRead: () => false };
  return causesOf(diagnose(world), world.graph, of).map(cause =>
    chainOf(cause, world, of).map(({ ref, state, says, evidence, command }) =>
      [
        refText(ref),
        state?.name ?? '-',
        says.id,
        ...evidence.map(({ seenIn }) => Object.values(seenIn).join(' ')),
        ...(command ? [command] : []),
      ].join(' | ')
    )
  );
}

/** The only one. */
function chain(objects: readonly KubernetesObject[], of: ObjectRef): string[] {
  const found = chains(objects, of);
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0] ?? [];
}

const source = fluxObject('GitRepository', 'homelab', { status: { conditions: [isReady] } });
const dependsOn = (name: string) => ({ dependsOn: [{ name }] });

describe('the chain to a cause', () => {
  const infra = kustomization('infra', {
    conditions: failed('kustomization path not found: stat x', 'ArtifactFailed'),
  });
  const mon = kustomization('mon', {
    spec: dependsOn('infra'),
    conditions: waits("dependency 'flux-system/infra' is not ready"),
  });
  const apps = kustomization('apps', {
    spec: dependsOn('mon'),
    conditions: waits("dependency 'flux-system/mon' is not ready"),
  });
  const objects = [source, infra, mon, apps];

  it('goes from who waits to who is waited for, and ends in what to do', () => {
    expect(chain(objects, toRef(apps))).toEqual([
      'Kustomization/flux-system/apps | pending | chain.dependsOn | field spec.dependsOn[0] | condition Ready',
      'Kustomization/flux-system/mon | pending | chain.dependsOn | field spec.dependsOn[0] | condition Ready',
      'Kustomization/flux-system/infra | failing | rule.path | condition Ready | kubectl -n flux-system describe kustomizations infra',
    ]);
  });

  it('is the cause alone for the cause itself, and nothing for what is well', () => {
    expect(chain(objects, toRef(infra)).length).toBe(1);
    expect(chain(objects, toRef(source))).toEqual([]);
  });

  it('goes to each of several causes, whoever waits for health or not', () => {
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'media',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    const names = ['radarr', 'sonarr'];
    const entries = names.map(name => ({ id: `media_${name}_apps_Deployment`, v: 'v1' }));
    const media = kustomization('media', {
      conditions: failed(
        "health check failed after 20s: timeout waiting for: [Deployment/media/radarr status: 'InProgress']",
        'HealthCheckFailed'
      ),
    });
    const deployments = names.map(name => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'media', labels },
      status: {
        conditions: [deadlineExceeded],
      },
    }));
    const world = [
      source,
      { ...media, status: { ...media.status, inventory: { entries } } },
      ...deployments,
    ];
    const ends = chains(world, toRef(media)).map(links => links.at(-1)?.split(' | ')[0]);
    expect(ends).toEqual(['Deployment/media/radarr', 'Deployment/media/sonarr']);
  });

  it('goes through what was applied to the container', () => {
    const entries = [
      {
        id: toInventoryId({ group: 'apps', kind: 'Deployment', namespace: 'media', name: 'web' }),
        v: 'v1',
      },
    ];
    const media = kustomization('media', {
      conditions: failed(
        "health check failed after 20s: timeout waiting for: [Deployment/media/web status: 'InProgress']",
        'HealthCheckFailed'
      ),
    });
    const made = (kind: string, name: string, owner?: [kind: string, name: string]) => ({
      apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
      kind,
      metadata: {
        name,
        namespace: 'media',
        ownerReferences: owner && [
          { apiVersion: 'apps/v1', kind: owner[0], name: owner[1], uid: owner[1] },
        ],
      },
    });
    const waiting = { state: { waiting: { reason: 'ImagePullBackOff' } } };
    const world = [
      source,
      { ...media, status: { ...media.status, inventory: { entries } } },
      { ...made('Deployment', 'web'), spec: { replicas: 1 } },
      made('ReplicaSet', 'web-1', ['Deployment', 'web']),
      {
        ...made('Pod', 'web-1-a', ['ReplicaSet', 'web-1']),
        status: { phase: 'Pending', containerStatuses: [{ name: 'app', ...waiting }] },
      },
    ];
    expect(chain(world, toRef(media))).toEqual([
      'Kustomization/flux-system/media | failing | chain.applies | field status.inventory | condition Ready',
      'Deployment/media/web | - | chain.owns',
      'Pod/media/web-1-a | - | rule.image | container app | kubectl -n media describe pod web-1-a',
    ]);
  });

  it('does not call unhealthy what the API server did not take', () => {
    const web = { group: 'apps', kind: 'Deployment', namespace: 'media', name: 'web' };
    const said =
      'failed to create typed patch object (media/web): .spec.replicas: expected numeric';
    const media = kustomization('media', {
      conditions: failed(`Deployment/media/web dry-run failed: ${said}`, 'ReconciliationFailed'),
    });
    const inventory = { entries: [{ id: toInventoryId(web), v: 'v1' }] };
    const metadata = { name: 'web', namespace: 'media' };
    const world = [
      source,
      { ...media, status: { ...media.status, inventory } },
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata },
    ];
    expect(chain(world, toRef(media))).toEqual([
      'Kustomization/flux-system/media | failing | chain.refused | condition Ready',
      // Its name stands before it, and is not said again.
      'Deployment/media/web | - | rule.invalid.own | condition Ready | kubectl -n flux-system describe kustomizations media',
    ]);
  });

  it('goes through the Secret that is missing to the store that it should come from', () => {
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'media',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    const refs: ObjectRef[] = [
      { group: 'apps', kind: 'Deployment', namespace: 'media', name: 'web' },
      { group: 'external-secrets.io', kind: 'ExternalSecret', namespace: 'media', name: 'login' },
      { group: 'external-secrets.io', kind: 'SecretStore', namespace: 'media', name: 'vault' },
    ];
    const entries = refs.map(ref => ({ id: toInventoryId(ref), v: 'v1' }));
    const media = kustomization('media', {
      conditions: failed(
        "health check failed after 20s: timeout waiting for: [Deployment/media/web status: 'InProgress']",
        'HealthCheckFailed'
      ),
    });
    const made = (apiVersion: string, kind: string, name: string, more: object = {}) => ({
      apiVersion,
      kind,
      metadata: { name, namespace: 'media', labels, ...more },
    });
    const notReady = (reason: string) => ({
      conditions: [{ type: 'Ready', status: 'False', reason, message: 'no' }],
    });
    const waiting = { reason: 'CreateContainerConfigError', message: 'secret "login" not found' };
    const ownerReferences = [
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'web' },
    ];
    const world = [
      source,
      { ...media, status: { ...media.status, inventory: { entries } } },
      { ...made('apps/v1', 'Deployment', 'web'), spec: { replicas: 1 } },
      {
        ...made('external-secrets.io/v1', 'ExternalSecret', 'login'),
        spec: { secretStoreRef: { name: 'vault' } },
        status: notReady('SecretSyncedError'),
      },
      {
        ...made('external-secrets.io/v1', 'SecretStore', 'vault'),
        status: notReady('InvalidProviderConfig'),
      },
      {
        ...made('v1', 'Pod', 'web-a', { ownerReferences, labels: {} }),
        status: { phase: 'Pending', containerStatuses: [{ name: 'app', state: { waiting } }] },
      },
    ];
    expect(
      chain(world, toRef(media)).map(link => link.split(' | ').slice(0, 3).join(' | '))
    ).toEqual([
      'Kustomization/flux-system/media | failing | chain.applies',
      'Deployment/media/web | - | chain.owns',
      'Pod/media/web-a | - | chain.needs',
      'Secret/media/login | - | chain.made',
      'ExternalSecret/media/login | - | chain.needs',
      'SecretStore/media/vault | - | rule.unhealthy.said',
    ]);
  });
});
