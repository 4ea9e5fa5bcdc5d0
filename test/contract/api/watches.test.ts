import { expect, it } from 'vitest';
import { configMap, installLamps, paths } from './fixtures.ts';
import { openSocketWatch, openWatch, type WatchEvent } from './watchStream.ts';
import { describeApi } from './world.ts';

const brief = ({ type, object }: WatchEvent) => `${type} ${object.metadata.name}`;

describeApi('watches', api => {
  async function start() {
    const namespace = await api.namespace();
    const path = paths.configMaps(namespace);
    const { body } = await api.admin.get(path);
    return { namespace, path, version: body.metadata.resourceVersion };
  }

  it('tells what happens after the resourceVersion, in order', async () => {
    const { path, version } = await start();
    await api.admin.create(path, configMap('a', { x: '1' }));
    const watch = await openWatch(
      api.admin,
      `${path}?watch=true&resourceVersion=${version}&labelSelector=!skip`
    );
    await api.admin.merge(`${path}/a`, { data: { x: '2' } });
    await api.admin.remove(`${path}/a`);
    const seen: WatchEvent[] = [];
    while (seen.length < 3) {
      const event = await watch.next();
      if (event.object.metadata.name === 'a') seen.push(event);
    }
    watch.close();
    expect(seen.map(brief)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
    expect(seen.map(({ object }) => object.data)).toEqual([{ x: '1' }, { x: '2' }, { x: '2' }]);
    const versions = seen.map(({ object }) => Number(object.metadata.resourceVersion));
    expect([...versions].sort((a, b) => a - b)).toEqual(versions);
    expect(new Set(versions).size).toBe(3);
  });

  it('begins with what is there where no resourceVersion is given', async () => {
    const { path } = await start();
    await api.admin.create(path, configMap('a', {}, { mine: 'yes' }));
    await api.admin.create(path, configMap('b', {}, { mine: 'yes' }));
    const watch = await openWatch(api.admin, `${path}?watch=1&labelSelector=mine`);
    expect([brief(await watch.next()), brief(await watch.next())]).toEqual(['ADDED a', 'ADDED b']);
    await api.admin.merge(`${path}/b`, { data: { x: '1' } });
    expect(brief(await watch.next())).toBe('MODIFIED b');
    watch.close();
  });

  it('tells what enters and leaves a selection as ADDED and DELETED', async () => {
    const { path, version } = await start();
    const watch = await openWatch(
      api.admin,
      `${path}?watch=true&resourceVersion=${version}&labelSelector=lit%3Dyes`
    );
    await api.admin.create(path, configMap('a'));
    await api.admin.merge(`${path}/a`, { metadata: { labels: { lit: 'yes' } } });
    await api.admin.merge(`${path}/a`, { data: { x: '1' } });
    const off = await api.admin.merge(`${path}/a`, { metadata: { labels: { lit: 'no' } } });
    const events = [await watch.next(), await watch.next(), await watch.next()];
    watch.close();
    expect(events.map(brief)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
    // The last state in the selection, at the revision that took it out.
    expect(events[2]!.object.metadata.labels).toEqual({ lit: 'yes' });
    expect(events[2]!.object.metadata.resourceVersion).toBe(off.body.metadata.resourceVersion);
  });

  it('watches one object by its name', async () => {
    const { path, version } = await start();
    const query = `watch=true&resourceVersion=${version}&fieldSelector=metadata.name%3Db`;
    const watch = await openWatch(api.admin, `${path}?${query}`);
    await api.admin.create(path, configMap('a'));
    await api.admin.create(path, configMap('b'));
    expect(brief(await watch.next())).toBe('ADDED b');
    watch.close();
  });

  it('keeps to its namespace', async () => {
    const { path, version } = await start();
    const elsewhere = paths.configMaps(await api.namespace());
    const watch = await openWatch(
      api.admin,
      `${path}?watch=true&resourceVersion=${version}&labelSelector=mine`
    );
    await api.admin.create(elsewhere, configMap('there', {}, { mine: 'yes' }));
    await api.admin.create(path, configMap('here', {}, { mine: 'yes' }));
    expect(brief(await watch.next())).toBe('ADDED here');
    watch.close();
  });

  it('watches all namespaces together', async () => {
    const { namespace, path, version } = await start();
    const other = await api.namespace();
    const query = `watch=true&resourceVersion=${version}&labelSelector=whole%3D${namespace}`;
    const watch = await openWatch(api.admin, `/api/v1/configmaps?${query}`);
    await api.admin.create(path, configMap('a', {}, { whole: namespace }));
    await api.admin.create(paths.configMaps(other), configMap('a', {}, { whole: namespace }));
    const seen = [await watch.next(), await watch.next()];
    watch.close();
    expect(seen.map(({ object }) => object.metadata.namespace)).toEqual([namespace, other]);
  });

  it('answers a resourceVersion that is long gone with an ERROR event 410', async () => {
    // Nobody can watch what was before there were such objects.
    const lamps = await installLamps(api);
    const path = `/apis/${lamps.group}/v1/lamps`;
    const watch = await openWatch(api.admin, `${path}?watch=true&resourceVersion=1`);
    const { type, object } = await watch.next();
    await watch.ended;
    expect(type).toBe('ERROR');
    expect(object).toMatchObject({ kind: 'Status', code: 410, reason: 'Expired' });
    expect(object.message).toMatch(/^too old resource version: 1 \(\d+\)$/);
  });

  it('ends after timeoutSeconds', async () => {
    const { path, version } = await start();
    const watch = await openWatch(
      api.admin,
      `${path}?watch=true&resourceVersion=${version}&timeoutSeconds=1`
    );
    await watch.ended;
  });

  it('sends the state and then a bookmark where initial events are asked for', async () => {
    const { path } = await start();
    await api.admin.create(path, configMap('a', {}, { mine: 'yes' }));
    const query =
      'watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&labelSelector=mine';
    const watch = await openWatch(api.admin, `${path}?${query}`);
    expect(brief(await watch.next())).toBe('ADDED a');
    const { type, object } = await watch.next();
    expect(type).toBe('BOOKMARK');
    expect(object).toMatchObject({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
    });
    const next = await api.admin.create(path, configMap('b', {}, { mine: 'yes' }));
    const added = await watch.next();
    expect(brief(added)).toBe('ADDED b');
    expect(Number(next.body.metadata.resourceVersion)).toBeGreaterThan(
      Number(object.metadata.resourceVersion)
    );
    watch.close();
  });

  it('refuses initial events without resourceVersionMatch with 422', async () => {
    const { path } = await start();
    const { code, body } = await api.admin.get(`${path}?watch=true&sendInitialEvents=true`);
    expect([code, body.reason]).toEqual([422, 'Invalid']);
  });

  it('watches the metadata alone', async () => {
    const { path, version } = await start();
    await api.admin.create(path, configMap('a', { x: '1' }, { mine: 'yes' }));
    const message = await api.admin.open(
      `${path}?watch=true&resourceVersion=${version}&labelSelector=mine&timeoutSeconds=3`,
      { Accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1' }
    );
    const text = Buffer.concat((await message.toArray()) as Buffer[]).toString();
    const event = JSON.parse(text.split('\n')[0]!) as WatchEvent;
    expect(event.object).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'a' } });
    expect(event.object).not.toHaveProperty('data');
  });

  it('serves many watchers the same events', async () => {
    const { path, version } = await start();
    const query = `watch=true&resourceVersion=${version}&labelSelector=mine`;
    const watches = await Promise.all(
      Array.from({ length: 20 }, () => openWatch(api.admin, `${path}?${query}`))
    );
    await api.admin.create(path, configMap('a', {}, { mine: 'yes' }));
    const events = await Promise.all(watches.map(watch => watch.next()));
    watches.forEach(watch => watch.close());
    expect(new Set(events.map(event => JSON.stringify(event))).size).toBe(1);
  });

  it('refuses to watch for who may not, with 403 and the verb', async () => {
    const { path } = await start();
    const { code, body } = await api.as('nobody').get(`${path}?watch=true`);
    expect(code).toBe(403);
    expect(body.message).toContain('User "nobody" cannot watch resource "configmaps"');
  });

  it('serves watches over WebSocket too, one text frame an event', async () => {
    const { path, version } = await start();
    const watch = await openSocketWatch(
      api.world,
      `${path}?watch=true&resourceVersion=${version}&labelSelector=mine`
    );
    await api.admin.create(path, configMap('a', { x: '1' }, { mine: 'yes' }));
    const { type, object } = await watch.next();
    watch.close();
    expect(type).toBe('ADDED');
    expect(object).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'a' }, data: { x: '1' } });
  });

  it('ends a watch over WebSocket after timeoutSeconds', async () => {
    const { path, version } = await start();
    const watch = await openSocketWatch(
      api.world,
      `${path}?watch=true&resourceVersion=${version}&timeoutSeconds=1`
    );
    await watch.ended;
  });
});
