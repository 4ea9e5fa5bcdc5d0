import { afterEach, describe, expect, it } from 'vitest';
import {
  createFakeCluster,
  discoveryOf,
  type FakeCluster,
} from '../../../test/doubles/fakeConnection.ts';
import { handClock, settled } from '../../../test/doubles/handClock.ts';
import {
  fluxObject,
  gitRepository,
  isReady,
  kustomization,
  newest,
  older,
} from '../../../test/fixtures/fluxObjects.ts';
import { type ClusterStore, everywhere, startClusterStore } from './clusterStore.ts';
import { createSignal } from './frames.ts';

const kustomizations = '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations';
const gitRepositories = '/apis/source.toolkit.fluxcd.io/v1/gitrepositories';
const served = discoveryOf(
  'kustomize.toolkit.fluxcd.io/v1/kustomizations',
  'kustomize.toolkit.fluxcd.io/v1beta2/kustomizations',
  'source.toolkit.fluxcd.io/v1/gitrepositories',
  'notification.toolkit.fluxcd.io/v1beta2/alerts'
);

const open: ClusterStore[] = [];
afterEach(() => open.splice(0).forEach(store => store.close()));

async function storeOf(fake: FakeCluster, allowedNamespaces: string[] = []) {
  const { clock, pass } = handClock();
  let heard = 0;
  const signal = createSignal(callback => {
    callback();
    return () => {};
  });
  const { connection } = fake;
  const store = startClusterStore({
    cluster: 'noah',
    connection,
    clock,
    signal,
    allowedNamespaces,
  });
  open.push(store);
  store.subscribe(() => (heard += 1));
  await settled();
  return {
    store,
    pass,
    heard: () => heard,
    kind: () => store.view('Kustomization', everywhere),
    entry: (name: string) => store.find('Kustomization', 'flux-system', name),
  };
}

function usual() {
  const fake = createFakeCluster();
  fake.answer('/apis', { body: served });
  fake.collection(kustomizations, [kustomization('apps'), kustomization('infra')]);
  fake.collection(gitRepositories, [gitRepository]);
  fake.collection('/apis/notification.toolkit.fluxcd.io/v1beta2/alerts');
  return fake;
}

describe('the store of a cluster', () => {
  it('reads each kind at the newest version that the cluster serves, and calls the others absent', async () => {
    const fake = usual();
    const { store } = await storeOf(fake);
    expect(store.view('Kustomization', everywhere)).toMatchObject({
      version: 'v1',
      phase: { name: 'live' },
      scopes: [{ namespace: '', phase: { name: 'live' } }],
    });
    expect(store.view('Alert', everywhere).version).toBe('v1beta2');
    expect(store.view('HelmRelease', everywhere)).toMatchObject({
      entries: [],
      phase: { name: 'absent' },
    });
    expect(store.freshness()).toMatchObject({ isLive: true, phase: { name: 'live' } });
  });

  const alerts = '/apis/notification.toolkit.fluxcd.io/v1beta2/alerts';
  const withoutLifetime = (lines: string[]) =>
    lines.map(line => line.replace(/&timeoutSeconds=\d+/, ''));

  it('lists what is many, and has what is short from its watch alone', async () => {
    const fake = usual();
    const { store } = await storeOf(fake);
    const there = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan';
    expect(withoutLifetime(fake.asked).filter(line => line.includes(alerts))).toEqual([
      `WATCH ${alerts}?watch=true&allowWatchBookmarks=true&${there}`,
    ]);
    expect(store.view('Alert', everywhere).phase).toEqual({ name: 'live' });
    expect(fake.asked.indexOf(`GET ${kustomizations}?pretty=false`)).toBeLessThan(
      fake.asked.indexOf(`GET ${gitRepositories}?pretty=false`)
    );
  });

  it('opens no watch to be refused where lists are forbidden', async () => {
    const fake = createFakeCluster();
    fake.answer('/apis', { body: served });
    for (const path of [kustomizations, gitRepositories, alerts])
      fake.answer(path, { status: 403 });
    const { store } = await storeOf(fake);
    expect(fake.asked.filter(line => line.startsWith('WATCH'))).toEqual([]);
    expect(store.view('Alert', everywhere).phase).toMatchObject({
      name: 'forbidden',
      verb: 'list',
    });
  });

  it('waits for the first list no longer than a second', async () => {
    const fake = usual();
    const { connection } = fake;
    const hanging: FakeCluster = {
      ...fake,
      connection: {
        ...connection,
        read: request =>
          request.path.startsWith(kustomizations)
            ? new Promise(() => {})
            : connection.read(request),
      },
    };
    const { store, pass } = await storeOf(hanging);
    expect(store.view('GitRepository', everywhere).phase.name).toBe('loading');
    await pass(1000);
    expect(store.view('GitRepository', everywhere).phase.name).toBe('live');
    expect(store.view('Alert', everywhere).phase.name).toBe('live');
    expect(fake.asked.some(line => line.includes('sendInitialEvents'))).toBe(false);
  });

  it('finds the versions of a server without aggregated discovery', async () => {
    const fake = usual();
    const group = 'kustomize.toolkit.fluxcd.io';
    const versions = ['v1', 'v1beta2'].map(version => ({ groupVersion: `${group}/${version}` }));
    fake.answer('/apis', {
      body: { kind: 'APIGroupList', groups: [{ name: group, versions }, { name: 'apps' }] },
    });
    fake.answer(`/apis/${group}/v1`, {
      body: { groupVersion: `${group}/v1`, resources: [{ name: 'kustomizations' }] },
    });
    expect((await storeOf(fake)).kind().entries.length).toBe(2);
  });

  it('makes a new entry of the object that changed, and leaves the others as they are', async () => {
    const fake = usual();
    const { kind, entry } = await storeOf(fake);
    const [before, infra, apps] = [kind(), entry('infra'), entry('apps')];
    fake.put(kustomizations, kustomization('apps', { conditions: [] }));
    expect(entry('infra')).toBe(infra);
    expect(entry('apps')).not.toBe(apps);
    expect(entry('apps')?.state.name).toBe('unknown');
    expect(kind()).not.toBe(before);
    expect(before.entries).toContain(apps);
  });

  it('judges an object anew when its source serves another revision', async () => {
    const fake = usual();
    const checking = { ...isReady, status: 'Unknown', reason: 'Progressing' };
    fake.put(kustomizations, kustomization('apps', { conditions: [checking] }));
    const { entry } = await storeOf(fake);
    expect(entry('apps')).toMatchObject({
      sourceRevision: newest,
      state: { name: 'ready', checking: true },
    });
    const status = { ...gitRepository.status, artifact: { revision: older } };
    fake.put(gitRepositories, { ...gitRepository, status });
    expect(entry('apps')).toMatchObject({ sourceRevision: older, state: { name: 'progressing' } });
    const same = entry('apps');
    fake.put(gitRepositories, { ...gitRepository, status });
    expect(entry('apps')).toBe(same);
    fake.remove(gitRepositories, gitRepository);
    expect(entry('apps')?.sourceRevision).toBeUndefined();
  });

  it('gives the same views as long as nothing has changed, with and without a filter', async () => {
    const fake = usual();
    const elsewhere = { metadata: { namespace: 'media', uid: 'media' } };
    fake.put(kustomizations, kustomization('radarr', elsewhere));
    const { store } = await storeOf(fake);
    const filter = new Set(['media']);
    const [all, some] = [store.clusterView(everywhere), store.clusterView(filter)];
    expect(store.clusterView(everywhere)).toBe(all);
    expect(store.clusterView(filter)).toBe(some);
    const { entries, hidden } = store.view('Kustomization', filter);
    expect([entries.map(each => each.ref.name), hidden]).toEqual([['radarr'], 2]);
    expect(some.find('Kustomization', 'flux-system', 'apps')?.ref.name).toBe('apps');
    fake.put(gitRepositories, { ...gitRepository, status: {} });
    expect(store.clusterView(filter).kinds.get('Bucket')).toBe(some.kinds.get('Bucket'));
  });

  it('forgets what was deleted', async () => {
    const fake = usual();
    const { kind, entry } = await storeOf(fake);
    fake.remove(kustomizations, kustomization('apps'));
    expect(kind().entries.map(each => each.ref.name)).toEqual(['infra']);
    expect(entry('apps')).toBeUndefined();
  });

  it('reads only allowed namespaces where the settings name some, and says which are forbidden', async () => {
    const fake = usual();
    const within = (namespace: string) =>
      kustomizations.replace(/k[a-z]+$/, `namespaces/${namespace}/$&`);
    fake.collection(within('media'), [kustomization('radarr')]);
    fake.answer(within('secret'), { status: 403 });
    const { kind } = await storeOf(fake, ['media', 'secret']);
    expect(kind().entries.map(each => each.ref.name)).toEqual(['radarr']);
    expect(kind().phase.name).toBe('live');
    expect(kind().scopes).toMatchObject([
      { namespace: 'media', phase: { name: 'live' } },
      { namespace: 'secret', phase: { name: 'forbidden', verb: 'list' } },
    ]);
  });

  it('looks into the namespaces chosen in the filter where the whole cluster is forbidden', async () => {
    const fake = usual();
    const within = kustomizations.replace(/k[a-z]+$/, 'namespaces/media/$&');
    const forbidden = createFakeCluster();
    forbidden.answer('/apis', { body: served });
    forbidden.answer(kustomizations, { status: 403 });
    forbidden.collection(within, [kustomization('radarr', { metadata: { namespace: 'media' } })]);
    const { store, kind } = await storeOf(forbidden);
    expect(kind().phase.name).toBe('forbidden');
    store.setNamespaces(new Set(['media']));
    await settled();
    expect(kind()).toMatchObject({
      phase: { name: 'live' },
      scopes: [{ namespace: 'media', phase: { name: 'live' } }],
      entries: [{ ref: { name: 'radarr' } }],
    });
    const free = await storeOf(fake);
    free.store.setNamespaces(new Set(['media']));
    await settled();
    expect(free.kind().scopes).toMatchObject([{ namespace: '' }]);
  });

  it('shows the kinds that may be read beside one that may not', async () => {
    const fake = createFakeCluster();
    fake.answer('/apis', { body: served });
    fake.answer(kustomizations, { status: 403 });
    fake.collection(gitRepositories, [gitRepository]);
    const { store, kind } = await storeOf(fake);
    expect(kind().phase).toMatchObject({ name: 'forbidden', verb: 'list' });
    expect(store.view('GitRepository', everywhere).entries.length).toBe(1);
  });

  it('finds a kind that is installed later', async () => {
    const fake = usual();
    const { store, pass } = await storeOf(fake);
    const releases = '/apis/helm.toolkit.fluxcd.io/v2/helmreleases';
    fake.collection(releases, [fluxObject('HelmRelease', 'cilium')]);
    fake.answer('/apis', { body: discoveryOf('helm.toolkit.fluxcd.io/v2/helmreleases') });
    await pass(60_000);
    expect(store.view('HelmRelease', everywhere).entries.length).toBe(1);
  });

  it('waits for a cluster that does not answer, and says so', async () => {
    const fake = usual();
    fake.answer('/apis', { status: 503 });
    const { kind, store, pass } = await storeOf(fake);
    expect(kind().phase).toMatchObject({ name: 'failed', why: { status: 503 } });
    expect(store.freshness().isLive).toBe(false);
    fake.answer('/apis', { body: served });
    await pass(1000);
    expect(kind().phase.name).toBe('live');
  });
});
