import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { configMap, kustomization } from './manifests.ts';
import { type Place, type ScenarioWorld, startScenarioWorld } from './scenarioWorld.ts';
import { notReady, pushAndFetch, ready } from './settling.ts';
import { changeLines, createSidecarApi, type SidecarApi } from './sidecarApi.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

let world: ScenarioWorld;
let sidecar: SidecarApi;
beforeAll(async () => {
  world = await startScenarioWorld();
  sidecar = createSidecarApi(world);
});
afterAll(() => world?.close());

const sourceOf = ({ namespace }: Place) => `GitRepository/${namespace}/source`;
const appOf = ({ namespace }: Place, name = 'app') => `Kustomization/${namespace}/${name}`;

/** Pushes, and waits until it is applied and kept. */
async function push(
  place: Place,
  message: string,
  files: Record<string, string | null>
): Promise<string> {
  const revision = await pushAndFetch(world, place, message, files);
  await ready(world, place, 'app', revision);
  await sidecar.kept(sourceOf(place), revision);
  return revision;
}

describe('the sidecar', () => {
  it('tells of three commits what each changed, who wrote it and what became of it', async () => {
    const place = await world.placeWith('three', { 'app/a.yaml': configMap('a', { key: '1' }) });
    await world.apply(kustomization(place, 'app'));
    const begin = await push(place, 'Add b', { 'app/b.yaml': configMap('b') });
    const first = await push(place, 'Change a', { 'app/a.yaml': configMap('a', { key: '2' }) });
    const second = await push(place, 'Add c', { 'app/c.yaml': configMap('c') });
    const third = await push(place, 'Remove b', { 'app/b.yaml': null });

    const told = async (from: string, to: string) =>
      changeLines(await sidecar.changes(appOf(place), from, to)).sort();
    expect(await told(begin, first)).toEqual(['three/app: ConfigMap/a changed']);
    expect(await told(first, second)).toEqual(['three/app: ConfigMap/c created']);
    expect(await told(second, third)).toEqual(['three/app: ConfigMap/b deleted, deleted']);
    expect(await told(begin, third)).toEqual([
      'three/app: ConfigMap/a changed',
      'three/app: ConfigMap/b deleted, deleted',
      'three/app: ConfigMap/c created',
    ]);

    const { rows } = await sidecar.history(appOf(place));
    const author = { name: 'Ada Scenario', email: 'ada@example.com' };
    expect(rows.slice(0, 3)).toMatchObject([
      {
        revision: third,
        commit: { subject: 'Remove b', author },
        counts: { created: 0, changed: 0, deleted: 1 },
        isTouched: true,
      },
      {
        revision: second,
        commit: { subject: 'Add c', author },
        counts: { created: 1, changed: 0, deleted: 0 },
      },
      {
        revision: first,
        commit: { subject: 'Change a', author },
        counts: { created: 0, changed: 1, deleted: 0 },
      },
    ]);
    await vi.waitFor(async () => {
      const states = (await sidecar.history(appOf(place))).rows.map(row => row.outcome?.state);
      expect(states.slice(0, 3)).toEqual(['applied', 'applied', 'applied']);
    }, 20_000);
    const { commits, isComplete } = await sidecar.log(appOf(place), begin, third);
    expect([commits.map(({ subject }) => subject), isComplete]).toEqual([
      ['Remove b', 'Add c', 'Change a'],
      true,
    ]);
  });

  it('keeps what cannot be built as a failure, and what mends it', async () => {
    const place = await world.placeWith('unbuilt', { 'app/a.yaml': configMap('a') });
    await world.apply(kustomization(place, 'app'));
    await ready(world, place, 'app');
    const broken = await pushAndFetch(world, place, 'Break it', { 'app/a.yaml': 'a: [' });
    await notReady(world, place, 'app', /BuildFailed/);
    await sidecar.kept(sourceOf(place), broken);
    const mended = await push(place, 'Mend it', { 'app/a.yaml': configMap('a', { key: 'new' }) });

    await vi.waitFor(async () => {
      const { rows } = await sidecar.history(appOf(place));
      expect(rows.slice(0, 2)).toMatchObject([
        { revision: mended, outcome: { state: 'applied' } },
        {
          revision: broken,
          failures: [{ kustomization: 'unbuilt/app', message: expect.stringContaining('a.yaml') }],
          outcome: { state: 'failed' },
        },
      ]);
    }, 20_000);
    expect(changeLines(await sidecar.changes(appOf(place), broken, mended))).toEqual([
      'unbuilt/app failed',
    ]);
  });

  it('follows a layer that is renamed, and says what a removed child leaves behind', async () => {
    const layer = (name: string, spec = '') =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
  namespace: layers
spec:
  interval: 1h
  retryInterval: 5s
  path: ./parts/${name.replace(/-new$/, '')}
  prune: true
${spec}  targetNamespace: layers
  sourceRef:
    kind: GitRepository
    name: source
`;
    const place = await world.placeWith('layers', {
      'app/one.yaml': layer('one'),
      'app/two.yaml': layer('two', '  deletionPolicy: Orphan\n'),
      'parts/one/a.yaml': configMap('a'),
      'parts/two/b.yaml': configMap('b'),
    });
    await world.apply(kustomization(place, 'app', { targetNamespace: undefined }));
    const begin = await push(place, 'Begin again', {
      'parts/one/a.yaml': configMap('a', { k: '1' }),
    });
    const renamed = await push(place, 'Rename one', {
      'app/one.yaml': null,
      'app/one-new.yaml': layer('one-new'),
    });
    const removed = await push(place, 'Remove two', { 'app/two.yaml': null });
    expect(changeLines(await sidecar.changes(sourceOf(place), begin, renamed)).sort()).toEqual([
      'layers/app: Kustomization/one deleted, deleted',
      'layers/app: Kustomization/one-new created',
      'layers/one deleted',
      // The same object, which another applies from now on.
      'layers/one-new (was layers/one): ConfigMap/a changed',
      'layers/one-new created',
    ]);
    expect(changeLines(await sidecar.changes(sourceOf(place), renamed, removed)).sort()).toEqual([
      'layers/app: Kustomization/two deleted, deleted',
      'layers/two deleted',
      'layers/two: ConfigMap/b deleted, left-behind',
    ]);
  });

  it('renders the same revision again when a spec changes', async () => {
    const place = await world.placeWith('respecified', { 'app/a.yaml': configMap('a') });
    await world.apply(kustomization(place, 'app'));
    const begin = await push(place, 'Add b', { 'app/b.yaml': configMap('b') });
    const next = await push(place, 'Add c', { 'app/c.yaml': configMap('c') });
    const told = async () => changeLines(await sidecar.changes(appOf(place), begin, next));
    expect(await told()).toEqual(['respecified/app: ConfigMap/c created']);
    await world.apply(kustomization(place, 'app', { namePrefix: 'my-' }));
    const isRenamed = async () =>
      expect(await told()).toContain('respecified/app: ConfigMap/my-c created');
    await vi.waitFor(isRenamed, { timeout: 30_000, interval: 300 });
  });
});
