import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KubernetesObject, record } from '../../src/core/kubernetes/object.ts';
import { fluxCrds } from '../../src/demo/cluster/schema/fluxCrds.ts';
import type { StructuralSchema } from '../../src/demo/cluster/schema/structural.ts';
import { type ApiClient, createApiClient } from '../contract/api/apiClient.ts';
import { startEmbeddedApi } from '../contract/api/embeddedApi.ts';
import { paths } from '../contract/api/fixtures.ts';
import { eventually } from '../contract/api/watchStream.ts';
import type { ApiWorld } from '../contract/api/world.ts';
import { fitting, mutated } from './objectOfSchema.ts';
import { sharedPlane } from './sharedPlane.ts';

/** Prints with a failure, and can be given to see it again. */
const seed = Number(process.env.LUMEN_SEED ?? 20260101);
const objectsOfKind = 60;

// No module here holds the CRD of ArtifactGenerator, so there is nothing to compare ours with.
const ours = fluxCrds().filter(crd => crd.spec?.names && nameOf(crd) !== 'ArtifactGenerator');

describe('the compact schemas of Flux, beside its own', () => {
  let embedded: ApiWorld;
  const clients: ApiClient[] = [];
  let real: ApiClient;
  let own: ApiClient;

  beforeAll(async () => {
    embedded = await startEmbeddedApi();
    const plane = sharedPlane()!;
    real = createApiClient(plane, plane.token('admin'));
    own = createApiClient(embedded, embedded.token('admin'));
    clients.push(real, own);
    for (const crd of ours) await own.create(paths.crds, crd);
    await eventually(
      () => Promise.all(ours.map(async crd => (await own.get(collectionOf(crd))).code)),
      codes => codes.every(code => code === 200)
    );
  });
  afterAll(async () => {
    clients.forEach(client => client.close());
    await embedded.close();
  });

  it.each(ours.map(crd => [nameOf(crd), crd] as const))(
    'say of %s what its own definition says',
    async (_, crd) => {
      const { body } = await real.get(`${paths.crds}/${crd.metadata.name}`);
      const theirs = versionsOf(body).find(({ name }) => name === versionsOf(crd)[0]!.name);
      expect(plain(versionsOf(crd)[0])).toEqual(plain(theirs));
      expect(crd.spec?.names).toEqual(body.spec?.names);
    }
  );

  it.each(ours.map(crd => [nameOf(crd), crd] as const))(
    'take and refuse the same objects of kind %s',
    async (kind, crd) => {
      const { body } = await real.get(`${paths.crds}/${crd.metadata.name}`);
      const version = versionsOf(crd)[0]!.name;
      const schema = versionsOf(body).find(({ name }) => name === version)!.schema.openAPIV3Schema;
      const spec = fitting(schema.properties!.spec!);
      const specs = fc.sample(fc.oneof(spec, mutated(spec)), {
        seed,
        numRuns: objectsOfKind,
      });
      const differences: unknown[] = [];
      const verdicts = { taken: 0, refused: 0 };
      for (const one of specs) {
        const object = {
          apiVersion: `${String(crd.spec?.group)}/${version}`,
          kind,
          metadata: { name: 'sample' },
          spec: one,
        };
        const theirs = await verdict(real, crd, object);
        const mine = await verdict(own, crd, object);
        if (!isDeepStrictEqual(mine, theirs)) differences.push({ spec: one, theirs, mine });
        verdicts[theirs.code === 201 ? 'taken' : 'refused']++;
      }
      expect(differences, `seed ${seed}`).toEqual([]);
      // A comparison of nothing but refusals would say little.
      expect(verdicts).toEqual({ taken: expect.toSatisfy(some), refused: expect.toSatisfy(some) });
    }
  );
});

const some = (count: number) => count > 0;

async function verdict(client: ApiClient, crd: KubernetesObject, object: object) {
  const path = `${collectionOf(crd)}?dryRun=All&fieldValidation=Strict`;
  const { code, body } = await client.create(path, object);
  if (code === 201) return { code, spec: body.spec };
  const causes = (body.details?.causes ?? []).map(({ field, reason }) => `${field} ${reason}`);
  return { code, causes: [...new Set(causes)].sort() };
}

interface Version {
  name: string;
  schema: { openAPIV3Schema: StructuralSchema };
}

const versionsOf = ({ spec }: KubernetesObject) => spec?.versions as Version[];

function nameOf({ spec }: KubernetesObject): string {
  return String(record(spec?.names).kind);
}

function collectionOf(crd: KubernetesObject): string {
  const { group, names } = crd.spec as { group: string; names: { plural: string } };
  return `/apis/${group}/${versionsOf(crd)[0]!.name}/namespaces/default/${names.plural}`;
}

/** Without what has no effect: descriptions, the order of choices, the wording of rules whose message is the same. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, field]): [string, unknown][] => {
    if (key === 'description' && typeof field === 'string') return [];
    if (key === 'format' && /^int(32|64)$/.test(field)) return [];
    if (key === 'x-kubernetes-list-type' && field === 'atomic') return [];
    if ((key === 'required' || key === 'enum') && Array.isArray(field))
      return [[key, [...field].sort()]];
    if (key === 'x-kubernetes-validations') {
      return [[key, (field as { message: string }[]).map(({ message }) => message)]];
    }
    return [[key, plain(field)]];
  });
  // The schema says nothing about metadata in either, and all of apiVersion and kind.
  return Object.fromEntries(entries);
}
