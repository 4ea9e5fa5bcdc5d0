import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { runProcess } from '../../../src/node/process.ts';
import { findKubectl } from '../../../src/node/tools.ts';
import { configMap, deployment, installLamps, paths } from './fixtures.ts';
import { describeApi } from './world.ts';

interface Result {
  code: number | null;
  out: string;
  err: string;
}

describeApi('kubectl', api => {
  const folder = mkdtempSync(join(tmpdir(), 'lumen-kubectl-'));
  let command: string[] = [];

  beforeAll(async () => {
    ({ command } = await findKubectl());
    for (const user of ['admin', 'viewer']) {
      writeFileSync(join(folder, `${user}.yaml`), api.world.kubeconfig(user));
    }
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function kubectl(
    args: string[],
    { input, user = 'admin' }: { input?: unknown; user?: string } = {}
  ): Promise<Result> {
    const [file = '', ...first] = command;
    const { code, stdout, stderr } = await runProcess(file, [...first, ...args], {
      env: { KUBECONFIG: join(folder, `${user}.yaml`), HOME: folder, PATH: process.env.PATH ?? '' },
      input: input === undefined ? '' : stringify(input),
      timeout: 60_000,
    });
    return { code, out: stdout.toString(), err: stderr.toString() };
  }

  it('gets objects as a table, and one as JSON', async () => {
    const namespace = await api.namespace();
    await api.admin.create(paths.deployments(namespace), deployment('web', 3));
    const table = await kubectl(['get', 'deploy', '-n', namespace]);
    expect(table.out).toMatch(/^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +0\/3 +0 +0 +\d+s\n$/);
    const one = await kubectl(['get', 'deploy', 'web', '-n', namespace, '-o', 'json']);
    expect(JSON.parse(one.out)).toMatchObject({
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { replicas: 3 },
    });
  });

  it('says that an object is not there, and exits with 1', async () => {
    const namespace = await api.namespace();
    const { code, err } = await kubectl(['get', 'cm', 'none', '-n', namespace]);
    expect([code, err]).toEqual([1, 'Error from server (NotFound): configmaps "none" not found\n']);
  });

  it('finds custom resources by short name and category', async () => {
    const lamps = await installLamps(api);
    await lamps.isTold();
    const namespace = await api.namespace();
    await api.admin.create(lamps.collection(namespace), lamps.lamp('a'));
    const { out } = await kubectl(['get', `lamps.v1.${lamps.group}`, '-n', namespace]);
    expect(out).toMatch(/^NAME +LUMENS +AGE\na +800 +\d+s\n$/);
    const byCategory = await kubectl(['get', 'lights', '-n', namespace, '-o', 'name']);
    expect(byCategory.out).toContain(`lamp.${lamps.group}/a\n`);
  });

  it('applies: creates, then finds nothing to change', async () => {
    const namespace = await api.namespace();
    const input = deployment('web');
    const first = await kubectl(['apply', '-n', namespace, '-f', '-'], { input });
    expect(first).toEqual({ code: 0, out: 'deployment.apps/web created\n', err: '' });
    const again = await kubectl(['apply', '-n', namespace, '-f', '-'], { input });
    expect(again.out).toBe('deployment.apps/web unchanged\n');
  });

  it('applies changes to custom resources', async () => {
    const lamps = await installLamps(api);
    await lamps.isTold();
    const namespace = await api.namespace();
    await kubectl(['apply', '-n', namespace, '-f', '-'], {
      input: lamps.lamp('a', { tags: ['x'] }),
    });
    const { out } = await kubectl(['apply', '-n', namespace, '-f', '-'], {
      input: lamps.lamp('a', { lumens: 900 }),
    });
    expect(out).toBe(`lamp.${lamps.group}/a configured\n`);
    const { body } = await api.admin.get(`${lamps.collection(namespace)}/a`);
    expect(body.spec).toEqual({ lumens: 900, mode: 'flood' });
  });

  it('applies on the server', async () => {
    const namespace = await api.namespace();
    const args = ['apply', '--server-side', '-n', namespace, '-f', '-'];
    const { code, out } = await kubectl(args, { input: deployment('web') });
    expect([code, out]).toEqual([0, 'deployment.apps/web serverside-applied\n']);
  });

  it('names the conflict of a server-side apply, and forces it', async () => {
    const namespace = await api.namespace();
    const args = ['apply', '--server-side', '-n', namespace, '-f', '-'];
    await kubectl([...args, '--field-manager=one'], { input: configMap('a', { x: '1' }) });
    const refused = await kubectl([...args, '--field-manager=two'], {
      input: configMap('a', { x: '2' }),
    });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('Apply failed with 1 conflict: conflict with "one": .data.x');
    const forced = await kubectl([...args, '--field-manager=two', '--force-conflicts'], {
      input: configMap('a', { x: '2' }),
    });
    expect(forced.code).toBe(0);
    const { body } = await api.admin.get(`${paths.configMaps(namespace)}/a`);
    expect(body.data).toEqual({ x: '2' });
  });

  it('refuses unknown fields', async () => {
    const namespace = await api.namespace();
    const input = { ...deployment('web'), spec: { ...deployment('web').spec, replicass: 2 } };
    const { code, err } = await kubectl(['apply', '-n', namespace, '-f', '-'], { input });
    expect(code).toBe(1);
    expect(err).toContain('strict decoding error: unknown field "spec.replicass"');
  });

  it('shows what an apply on the server would change', async () => {
    const namespace = await api.namespace();
    const args = ['--server-side', '-n', namespace, '-f', '-'];
    await kubectl(['apply', ...args], { input: configMap('a', { x: 'old' }) });
    const { code, out } = await kubectl(['diff', ...args], { input: configMap('a', { x: 'new' }) });
    expect(code).toBe(1);
    expect(out).toContain('-  x: old\n+  x: new\n');
    const same = await kubectl(['diff', ...args], { input: configMap('a', { x: 'old' }) });
    expect([same.code, same.out]).toEqual([0, '']);
  });

  it('deletes, and waits until the object is gone', async () => {
    const namespace = await api.namespace();
    await api.admin.create(paths.configMaps(namespace), configMap('a'));
    const { out } = await kubectl(['delete', 'cm', 'a', '-n', namespace]);
    expect(out).toMatch(/^configmap "a" deleted/);
    expect((await api.admin.get(`${paths.configMaps(namespace)}/a`)).code).toBe(404);
  });

  it('waits for a condition', async () => {
    const namespace = await api.namespace();
    const path = `/api/v1/namespaces/${namespace}/services`;
    // No controller writes a plain Service's status: in a whole cluster too, this test is alone with it.
    await api.admin.create(path, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { ports: [{ port: 80 }] },
    });
    const waiting = kubectl([
      'wait',
      'svc/web',
      '-n',
      namespace,
      '--for=condition=Lit',
      '--timeout=20s',
    ]);
    const condition = {
      type: 'Lit',
      status: 'True',
      reason: 'Switched',
      message: '',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    };
    await api.admin.merge(`${path}/web/status`, { status: { conditions: [condition] } });
    expect((await waiting).out).toBe('service/web condition met\n');
  });

  it('waits for a deletion', async () => {
    const namespace = await api.namespace();
    const path = paths.configMaps(namespace);
    await api.admin.create(path, {
      ...configMap('a'),
      metadata: { name: 'a', finalizers: ['lumen.test/hold'] },
    });
    const waiting = kubectl(['wait', 'cm/a', '-n', namespace, '--for=delete', '--timeout=20s']);
    await api.admin.remove(`${path}/a`);
    await api.admin.merge(`${path}/a`, { metadata: { finalizers: null } });
    expect((await waiting).code).toBe(0);
  });

  it('watches', async () => {
    const namespace = await api.namespace();
    const path = paths.configMaps(namespace);
    await api.admin.create(path, configMap('a', { x: '1' }));
    const watching = kubectl([
      'get',
      'cm',
      'a',
      '-n',
      namespace,
      '-w',
      '-o',
      'name',
      '--request-timeout=3s',
    ]);
    const change = setInterval(
      () => void api.admin.merge(`${path}/a`, { data: { at: String(Date.now()) } }),
      200
    );
    const { out } = await watching;
    clearInterval(change);
    expect(out.split('\n').filter(line => line === 'configmap/a').length).toBeGreaterThan(1);
  });

  it('patches, labels, annotates and scales', async () => {
    const namespace = await api.namespace();
    await api.admin.create(paths.deployments(namespace), deployment('web'));
    const target = ['deploy', 'web', '-n', namespace];
    const results = [
      await kubectl(['patch', ...target, '--type=merge', '-p', '{"spec":{"minReadySeconds":5}}']),
      await kubectl(['label', ...target, 'lit=yes']),
      await kubectl(['annotate', ...target, 'lumen.test/note=hi']),
      await kubectl(['scale', ...target, '--replicas=4']),
    ];
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const { body } = await api.admin.get(`${paths.deployments(namespace)}/web`);
    expect(body).toMatchObject({
      metadata: { labels: { lit: 'yes' }, annotations: { 'lumen.test/note': 'hi' } },
      spec: { minReadySeconds: 5, replicas: 4 },
    });
  });

  it('creates with its own commands, which send protobuf', async () => {
    const namespace = await api.namespace();
    const inNamespace = ['-n', namespace];
    const results = [
      await kubectl(['create', 'namespace', `${namespace}-two`]),
      await kubectl(['create', 'configmap', 'a', '--from-literal=x=1', ...inNamespace]),
      await kubectl(['create', 'secret', 'generic', 's', '--from-literal=p=q', ...inNamespace]),
      await kubectl(['create', 'serviceaccount', 'robot', ...inNamespace]),
      await kubectl(['create', 'role', 'r', '--verb=get', '--resource=pods', ...inNamespace]),
      await kubectl([
        'create',
        'rolebinding',
        'r',
        '--role=r',
        `--serviceaccount=${namespace}:robot`,
        ...inNamespace,
      ]),
    ];
    expect(results.map(({ code, err }) => [code, err])).toEqual(results.map(() => [0, '']));
    const secret = await api.admin.get(`/api/v1/namespaces/${namespace}/secrets/s`);
    expect(secret.body).toMatchObject({ type: 'Opaque', data: { p: 'cQ==' } });
    const robot = `system:serviceaccount:${namespace}:robot`;
    const may = await kubectl(['auth', 'can-i', 'get', 'pods', '--as', robot, ...inNamespace]);
    const mayNot = await kubectl([
      'auth',
      'can-i',
      'delete',
      'pods',
      '--as',
      robot,
      ...inNamespace,
    ]);
    expect([may.out, mayNot.out]).toEqual(['yes\n', 'no\n']);
  });

  it('is refused by name what the user may not do', async () => {
    const { code, err } = await kubectl(['get', 'secrets', '-n', 'default'], { user: 'viewer' });
    expect([code, err]).toEqual([
      1,
      'Error from server (Forbidden): secrets is forbidden: User "viewer" cannot list resource "secrets" in API group "" in the namespace "default"\n',
    ]);
  });

  it('lists what is served', async () => {
    const { out } = await kubectl(['api-resources', '--api-group=apps', '-o', 'name']);
    expect(out.split('\n')).toEqual(
      expect.arrayContaining(['deployments.apps', 'statefulsets.apps'])
    );
    const explained = await kubectl(['version', '-o', 'json']);
    expect(JSON.parse(explained.out)).toMatchObject({ serverVersion: { major: '1' } });
  });
});
