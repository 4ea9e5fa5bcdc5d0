import { expect, it } from 'vitest';
import { installLamps, paths } from './fixtures.ts';
import { eventually } from './watchStream.ts';
import { describeApi } from './world.ts';

describeApi('custom resources', api => {
  it('are served once the definition is established', async () => {
    const lamps = await installLamps(api);
    // Its resources are served once its names are accepted, which may be a moment before.
    type Condition = { type: string; status: string; reason: string };
    const { body } = await eventually(
      () => api.admin.get(`${paths.crds}/${lamps.name}`),
      ({ body }) =>
        (body.status.conditions as Condition[]).some(
          ({ type, status }) => type === 'Established' && status === 'True'
        )
    );
    const conditions = body.status.conditions as Condition[];
    expect(conditions.map(({ type, status, reason }) => ({ type, status, reason }))).toEqual([
      { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts' },
      { type: 'Established', status: 'True', reason: 'InitialNamesAccepted' },
    ]);
    expect(body.status.storedVersions).toEqual(['v1']);
    expect(body.status.acceptedNames).toMatchObject({ kind: 'Lamp', listKind: 'LampList' });
  });

  it('get the defaults of their schema, and lose unknown fields', async () => {
    const lamps = await installLamps(api);
    const namespace = await api.namespace();
    const lamp = lamps.lamp('a', { colour: 'green', free: { anything: [1] } });
    const { code, body } = await api.admin.create(lamps.collection(namespace), lamp);
    expect(code).toBe(201);
    expect(body.spec).toEqual({ lumens: 800, mode: 'flood', free: { anything: [1] } });
  });

  it('are refused with 400 where an unknown field may not be', async () => {
    const lamps = await installLamps(api);
    const namespace = await api.namespace();
    const path = `${lamps.collection(namespace)}?fieldValidation=Strict`;
    const { code, body } = await api.admin.create(path, lamps.lamp('a', { colour: 'green' }));
    expect(code).toBe(400);
    expect(body.message).toContain('strict decoding error: unknown field "spec.colour"');
  });

  it.each([
    ['a missing required field', { lumens: undefined }, 'spec.lumens', 'FieldValueRequired'],
    ['a wrong type', { lumens: 'many' }, 'spec.lumens', 'FieldValueTypeInvalid'],
    ['a number too small', { lumens: 0 }, 'spec.lumens', 'FieldValueInvalid'],
    ['a value outside the enum', { mode: 'strobe' }, 'spec.mode', 'FieldValueNotSupported'],
    ['a broken pattern', { name: 'UP' }, 'spec.name', 'FieldValueInvalid'],
    [
      'two items of one key',
      { bulbs: [{ socket: 'a' }, { socket: 'a' }] },
      'spec.bulbs[1]',
      'FieldValueDuplicate',
    ],
    ['a set with a double', { tags: ['a', 'a'] }, 'spec.tags[1]', 'FieldValueDuplicate'],
  ])('are refused with 422 for %s', async (_what, spec, field, reason) => {
    const lamps = await installLamps(api);
    const namespace = await api.namespace();
    const { code, body } = await api.admin.create(
      lamps.collection(namespace),
      lamps.lamp('a', spec)
    );
    expect(code).toBe(422);
    expect(body.details.causes).toContainEqual(expect.objectContaining({ field, reason }));
  });

  it('take numbers and texts where the schema says either', async () => {
    const lamps = await installLamps(api);
    const namespace = await api.namespace();
    const number = await api.admin.create(
      lamps.collection(namespace),
      lamps.lamp('a', { power: 5 })
    );
    const text = await api.admin.create(
      lamps.collection(namespace),
      lamps.lamp('b', { power: '50%' })
    );
    expect([number.body.spec?.power, text.body.spec?.power]).toEqual([5, '50%']);
  });

  it('keep status apart, and count the changes of the rest', async () => {
    const lamps = await installLamps(api);
    const path = lamps.collection(await api.namespace());
    const created = await api.admin.create(path, { ...lamps.lamp('a'), status: { lit: true } });
    expect(created.body.status).toBeUndefined();
    const lit = await api.admin.merge(`${path}/a/status`, {
      status: { lit: true },
      spec: { lumens: 1 },
    });
    expect([lit.body.metadata.generation, lit.body.status, lit.body.spec?.lumens]).toEqual([
      1,
      { lit: true },
      800,
    ]);
    const brighter = await api.admin.merge(`${path}/a`, {
      spec: { lumens: 900 },
      status: { lit: false },
    });
    expect([brighter.body.metadata.generation, brighter.body.status]).toEqual([2, { lit: true }]);
  });

  it('are the same objects in every served version', async () => {
    const lamps = await installLamps(api);
    const namespace = await api.namespace();
    await api.admin.create(lamps.collection(namespace), lamps.lamp('a'));
    const { body } = await api.admin.get(`${lamps.collection(namespace, 'v1beta1')}/a`);
    expect([body.apiVersion, body.spec?.lumens]).toEqual([`${lamps.group}/v1beta1`, 800]);
    const list = await api.admin.get(lamps.collection(namespace, 'v1beta1'));
    expect(list.body.items.map(item => item.apiVersion)).toEqual([`${lamps.group}/v1beta1`]);
  });

  it('need a resourceVersion in a PUT', async () => {
    const lamps = await installLamps(api);
    const path = lamps.collection(await api.namespace());
    await api.admin.create(path, lamps.lamp('a'));
    const { code, body } = await api.admin.put(`${path}/a`, lamps.lamp('a', { lumens: 5 }));
    expect(code).toBe(422);
    expect(body.message).toContain(
      'metadata.resourceVersion: Invalid value: 0: must be specified for an update'
    );
  });

  it('scale through the paths of their definition', async () => {
    const lamps = await installLamps(api);
    const path = lamps.collection(await api.namespace());
    await api.admin.create(path, lamps.lamp('a', { replicas: 2 }));
    const { body } = await api.admin.merge(`${path}/a/scale`, { spec: { replicas: 5 } });
    expect(body.spec).toEqual({ replicas: 5 });
    expect((await api.admin.get(`${path}/a`)).body.spec?.replicas).toBe(5);
  });

  it('show the columns of their definition in a Table', async () => {
    const lamps = await installLamps(api);
    const path = lamps.collection(await api.namespace());
    await api.admin.create(path, lamps.lamp('a'));
    const { body } = await api.admin.get(path, {
      Accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    });
    const table = body as unknown as {
      columnDefinitions: { name: string }[];
      rows: { cells: unknown[] }[];
    };
    expect(table.columnDefinitions.map(column => column.name)).toEqual(['Name', 'Lumens', 'Age']);
    expect(table.rows[0]!.cells.slice(0, 2)).toEqual(['a', 800]);
  });

  it('go with their definition', async () => {
    const lamps = await installLamps(api);
    const path = lamps.collection(await api.namespace());
    await api.admin.create(path, lamps.lamp('a'));
    await api.admin.remove(`${paths.crds}/${lamps.name}`);
    await eventually(
      () => api.admin.get(`${paths.crds}/${lamps.name}`),
      ({ code }) => code === 404
    );
    await eventually(
      () => api.admin.get(`${path}/a`),
      ({ code }) => code === 404
    );
  });

  it('need a definition whose name is its plural and group', async () => {
    const { code, body } = await api.admin.create(paths.crds, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'wrong.test' },
      spec: {
        group: 'right.test',
        scope: 'Namespaced',
        names: { plural: 'things', kind: 'Thing' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object' } },
          },
        ],
      },
    });
    expect(code).toBe(422);
    expect(body.message).toContain('must be spec.names.plural+"."+spec.group');
  });
});
