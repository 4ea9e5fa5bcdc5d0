import { expect, it } from 'vitest';
import { configMap, deployment, paths } from './fixtures.ts';
import { eventually } from './watchStream.ts';
import { type ApiUnderTest, describeApi } from './world.ts';

const names = (items: { metadata: { name: string } }[]) => items.map(item => item.metadata.name);

/** Six ConfigMaps a to f; a and b are red, c is blue. Their namespace holds `kube-root-ca.crt`, too. */
async function fill(api: ApiUnderTest): Promise<string> {
  const namespace = await api.namespace();
  const path = paths.configMaps(namespace);
  const colours: Record<string, string> = { a: 'red', b: 'red', c: 'blue' };
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
    const colour = colours[name];
    await api.admin.create(path, configMap(name, {}, { mine: 'yes', ...(colour && { colour }) }));
  }
  return path;
}

describeApi('lists', api => {
  it('lists a collection in order of names, with a resourceVersion', async () => {
    const path = await fill(api);
    const { code, body } = await api.admin.get(`${path}?labelSelector=mine`);
    expect(code).toBe(200);
    expect(body).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' });
    expect(names(body.items)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(body.metadata.resourceVersion).toMatch(/^\d+$/);
  });

  it('lists an empty collection as an empty list', async () => {
    const namespace = await api.namespace();
    const { body } = await api.admin.get(paths.deployments(namespace));
    expect(body).toMatchObject({ kind: 'DeploymentList', apiVersion: 'apps/v1', items: [] });
  });

  it.each([
    ['colour', ['a', 'b', 'c']],
    ['!colour', ['d', 'e', 'f']],
    ['colour=red', ['a', 'b']],
    ['colour==red', ['a', 'b']],
    ['colour!=red', ['c', 'd', 'e', 'f']],
    ['colour in (red, blue)', ['a', 'b', 'c']],
    ['colour notin (red)', ['c', 'd', 'e', 'f']],
    ['colour,colour!=red', ['c']],
  ])('selects by the labels %s', async (selector, wanted) => {
    const path = await fill(api);
    const query = encodeURIComponent(`mine=yes,${selector}`);
    const { body } = await api.admin.get(`${path}?labelSelector=${query}`);
    expect(names(body.items)).toEqual(wanted);
  });

  it('refuses a label selector that it cannot read with 400', async () => {
    const { code, body } = await api.admin.get(
      `/api/v1/configmaps?labelSelector=${encodeURIComponent('a in (b')}`
    );
    expect([code, body.reason]).toEqual([400, 'BadRequest']);
  });

  it('selects by fields, and refuses fields that cannot be selected', async () => {
    const path = await fill(api);
    const one = await api.admin.get(`${path}?fieldSelector=metadata.name%3Dc`);
    expect(names(one.body.items)).toEqual(['c']);
    const others = await api.admin.get(
      `${path}?labelSelector=mine&fieldSelector=metadata.name!%3Dc`
    );
    expect(names(others.body.items)).toEqual(['a', 'b', 'd', 'e', 'f']);
    const refused = await api.admin.get(`${path}?fieldSelector=data.x%3D1`);
    expect(refused.code).toBe(400);
    expect(refused.body.message).toBe(
      '"data.x" is not a known field selector: only "metadata.name", "metadata.namespace"'
    );
    const ofPods = await api.admin.get('/api/v1/pods?fieldSelector=data.x%3D1');
    expect(ofPods.body.message).toBe('field label not supported: data.x');
  });

  it('selects Events by the object that they are about', async () => {
    const namespace = await api.namespace();
    const path = `/api/v1/namespaces/${namespace}/events`;
    for (const name of ['p', 'q']) {
      await api.admin.create(path, {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: `about-${name}`, namespace },
        involvedObject: { kind: 'Pod', name, namespace },
        reason: 'Started',
        type: 'Normal',
      });
    }
    const query = encodeURIComponent('involvedObject.kind=Pod,involvedObject.name=q,type!=Warning');
    const { body } = await api.admin.get(`${path}?fieldSelector=${query}`);
    expect(names(body.items)).toEqual(['about-q']);
  });

  it('pages through a list, and says how many are left', async () => {
    const path = await fill(api);
    // A controller makes one more in every namespace: between two pages it would be on none.
    await eventually(
      () => api.admin.get(`${path}/kube-root-ca.crt`),
      ({ code }) => code === 200
    );
    const first = await api.admin.get(`${path}?limit=4`);
    expect(first.body.items).toHaveLength(4);
    expect(first.body.metadata.remainingItemCount).toBeGreaterThan(1);
    const next = encodeURIComponent(first.body.metadata.continue ?? '');
    const second = await api.admin.get(`${path}?limit=4&continue=${next}`);
    expect(second.body.metadata.continue).toBeUndefined();
    const all = await api.admin.get(path);
    expect([...names(first.body.items), ...names(second.body.items)]).toEqual(
      names(all.body.items)
    );
    expect(second.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
  });

  it('shows on later pages what was there at the first', async () => {
    const path = await fill(api);
    const first = await api.admin.get(`${path}?limit=2&labelSelector=mine`);
    await api.admin.remove(`${path}/d`);
    await api.admin.merge(`${path}/e`, { data: { changed: 'yes' } });
    await api.admin.create(path, configMap('cc', {}, { mine: 'yes' }));
    const next = encodeURIComponent(first.body.metadata.continue ?? '');
    const rest = await api.admin.get(`${path}?limit=100&labelSelector=mine&continue=${next}`);
    expect(names(rest.body.items)).toEqual(['c', 'd', 'e', 'f']);
    expect(rest.body.items[2]!.data ?? {}).toEqual({});
  });

  it('refuses a continue token that is none with 400', async () => {
    const { code } = await api.admin.get('/api/v1/configmaps?limit=2&continue=nonsense');
    expect(code).toBe(400);
  });

  it('refuses a resourceVersion that is none with 400, and one from the future with 504', async () => {
    expect((await api.admin.get('/api/v1/configmaps?resourceVersion=soon')).code).toBe(400);
    const future =
      '/api/v1/configmaps?resourceVersion=99999999999&resourceVersionMatch=NotOlderThan';
    const { code, body } = await api.admin.get(future);
    expect([code, body.reason]).toEqual([504, 'Timeout']);
    expect(body.message).toContain('Too large resource version');
  });

  it('lists exactly as of a resourceVersion', async () => {
    const path = await fill(api);
    const { body: then } = await api.admin.get(`${path}?labelSelector=mine`);
    await api.admin.remove(`${path}/a`);
    const version = then.metadata.resourceVersion;
    const { body } = await api.admin.get(
      `${path}?labelSelector=mine&resourceVersion=${version}&resourceVersionMatch=Exact`
    );
    expect(names(body.items)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(body.metadata.resourceVersion).toBe(version);
  });

  it('lists all namespaces together', async () => {
    const [one, other] = [await api.namespace(), await api.namespace()];
    const label = `set-${one}`;
    for (const namespace of [one, other]) {
      await api.admin.create(paths.configMaps(namespace), configMap('x', {}, { set: label }));
    }
    const { body } = await api.admin.get(`/api/v1/configmaps?labelSelector=set%3D${label}`);
    expect(body.items.map(item => item.metadata.namespace)).toEqual([one, other]);
  });

  it('deletes a selected part of a collection', async () => {
    const path = await fill(api);
    const { code } = await api.admin.remove(`${path}?labelSelector=colour%3Dred`);
    expect(code).toBe(200);
    const { body } = await api.admin.get(`${path}?labelSelector=mine`);
    expect(names(body.items)).toEqual(['c', 'd', 'e', 'f']);
  });

  it('answers with a Table where kubectl asks for one', async () => {
    const namespace = await api.namespace();
    await api.admin.create(paths.deployments(namespace), deployment('web', 3));
    const { body } = await api.admin.get(paths.deployments(namespace), {
      Accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
    });
    const table = body as unknown as {
      kind: string;
      columnDefinitions: { name: string }[];
      rows: { cells: unknown[]; object: { kind: string; metadata: { name: string } } }[];
    };
    expect(table.kind).toBe('Table');
    expect(table.columnDefinitions.slice(0, 5).map(column => column.name)).toEqual([
      'Name',
      'Ready',
      'Up-to-date',
      'Available',
      'Age',
    ]);
    expect(table.rows[0]!.cells.slice(0, 4)).toEqual(['web', '0/3', 0, 0]);
    expect(table.rows[0]!.object).toMatchObject({
      kind: 'PartialObjectMetadata',
      metadata: { name: 'web' },
    });
  });

  it('answers with metadata alone where that is asked for', async () => {
    const path = await fill(api);
    const { body } = await api.admin.get(`${path}?labelSelector=colour%3Dblue`, {
      Accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    });
    expect(body).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
    expect(Object.keys(body.items[0]!).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
  });

  it('refuses a form that it does not know with 406', async () => {
    const { code } = await api.admin.get('/api/v1/configmaps', { Accept: 'image/png' });
    expect(code).toBe(406);
  });
});
