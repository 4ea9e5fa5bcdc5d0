import { describe, expect, it } from 'vitest';
import { failed, fluxObject, kustomization, waits } from '../../../../test/fixtures/fluxObjects.ts';
import { toInventoryId } from '../../flux/inventory.ts';
import { fluxState, type StateName } from '../../flux/state.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { toRef } from '../../kubernetes/ref.ts';
import { createGraph } from '../graph.ts';
import { objectId } from '../nodeId.ts';
import { type LineName, lineNames } from './line.ts';
import { type Picture, pictureOf, type PictureQuery } from './picture.ts';

const idOf = (object: KubernetesObject) => objectId(toRef(object));
const short = (id: string) => id.split('/').slice(-1)[0] ?? id;
const usual: ReadonlySet<LineName> = new Set(['applies', 'dependsOn', 'source']);

const inventory = (...objects: KubernetesObject[]) => ({
  status: {
    inventory: { entries: objects.map(object => ({ id: toInventoryId(toRef(object)), v: 'v1' })) },
  },
});

const deployment = (name: string, annotations?: { health: 'bad' }): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'media', annotations },
});

/** Deployments are as their annotation says; of everything else that Flux does not know nobody says anything. */
function stateOf(_: string, object?: KubernetesObject): StateName | undefined {
  if (!object) return undefined;
  if (object.kind === 'Deployment')
    return object.metadata.annotations?.health ? 'failing' : 'ready';
  return object.apiVersion.includes('toolkit.fluxcd.io') ? fluxState(object, {}).name : undefined;
}

function draw(objects: KubernetesObject[], query: Partial<PictureQuery> = {}): Picture {
  const world = {
    graph: createGraph(objects),
    isRead: (ref: { kind: string }) => ['Kustomization', 'Deployment'].includes(ref.kind),
    stateOf,
  };
  return pictureOf(world, { lines: usual, opened: new Set(), ...query });
}

const namesIn = ({ nodes }: Picture) => [...nodes.keys()].map(short);
const linesIn = ({ lines }: Picture) =>
  lines.map(({ name, from, to }) => `${short(from)} ${name} ${short(to)}`).sort();

const source = fluxObject('GitRepository', 'homelab', { spec: { url: 'https://forge/homelab' } });
const radarr = deployment('radarr', { health: 'bad' });
const sonarr = deployment('sonarr');
const apps = kustomization('apps', {
  conditions: failed('radarr is not well'),
  spec: {
    dependsOn: [{ name: 'infra' }],
    postBuild: { substituteFrom: [{ kind: 'Secret', name: 'keys' }] },
  },
  ...inventory(radarr, sonarr),
});
const infra = kustomization('infra');
const root = kustomization('root', inventory(apps, infra, source));
const home = kustomization('home', {
  conditions: waits("dependency 'flux-system/apps' is not ready"),
  spec: { dependsOn: [{ name: 'apps' }] },
});
const homelab = [source, root, infra, apps, home, radarr, sonarr];

describe('the picture of a cluster', () => {
  it('shows what Flux works on, and of what was applied only what is in trouble', () => {
    const picture = draw(homelab);
    expect(namesIn(picture)).toEqual(['apps', 'home', 'homelab', 'infra', 'radarr', 'root']);
    expect(linesIn(picture)).toEqual([
      'apps applies radarr',
      'apps dependsOn home',
      'homelab source home',
      'homelab source root',
      'infra dependsOn apps',
      'root applies apps',
      'root applies infra',
    ]);
  });

  it('says what it knows of each node', () => {
    const { nodes } = draw(homelab);
    expect(nodes.get(idOf(apps))).toEqual({
      id: idOf(apps),
      ref: toRef(apps),
      outside: undefined,
      object: apps,
      state: 'failing',
      marks: [],
      applies: 2,
    });
  });

  it('shows the applied objects of who is opened, and a workload beside its Pods', () => {
    const owned = (kind: string, name: string, owner: KubernetesObject) => ({
      apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
      kind,
      metadata: {
        name,
        namespace: 'media',
        ownerReferences: [
          { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: 'u' },
        ],
      },
    });
    const set = owned('ReplicaSet', 'sonarr-1', sonarr);
    const pod = owned('Pod', 'sonarr-1-a', set);
    const opened = new Set([idOf(sonarr), idOf(apps)]);
    const picture = draw([...homelab, set, pod], { opened });
    expect(namesIn(picture)).toContain('sonarr-1-a');
    expect(linesIn(picture).filter(line => line.includes('sonarr'))).toEqual([
      'apps applies sonarr',
      'sonarr applies sonarr-1-a',
    ]);
  });

  it('shows who reads which values where the legend asks for it', () => {
    const picture = draw(homelab, { lines: new Set<LineName>([...usual, 'values']) });
    expect(linesIn(picture)).toContain('keys values apps');
    expect(namesIn(draw(homelab, { lines: new Set() }))).not.toContain('keys');
  });

  it('marks what is named and not there, where it was looked for', () => {
    const lost = kustomization('lost', {
      spec: { dependsOn: [{ name: 'gone' }], sourceRef: { kind: 'GitRepository', name: 'unread' } },
    });
    const { nodes } = draw([lost]);
    const marks = [...nodes.values()].map(({ id, marks }) => [short(id), ...marks]);
    expect(marks).toEqual([['gone', 'missing'], ['lost']]);
  });

  it('marks circles of dependencies, and not the root that applies its own source', () => {
    const dependsOn = (name: string) => ({ spec: { dependsOn: [{ name }] } });
    const { nodes } = draw([
      ...homelab,
      kustomization('a', dependsOn('b')),
      kustomization('b', dependsOn('a')),
    ]);
    const circular = [...nodes.values()].filter(({ marks }) => marks.includes('cycle'));
    expect(circular.map(({ id }) => short(id))).toEqual(['a', 'b']);
  });

  it('marks what two inventories name, and what wears an owner’s labels and is in no inventory', () => {
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    const left = { ...deployment('left'), metadata: { name: 'left', namespace: 'media', labels } };
    const other = kustomization('other', inventory(sonarr));
    const { nodes } = draw([...homelab, other, left]);
    const marked = [...nodes.values()].filter(({ marks }) => marks.length > 0);
    expect(marked.map(({ id, marks }) => [short(id), ...marks])).toEqual([
      ['left', 'orphan'],
      ['sonarr', 'contested'],
    ]);
  });

  it('hides the HelmChart that a HelmRelease makes of itself', () => {
    const release = fluxObject('HelmRelease', 'web', {
      spec: {
        chart: { spec: { chart: 'web', sourceRef: { kind: 'HelmRepository', name: 'charts' } } },
      },
      status: { helmChart: 'flux-system/flux-system-web' },
    });
    const chart = fluxObject('HelmChart', 'flux-system-web', {
      spec: { chart: 'web', sourceRef: { kind: 'HelmRepository', name: 'charts' } },
    });
    const charts = fluxObject('HelmRepository', 'charts', { spec: { url: 'https://charts' } });
    expect(linesIn(draw([release, chart, charts]))).toEqual(['charts source web']);
  });
});

describe('the picture of one object', () => {
  it('shows what it needs and what needs it, and nothing else', () => {
    const picture = draw(homelab, { of: idOf(apps) });
    expect(namesIn(picture)).toEqual([
      'apps',
      'home',
      'homelab',
      'homelab',
      'infra',
      'radarr',
      'root',
      'sonarr',
    ]);
    const outside = [...picture.nodes.values()].flatMap(({ outside: place }) => place ?? []);
    expect(outside).toEqual([{ kind: 'git', address: 'https://forge/homelab' }]);
    expect(namesIn(draw(homelab, { of: idOf(home) }))).not.toContain('sonarr');
  });

  it('follows only the lines that the legend asks for', () => {
    const lines = new Set<LineName>(['dependsOn']);
    expect(namesIn(draw(homelab, { of: idOf(apps), lines }))).toEqual(['apps', 'home', 'infra']);
  });

  it('shows an object that nobody has', () => {
    const { nodes } = draw(homelab, { of: idOf(kustomization('gone')), lines: new Set(lineNames) });
    expect([...nodes.values()].map(({ marks }) => marks)).toEqual([['missing']]);
  });
});
