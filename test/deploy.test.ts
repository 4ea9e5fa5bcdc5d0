import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { forgeLabel, readForge } from '../src/core/flux/forge.ts';
import { type KubernetesObject, list, record, text } from '../src/core/kubernetes/object.ts';
import { parseQuantity } from '../src/core/kubernetes/quantity.ts';
import { refText, toRef } from '../src/core/kubernetes/ref.ts';
import { admit } from '../src/demo/cluster/schema/admit.ts';
import { builtInTypes } from '../src/demo/cluster/schema/builtIn.ts';
import { apiVersionOf } from '../src/demo/cluster/schema/resourceType.ts';
import { buildKustomization } from '../src/node/kustomize.ts';
import { findKustomize } from '../src/node/tools.ts';
import { serviceLabel } from '../src/protocol/commits.ts';
import { parseFlags } from '../src/sidecar/flags.ts';

const modes = ['base', 'apply'] as const;
const built = new Map<string, KubernetesObject[]>();

const deploy = resolve(import.meta.dirname, '../deploy');

async function build(folder: string): Promise<KubernetesObject[]> {
  const tool = await findKustomize();
  const yaml = await buildKustomization({ tool, folder, allowFilesAbove: true });
  return parseAllDocuments(yaml).map(document => document.toJS() as KubernetesObject);
}

/** Components beside deploy/base: in a kustomization of one's own, or in that of deploy/base itself, as Flux does. */
async function buildWith(names: string[], isFlux: boolean): Promise<KubernetesObject[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lumen-deploy-'));
  try {
    await cp(deploy, join(folder, 'deploy'), { recursive: true });
    const at = isFlux ? join(folder, 'deploy/base') : join(folder, 'deploy/own');
    const file = join(at, 'kustomization.yaml');
    const components = names.map(name => `../${name}`);
    const own = isFlux ? parse(await readFile(file, 'utf8')) : { resources: ['../base'] };
    await mkdir(at, { recursive: true });
    await writeFile(file, stringify({ ...own, components }));
    return await build(at);
  } finally {
    await rm(folder, { recursive: true });
  }
}

beforeAll(async () => {
  for (const mode of modes) built.set(mode, await build(resolve(deploy, mode)));
}, 60_000);

function find(mode: string, kind: string, name: string): KubernetesObject {
  const found = built
    .get(mode)
    ?.find(object => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`deploy/${mode} has no ${kind} ${name}`);
  return found;
}

const containerOf = (mode: string) =>
  record(list(podSpec(mode).containers)[0]) as { args: string[]; [field: string]: unknown };

function podSpec(mode: string) {
  return record(record(record(find(mode, 'Deployment', 'lumen').spec).template).spec);
}

describe.each(modes)('deploy/%s', mode => {
  it('holds only objects that an API server takes', () => {
    const complaints = (built.get(mode) ?? []).flatMap(object => {
      const type = builtInTypes.find(
        ({ kind, ...rest }) =>
          kind === object.kind && apiVersionOf({ kind, ...rest }) === object.apiVersion
      );
      if (!type) return `${object.apiVersion} ${object.kind} is unknown`;
      const { errors, unknownFields } = admit(object, type);
      return [...errors, ...unknownFields].map(
        what => `${refText(toRef(object))}: ${JSON.stringify(what)}`
      );
    });
    expect(complaints).toEqual([]);
  });

  it('starts the sidecar with flags that it understands', () => {
    const args = containerOf(mode).args.map(arg => arg.replace('$(NAMESPACE)', 'flux-system'));
    expect(parseFlags(args)).toMatchObject({
      mode: mode === 'apply' ? 'apply' : 'observe',
      namespace: 'flux-system',
      httpAddress: { host: '0.0.0.0', port: 8080 },
      storagePath: '/data',
    });
  });

  it('leaves each of its processes a part of its memory', () => {
    const { args, env, resources } = containerOf(mode);
    const { kustomizeMemory, concurrency } = parseFlags(args);
    const options = list(env)
      .map(record)
      .find(({ name }) => name === 'NODE_OPTIONS')?.value;
    const heap = Number(/--max-old-space-size=(\d+)/.exec(String(options))?.[1]) * 2 ** 20;
    // The observer renders one at a time, the reconciler so many.
    const builds = (mode === 'apply' ? concurrency + 1 : 1) * kustomizeMemory;
    const limit = Number(parseQuantity(String(record(record(resources).limits).memory))) / 1e9;
    expect(heap + builds).toBeGreaterThan(0);
    expect(heap + builds).toBeLessThan(limit);
  });

  it('keeps the restricted pod security standard, and pins its image', () => {
    const container = containerOf(mode);
    expect(record(podSpec(mode).securityContext)).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(text(container.image)).toMatch(/:\d+\.\d+\.\d+$/);
  });

  it('is found by its label, and reached by the name of its port', () => {
    const service = find(mode, 'Service', 'lumen');
    expect(service.metadata.labels?.[serviceLabel.key]).toBe(serviceLabel.value);
    const ports = list(record(service.spec).ports).map(port => record(port).name);
    expect(ports.sort()).toEqual(mode === 'apply' ? ['artifacts', 'http', 'receiver'] : ['http']);
    const opened = list(containerOf(mode).ports).map(port => record(port).name);
    expect(opened).toEqual(expect.arrayContaining(ports));
  });

  it('ships the access token empty, and grants no more of Secrets than that one', () => {
    expect(find(mode, 'Secret', 'lumen-access').data).toBeUndefined();
    const rules = (built.get(mode) ?? [])
      .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
      .flatMap(({ rules }) => list(rules).map(record));
    const secrets = rules.filter(({ resources }) => list(resources).includes('secrets'));
    expect(secrets.map(({ resourceNames, verbs }) => [resourceNames, verbs])).toEqual([
      [['lumen-access'], ['get', 'patch']],
      [['lumen-access'], ['get']],
    ]);
  });
});

describe('deploy/persistent and deploy/variables', () => {
  it.each(['a kustomization of one’s own', 'its own, as Flux adds them'])(
    'go with deploy/base in %s',
    async manner => {
      const objects = await buildWith(['persistent', 'variables'], manner.startsWith('its own'));
      const { spec } = objects.find(({ kind }) => kind === 'Deployment') ?? {};
      const volumes = list(record(record(record(spec).template).spec).volumes).map(record);
      expect(volumes.find(({ name }) => name === 'data')).toEqual({
        name: 'data',
        persistentVolumeClaim: { claimName: 'lumen-data' },
      });
      const namespaced = objects.filter(({ kind }) => !kind.startsWith('ClusterRole'));
      expect(new Set(namespaced.map(({ metadata }) => metadata.namespace))).toEqual(
        new Set(['flux-system'])
      );
      expect(objects.map(({ metadata }) => metadata.name)).toEqual(
        expect.arrayContaining(['lumen-data', 'lumen-variables'])
      );
    }
  );
});

describe('deploy/flux', () => {
  it('names folders that are there, and the image that deploy/base runs', async () => {
    const text = await readFile(resolve(deploy, 'flux/sidecar.yaml'), 'utf8');
    const { path, components, images } = record(record(parse(text)).spec);
    const base = resolve(deploy, '..', String(path));
    const folders = [base, ...list(components).map(folder => resolve(base, String(folder)))];
    expect(folders.map(folder => existsSync(resolve(folder, 'kustomization.yaml')))).toEqual(
      folders.map(() => true)
    );
    const [name, tag] = String(containerOf('base').image).split(':');
    expect(list(images)).toEqual([{ name, newName: `registry.example.com/${name}`, newTag: tag }]);
  });
});

describe('deploy/base', () => {
  it('lives within 256 MiB', () => {
    expect(record(containerOf('base').resources).limits).toEqual({ memory: '256Mi' });
  });

  it('only reads what belongs to Flux', () => {
    const verbs = list(find('base', 'ClusterRole', 'lumen-observe').rules).map(
      rule => record(rule).verbs
    );
    expect(new Set(verbs.flat())).toEqual(new Set(['get', 'list', 'watch']));
    expect(built.get('base')?.filter(({ kind }) => kind === 'ClusterRoleBinding')).toHaveLength(1);
  });
});

it('the example of a forge is one that the plugin understands, and finds by its label', async () => {
  const file = resolve(import.meta.dirname, '../deploy/headlamp/forge.yaml');
  const said = await readFile(file, 'utf8');
  const example = parseAllDocuments(said)[0]?.toJS() as KubernetesObject;
  expect(example.metadata.labels).toEqual({ [forgeLabel.key]: forgeLabel.value });
  const withOwn = said.replaceAll(/# (commit|file|compare):/g, '$1:');
  for (const yaml of [said, withOwn]) {
    const { forge, problems } = readForge(parseAllDocuments(yaml)[0]?.toJS() as KubernetesObject);
    expect(problems).toEqual([]);
    expect(Object.keys(forge?.templates ?? {}).sort()).toEqual(['commit', 'compare', 'file']);
  }
});
