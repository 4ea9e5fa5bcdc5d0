import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { record } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { configMap, deployment, gitRepository, kustomization } from './manifests.ts';
import { type Place, type ScenarioWorld, startScenarioWorld } from './scenarioWorld.ts';
import {
  askToReconcile,
  dataOf,
  gone,
  inventoryNames,
  notReady,
  patch,
  patience,
  pushAndFetch,
  ready,
} from './settling.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

let world: ScenarioWorld;
beforeAll(async () => {
  world = await startScenarioWorld();
});
afterAll(() => world?.close());

function remove(place: Place, name: string): Promise<unknown> {
  const { namespace } = place;
  const at = { group: 'kustomize.toolkit.fluxcd.io', version: 'v1', plural: 'kustomizations' };
  return world.client.request({ method: 'DELETE', path: resourcePath({ ...at, namespace, name }) });
}

describe('a Kustomization', () => {
  it('applies what is pushed and prunes what is gone', async () => {
    const place = await world.placeWith('prune', {
      'app/a.yaml': configMap('a', { key: '1' }),
      'app/b.yaml': configMap('b'),
    });
    await world.apply(kustomization(place, 'app'));
    expect(inventoryNames(await ready(world, place, 'app'))).toEqual([
      'ConfigMap/a',
      'ConfigMap/b',
    ]);

    const revision = await pushAndFetch(world, place, 'Change a, remove b', {
      'app/a.yaml': configMap('a', { key: '2' }),
      'app/b.yaml': null,
    });
    const applied = await ready(world, place, 'app', revision);
    expect(inventoryNames(applied)).toEqual(['ConfigMap/a']);
    await gone(world, place, 'b');
    expect(await dataOf(world, place, 'a')).toEqual({ key: '2' });
  });

  it('leaves behind what is gone where prune is off', async () => {
    const place = await world.placeWith('keep', {
      'app/a.yaml': configMap('a'),
      'app/b.yaml': configMap('b'),
    });
    await world.apply(kustomization(place, 'app', { prune: false }));
    await ready(world, place, 'app');
    const revision = await pushAndFetch(world, place, 'Remove b', { 'app/b.yaml': null });
    const applied = await ready(world, place, 'app', revision);
    expect(inventoryNames(applied)).toEqual(['ConfigMap/a']);
    expect(await dataOf(world, place, 'b')).toEqual({ key: 'value' });
  });

  it('tells broken YAML by file and line, keeps what runs, and recovers with the fix', async () => {
    const place = await world.placeWith('broken', {
      'app/kustomization.yaml': 'resources:\n  - a.yaml\n',
      'app/a.yaml': configMap('a', { key: '1' }),
    });
    await world.apply(kustomization(place, 'app'));
    const before = await ready(world, place, 'app');
    await pushAndFetch(world, place, 'Break it', {
      'app/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n data: [\n',
    });
    const message = await notReady(world, place, 'app', /^BuildFailed$/, /a\.yaml/);
    expect(message).toMatch(/line \d+/);
    const failing = world.view('Kustomization').get(place.namespace, 'app');
    expect(record(failing?.status).lastAppliedRevision).toBe(
      record(before.status).lastAppliedRevision
    );
    expect(await dataOf(world, place, 'a')).toEqual({ key: '1' });

    const fixed = await pushAndFetch(world, place, 'Fix it', {
      'app/a.yaml': configMap('a', { key: '3' }),
    });
    await ready(world, place, 'app', fixed);
    expect(await dataOf(world, place, 'a')).toEqual({ key: '3' });
  });

  it('names a path that is not in the artifact', async () => {
    const place = await world.placeWith('path', { 'app/a.yaml': configMap('a') });
    await world.apply(kustomization(place, 'app', { path: './elsewhere' }));
    await notReady(world, place, 'app', /^ArtifactFailed$/, /path not found.*elsewhere/);
  });

  it('waits for what it depends on', async () => {
    const place = await world.placeWith('depends', {
      'base/kustomization.yaml': 'resources:\n  - missing.yaml\n',
      'app/a.yaml': configMap('a'),
    });
    const dependsOn = [{ name: 'base' }];
    await world.apply(kustomization(place, 'base'), kustomization(place, 'app', { dependsOn }));
    await notReady(world, place, 'base', /^BuildFailed$/, /missing\.yaml/);
    const waiting = await notReady(world, place, 'app', /^DependencyNotReady$/);
    expect(waiting).toContain(`dependency '${place.namespace}/base' is not ready`);
    expect(await dataOf(world, place, 'a')).toBeUndefined();

    const revision = await pushAndFetch(world, place, 'Bring what was missing', {
      'base/missing.yaml': configMap('base'),
    });
    await ready(world, place, 'base', revision);
    await ready(world, place, 'app', revision);
    expect(await dataOf(world, place, 'a')).toEqual({ key: 'value' });
  });

  it('names a dependency that does not exist, and goes on when it comes', async () => {
    const place = await world.placeWith('lonely', {
      'base/b.yaml': configMap('b'),
      'app/a.yaml': configMap('a'),
    });
    const app = kustomization(place, 'app', { dependsOn: [{ name: 'base' }] });
    await world.apply(app);
    await notReady(world, place, 'app', /^DependencyNotReady$/, /lonely\/base' not found/);
    await world.apply(kustomization(place, 'base'));
    await ready(world, place, 'app');
  });

  it('names a source that does not exist, and goes on when it comes', async () => {
    const place = await world.place('sourceless');
    const revision = await place.push('Begin', { 'app/a.yaml': configMap('a') });
    await world.apply(kustomization(place, 'app'));
    await notReady(world, place, 'app', /^ArtifactFailed$/, /"source" not found/);
    await world.apply(gitRepository(place, world.git.urlOf(place.repository)));
    await ready(world, place, 'app', revision);
  });

  it('rests while it is suspended, and catches up when it is resumed', async () => {
    const place = await world.placeWith('suspend', {
      'app/a.yaml': configMap('a', { key: '1' }),
      'other/o.yaml': configMap('o'),
    });
    await world.apply(kustomization(place, 'app'), kustomization(place, 'other'));
    const before = await ready(world, place, 'app');
    await ready(world, place, 'other');
    await patch(world, 'kustomizations', place, 'app', { spec: { suspend: true } });

    const revision = await pushAndFetch(world, place, 'Change a', {
      'app/a.yaml': configMap('a', { key: '2' }),
    });
    // The sibling has seen the revision: what is not suspended is done with it.
    await ready(world, place, 'other', revision);
    const resting = world.view('Kustomization').get(place.namespace, 'app');
    expect(record(resting?.status).lastAppliedRevision).toBe(
      record(before.status).lastAppliedRevision
    );
    expect(await dataOf(world, place, 'a')).toEqual({ key: '1' });

    await patch(world, 'kustomizations', place, 'app', { spec: { suspend: null } });
    await ready(world, place, 'app', revision);
    expect(await dataOf(world, place, 'a')).toEqual({ key: '2' });
  });

  it('fails on an immutable field, and recreates the object where force is on', async () => {
    const place = await world.placeWith('force', {
      'app/d.yaml': deployment('d', { app: 'one', replicas: 0 }),
    });
    await world.apply(kustomization(place, 'app'));
    await ready(world, place, 'app');
    const uid = () => world.view('Deployment').get(place.namespace, 'd')?.metadata.uid;
    await world.view('Deployment').until(uid, 'the Deployment is there', patience);
    const first = uid();

    const revision = await pushAndFetch(world, place, 'Select by another label', {
      'app/d.yaml': deployment('d', { app: 'two', replicas: 0 }),
    });
    const message = await notReady(world, place, 'app', /^ReconciliationFailed$/, /immutable/);
    expect(message).toContain('Deployment/force/d');
    expect(uid()).toBe(first);

    await patch(world, 'kustomizations', place, 'app', { spec: { force: true } });
    await ready(world, place, 'app', revision);
    const second = await world
      .view('Deployment')
      .until(() => (uid() === first ? undefined : uid()), 'the Deployment is a new one', patience);
    expect(second).not.toBe(first);
  });

  it('takes its objects with it when it is deleted, unless it may not prune', async () => {
    const place = await world.placeWith('delete', {
      'app/a.yaml': configMap('a'),
      'kept/k.yaml': configMap('k'),
    });
    await world.apply(kustomization(place, 'app'), kustomization(place, 'kept', { prune: false }));
    await ready(world, place, 'app');
    await ready(world, place, 'kept');
    await remove(place, 'kept');
    await remove(place, 'app');
    await gone(world, place, 'a');
    const view = world.view('Kustomization');
    const none = () => (view.get(place.namespace, 'kept') ? undefined : true);
    await view.until(none, 'Kustomization kept is gone', patience);
    expect(await dataOf(world, place, 'k')).toEqual({ key: 'value' });
  });

  it('undoes what was changed by hand', async () => {
    const place = await world.placeWith('drift', { 'app/a.yaml': configMap('a', { key: 'git' }) });
    await world.apply(kustomization(place, 'app'));
    await ready(world, place, 'app');
    await patch(world, 'configmaps', place, 'a', { data: { key: 'hand' } });
    await askToReconcile(world, 'kustomizations', place, 'app');
    const view = world.view('ConfigMap');
    const key = () => record(view.get(place.namespace, 'a')?.data).key;
    const look = () => (key() === 'git' ? true : undefined);
    await view.until(look, 'the ConfigMap is as Git has it', patience);
  });

  it('renders with the variables, patches, images and components of its spec', async () => {
    const place = await world.placeWith('spec', {
      'app/kustomization.yaml': 'resources:\n  - a.yaml\n  - d.yaml\n',
      'app/a.yaml': configMap('a', { greeting: '${GREETING:=nothing}, ${NAME}' }),
      'app/d.yaml': deployment('d', { image: 'nginx:1.28.0', replicas: 0 }),
      'parts/labelled/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels:\n  - pairs: {part: labelled}\n',
      'parts/labelled/.keep': '',
    });
    await world.apply(
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'variables', namespace: place.namespace },
        data: { GREETING: 'hello', NAME: 'nobody' },
      },
      kustomization(place, 'app', {
        postBuild: {
          substitute: { NAME: 'world' },
          substituteFrom: [{ kind: 'ConfigMap', name: 'variables' }],
        },
        components: ['../parts/labelled'],
        images: [{ name: 'nginx', newTag: '1.29.3' }],
        patches: [
          {
            target: { kind: 'Deployment' },
            patch: '- op: add\n  path: /metadata/annotations\n  value: {patched: "yes"}\n',
          },
        ],
        commonMetadata: { labels: { team: 'home' } },
      })
    );
    await ready(world, place, 'app');
    const made = world.view('ConfigMap').get(place.namespace, 'a');
    expect(made?.data).toEqual({ greeting: 'hello, world' });
    expect(made?.metadata.labels).toMatchObject({
      part: 'labelled',
      team: 'home',
      'kustomize.toolkit.fluxcd.io/name': 'app',
      'kustomize.toolkit.fluxcd.io/namespace': place.namespace,
    });
    const changed = await world
      .view('Deployment')
      .until(() => world.view('Deployment').get(place.namespace, 'd'), 'd is there', patience);
    expect(changed.metadata.annotations).toMatchObject({ patched: 'yes' });
    expect(JSON.stringify(changed.spec)).toContain('"image":"nginx:1.29.3"');
  });

  it('names a variable that nobody sets, and a ConfigMap of variables that is missing', async () => {
    const place = await world.placeWith('unset', {
      'app/a.yaml': configMap('a', { key: '${NOBODY}' }),
    });
    const substituteFrom = [{ kind: 'ConfigMap', name: 'absent' }];
    await world.apply(kustomization(place, 'app', { postBuild: { substitute: { ONE: '1' } } }));
    await notReady(world, place, 'app', /^BuildFailed$/, /NOBODY/);
    await world.apply(kustomization(place, 'app', { postBuild: { substituteFrom } }));
    await notReady(world, place, 'app', /^BuildFailed$/, /absent/);
  });

  it('is healthy when its Deployments are, and fails when they cannot be', async () => {
    const place = await world.placeWith('health', {
      'app/d.yaml': deployment('d'),
      'sick/s.yaml': deployment('s', { image: 'docker.io/library/nginx:0.0.0', deadline: 2 }),
    });
    await world.apply(
      kustomization(place, 'app', { wait: true }),
      kustomization(place, 'sick', { wait: true })
    );
    await ready(world, place, 'app');
    const message = await notReady(world, place, 'sick', /^HealthCheckFailed$/);
    expect(message).toContain(`Deployment/${place.namespace}/s`);
  });

  it('names the kind, the namespace or the right that is missing', async () => {
    const widget = 'apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: w\n';
    const stray = configMap('stray').replace('name: stray', 'name: stray\n  namespace: nowhere');
    const place = await world.placeWith('lacking', {
      'kindless/w.yaml': widget,
      'homeless/s.yaml': stray,
      'powerless/p.yaml': configMap('p'),
    });
    await world.apply(
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'guest', namespace: place.namespace },
      },
      kustomization(place, 'kindless'),
      kustomization(place, 'homeless', { targetNamespace: undefined }),
      kustomization(place, 'powerless', { serviceAccountName: 'guest' })
    );
    const failed = /^ReconciliationFailed$/;
    await notReady(world, place, 'kindless', failed, /no matches for kind "Widget"/);
    await notReady(world, place, 'homeless', failed, /namespaces? "nowhere" not found/);
    await notReady(world, place, 'powerless', failed, /serviceaccount:lacking:guest.*configmaps/);
    expect(await dataOf(world, place, 'p')).toBeUndefined();
  });

  it('applies nothing of a build of which one object is refused', async () => {
    const place = await world.placeWith('refused', {
      'app/a.yaml': configMap('a'),
      'app/d.yaml': deployment('d').replace('replicas: 1', 'replicas: many'),
    });
    await world.apply(kustomization(place, 'app'));
    const message = await notReady(world, place, 'app', /^ReconciliationFailed$/, /dry-run failed/);
    expect(message).toContain('Deployment/refused/d');
    expect(await dataOf(world, place, 'a')).toBeUndefined();
  });
});
