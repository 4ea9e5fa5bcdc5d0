import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { type ApplyCase, applyCases, applyKinds, type ApplyStep } from './applyCases.ts';
import { installLamps } from './fixtures.ts';
import { describeApi } from './world.ts';

const folder = resolve(import.meta.dirname, '../../fixtures/managedFields');

/**
 * The golden files are what a real API server wrote. To record them anew, run this file on one with `--update`:
 * `vitest run --config test/cluster/vitest.config.ts --update test/contract/api/managedFields.test.ts`.
 */
describeApi('managed fields', api => {
  it.each(Object.entries(applyCases))(
    'are those of a real API server after %s',
    async (name, one) => {
      const { root, group } = await rootOf(one);
      const { plural } = applyKinds[one.kind];
      const codes: number[] = [];
      for (const step of one.steps) {
        const path = `${root(step.version)}/${plural}`;
        codes.push(await take(step, path, apiVersionOf(group, step.version), one.kind));
      }
      const { body } = await api.admin.get(`${root()}/${plural}/a`);
      const named = new Set(one.steps.map(({ as }) => as));
      const managedFields = (body.metadata.managedFields ?? [])
        // Controllers of a whole cluster write too.
        .filter(({ manager }) => named.has(manager ?? ''))
        .map(({ manager, operation, apiVersion, subresource, fieldsType, fieldsV1 }) => ({
          manager,
          operation,
          apiVersion: apiVersion?.replace(/^lamps.*\.test/, 'lamps.test'),
          subresource,
          fieldsType,
          fieldsV1,
        }))
        // Their order depends on the second in which each was written.
        .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
      const text = `${JSON.stringify({ codes: codes.join(' '), managedFields }, null, 2)}\n`;
      await expect(text).toMatchFileSnapshot(`${folder}/${name.replace(/\W+/g, '-')}.json`);
    }
  );

  async function rootOf({ kind }: ApplyCase) {
    const namespace = await api.namespace();
    const group = applyKinds[kind].group ?? (await installLamps(api)).group;
    const root = (version = 'v1') =>
      `${group ? `/apis/${group}` : '/api'}/${version}/namespaces/${namespace}`;
    return { root, group };
  }

  async function take(step: ApplyStep, path: string, apiVersion: string, kind: string) {
    const { admin } = api;
    const whole = (given: object & { metadata?: object }) => ({
      apiVersion,
      kind,
      ...given,
      metadata: { ...given.metadata, name: 'a' },
    });
    const query = `?fieldManager=${step.as}`;
    const own = `${path}/a${step.subresource ? `/${step.subresource}` : ''}`;
    if (step.create) return (await admin.create(path + query, whole(step.create))).code;
    if (step.merge) return (await admin.merge(own + query, step.merge)).code;
    if (step.json) return (await admin.json(own + query, step.json)).code;
    if (step.put) {
      const { body } = await admin.get(own);
      return (await admin.put(own + query, { ...body, ...step.put })).code;
    }
    const { code } = await admin.apply(own, step.as, whole(step.apply ?? {}), step.query);
    return code;
  }
});

function apiVersionOf(group: string, version = 'v1'): string {
  return group ? `${group}/${version}` : version;
}

function orderOf(entry: {
  operation?: string;
  manager?: string;
  subresource?: string;
  apiVersion?: string;
}) {
  return [entry.operation, entry.manager, entry.subresource, entry.apiVersion].join(' ');
}
