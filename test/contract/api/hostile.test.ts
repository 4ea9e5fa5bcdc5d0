import { expect, it } from 'vitest';
import { configMap, paths } from './fixtures.ts';
import { describeApi } from './world.ts';

describeApi('hostile input', api => {
  it.each([
    ['half an object', '{"apiVersion":"v1","kind":'],
    ['a text', '"hello"'],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
    ['metadata of another type', '{"apiVersion":"v1","kind":"ConfigMap","metadata":"x"}'],
    [
      'labels of another type',
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":[1]}}',
    ],
    ['a name of another type', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":7}}'],
  ])('refuses %s and goes on', async (_what, body) => {
    const path = paths.configMaps(await api.namespace());
    const { code } = await api.admin.create(path, body);
    expect([400, 422]).toContain(code);
    expect((await api.admin.create(path, configMap('fine'))).code).toBe(201);
  });

  it('refuses a body of more than 3 MiB with 413', async () => {
    const path = paths.configMaps(await api.namespace());
    const { code } = await api.admin.create(path, configMap('big', { x: 'x'.repeat(3_200_000) }));
    expect(code).toBe(413);
  });

  it('refuses it too where its length is not told', async () => {
    const path = paths.configMaps(await api.namespace());
    const { code } = await api.admin.send(path, {
      method: 'POST',
      body: configMap('big', { x: 'x'.repeat(3_200_000) }),
      headers: { 'Transfer-Encoding': 'chunked' },
    });
    expect(code).toBe(413);
  });

  it('refuses an object nested without end, and goes on', async () => {
    const path = paths.configMaps(await api.namespace());
    const deep = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":${'{"x":'.repeat(
      50_000
    )}1${'}'.repeat(50_001)}`;
    const { code } = await api.admin.create(path, deep);
    expect(code).toBeGreaterThanOrEqual(400);
    expect((await api.admin.get('/healthz')).body).toBe('ok');
  });

  it('lets no field reach a prototype', async () => {
    const path = paths.configMaps(await api.namespace());
    await api.admin.create(
      path,
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"__proto__":{"polluted":"yes"}}'
    );
    await api.admin.create(path, configMap('b'));
    await api.admin.json(`${path}/b`, [{ op: 'add', path: '/__proto__/polluted', value: 'yes' }]);
    await api.admin.merge(`${path}/b`, '{"constructor":{"prototype":{"polluted":"yes"}}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    const { body } = await api.admin.get(`${path}/b`);
    expect(JSON.stringify(body)).not.toContain('polluted');
  });

  it('refuses a YAML bomb', async () => {
    const path = `${paths.configMaps(await api.namespace())}/a`;
    const levels = Array.from({ length: 12 }, (_, level) => {
      const items = Array.from({ length: 9 }, () => (level === 0 ? 'x' : `*l${level - 1}`)).join(
        ','
      );
      return `l${level}: &l${level} [${items}]`;
    });
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n${levels.join('\n')}\n`;
    const { code } = await api.admin.apply(path, 'one', text);
    expect(code).toBeGreaterThanOrEqual(400);
  });

  it('takes odd paths for what they are', async () => {
    const codes = await Promise.all(
      [
        '/api/v1/namespaces/%2e%2e/configmaps/x',
        '//api/v1/pods/../../x',
        '/api/v1/namespaces/%zz/configmaps/x',
        '/apis/',
        '/%00',
      ].map(async path => (await api.admin.get(path)).code)
    );
    codes.forEach(code => expect(code).toBeLessThan(500));
  });

  it('refuses methods that are none', async () => {
    const { code } = await api.admin.send('/api/v1/namespaces', { method: 'PUT', body: {} });
    expect(code).toBe(405);
  });
});
