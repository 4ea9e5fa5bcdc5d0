import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kustomization, renderWorld, writeFiles } from '../../../test/doubles/treeWorld.ts';
import { record } from '../../core/kubernetes/object.ts';
import { findKustomize, type Tool } from '../../node/tools.ts';
import { concurrently } from '../concurrently.ts';
import { renderKustomization } from './render.ts';

const runs = process.env.LUMEN_LONG === '1' ? 1000 : 100;
// One seed unless told: `npm run test:long` tells another each time.
const seed = Number(process.env.LUMEN_SEED ?? 1);

let tool: Tool;
let folder: string;

beforeAll(async () => {
  tool = await findKustomize();
  folder = await mkdtemp(join(tmpdir(), 'lumen-keys-'));
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

type Random = () => number;

/** Numbers below 1, the same for the same seed. */
function createRandom(start: number): Random {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Each file as a text that is another for another nonce, whatever it is for. */
type Files = Map<string, (nonce: string) => string>;

const configMap = (name: string, nonce: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {main: ${name}, nonce: "${nonce}"}\n`;

/** One way to reach a file from a kustomization: what it writes there, and what it says of it. */
type Feature = (files: Files, folder: string, random: Random) => Record<string, unknown>;

const features: Feature[] = [
  (files, at) => {
    files.set(`${at}/patch.yaml`, nonce => configMap('a', nonce));
    return { patches: [{ path: 'patch.yaml' }] };
  },
  (files, at) => {
    files.set(
      `${at}/json.yaml`,
      nonce =>
        `- {op: add, path: /data/json, value: "${nonce}"}\n- {op: test, path: /kind, value: ConfigMap}\n`
    );
    return {
      patchesJson6902: [
        { path: 'json.yaml', target: { version: 'v1', kind: 'ConfigMap', name: 'a' } },
      ],
    };
  },
  (files, at) => {
    files.set(`${at}/merge.yaml`, nonce => configMap('a', nonce));
    return { patchesStrategicMerge: ['./merge.yaml'] };
  },
  (files, at) => {
    files.set(`${at}/values/f.txt`, nonce => nonce);
    files.set(`${at}/e.env`, nonce => `A=${nonce}\n`);
    return {
      configMapGenerator: [
        { name: 'made', files: ['values/f.txt', 'k=values/f.txt'], envs: ['e.env'] },
      ],
    };
  },
  (files, at) => {
    files.set(`shared/${at}.txt`, nonce => nonce);
    return { SecretGenerator: [{ name: 'hidden', Files: [`../shared/${at}.txt`] }] };
  },
  (files, at) => {
    files.set(
      `${at}/transformer.yaml`,
      () =>
        'apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: t}\npath: deep/p.yaml\ntarget: {kind: ConfigMap, name: a}\n'
    );
    files.set(`${at}/deep/p.yaml`, nonce => `- {op: add, path: /data/deep, value: "${nonce}"}\n`);
    return { transformers: ['transformer.yaml'] };
  },
  (files, at) => {
    files.set(
      `${at}/label.yaml`,
      nonce =>
        `apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: l}\nlabels: {n: n${nonce}}\nfieldSpecs: [{path: metadata/labels, create: true}]\n`
    );
    return { transformers: ['label.yaml'] };
  },
  (files, at) => {
    files.set(
      `${at}/g/gen.yaml`,
      () =>
        'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: plugged}\nfiles: [g.txt]\n'
    );
    files.set(`${at}/g.txt`, nonce => nonce);
    files.set(`${at}/g/g.txt`, nonce => nonce);
    return { generators: ['g/gen.yaml'] };
  },
  (files, at) => {
    files.set(
      `${at}/replace.yaml`,
      nonce =>
        `source: {kind: ConfigMap, name: a, fieldPath: data.${
          nonce.length % 2 ? 'main' : 'nonce'
        }}\ntargets: [{select: {kind: ConfigMap, name: b}, fieldPaths: [data.main]}]\n`
    );
    return { replacements: [{ path: 'replace.yaml' }] };
  },
  (files, at) => {
    files.set(
      `${at}/part/kustomization.yaml`,
      nonce =>
        `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {part: "${nonce}"}\nresources: [more.yaml]\n`
    );
    files.set(`${at}/part/more.yaml`, nonce => configMap('more', nonce));
    return { components: ['part'] };
  },
  (files, _at, random) => {
    const base = `base${Math.floor(random() * 2)}`;
    files.set(
      `${base}/kustomization.yml`,
      nonce => `resources: [own.yaml]\nnameSuffix: -${base}${nonce}\n`
    );
    files.set(`${base}/own.yaml`, nonce => configMap('own', nonce));
    files.set(`${base}/unlisted.yaml`, nonce => configMap('unlisted', nonce));
    return { resources: [`../${base}`] };
  },
  (files, at) => {
    files.set(
      `${at}/names.yaml`,
      nonce =>
        `nameReference:\n- kind: ConfigMap\n  fieldSpecs: [{kind: ConfigMap, path: data/${
          nonce.length % 2 ? 'main' : 'nonce'
        }}]\n`
    );
    return { configurations: ['names.yaml'], namePrefix: 'pre-' };
  },
  (files, at) => {
    files.set(`${at}/schema.json`, nonce =>
      JSON.stringify({ definitions: {}, info: { title: nonce } })
    );
    return { crds: ['schema.json'] };
  },
];

/** A repository with two Kustomizations, and folders that both may reach. */
function repository(random: Random): Files {
  const files: Files = new Map([['docs/readme.md', (nonce: string) => nonce]]);
  for (const at of ['one', 'two']) {
    files.set(`${at}/a.yaml`, nonce => configMap('a', nonce));
    files.set(`${at}/b.yaml`, nonce => configMap('b', nonce));
    if (random() < 0.2) {
      files.set(`${at}/sub/c.yml`, nonce => configMap('c', nonce));
      files.set(
        `${at}/own/kustomization.yaml`,
        nonce => `resources: [d.yaml]\nnamePrefix: n${nonce}-\n`
      );
      files.set(`${at}/own/d.yaml`, nonce => configMap('d', nonce));
      files.set(`${at}/own/unlisted.yaml`, nonce => configMap('unlisted', nonce));
      continue;
    }
    const fields: Record<string, unknown> = { resources: ['a.yaml', 'b.yaml'] };
    for (const feature of features) {
      if (random() > 0.3) continue;
      for (const [name, value] of Object.entries(feature(files, at, random))) {
        const before = fields[name];
        fields[name] =
          Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
      }
    }
    files.set(`${at}/kustomization.yaml`, nonce =>
      JSON.stringify({ ...fields, commonAnnotations: { nonce: `n${nonce}` } })
    );
    files.set(`${at}/unlisted.yaml`, nonce => configMap('unlisted', nonce));
  }
  return files;
}

const live = [kustomization('one'), kustomization('two')];

/** The keys alone: everything is known, so that nothing is built. */
async function keysOf(at: string): Promise<string[]> {
  const known = async (key: string) => ({
    ...{ kustomization: '', key, build: 'any', prune: true, deletionPolicy: '' },
  });
  const { nodes } = await renderWorld(at, tool, { files: {}, live }, { known });
  return nodes.map(({ key, failure }) => failure ?? key);
}

/** What the whole repository renders to, as the reconciler does it. */
async function outputsOf(at: string): Promise<string[]> {
  const outputs: string[] = [];
  for (const { metadata, spec } of live) {
    const root = join(at, `copy-${metadata.name}`);
    await cp(join(at, 'artifact'), root, { recursive: true });
    const rendered = await renderKustomization({
      tool,
      root,
      spec: record(spec),
      variables: async () => undefined,
      timeout: 60_000,
      signal: new AbortController().signal,
    }).catch((error: unknown) => ({ digest: String(error) }));
    await rm(root, { recursive: true });
    outputs.push(rendered.digest);
  }
  return outputs;
}

/** Touches one file of one repository: what changed, and whether the keys told. */
async function touch(run: number) {
  const random = createRandom(run);
  const at = join(folder, String(run));
  const files = repository(random);
  const begin = [...files].map(([name, textOf]) => [name, textOf('1')] as const);
  await writeFiles(join(at, 'artifact'), Object.fromEntries(begin));
  const before = { keys: await keysOf(at), outputs: await outputsOf(at) };
  const paths = [...files.keys()];
  const path = paths[Math.floor(random() * paths.length)] ?? '';
  const way = random();
  // Mostly another content; sometimes the file is gone, or another lies beside it.
  const touched = way < 0.8 ? path : way < 0.9 ? join(path, '../new.yaml') : path;
  const text = way < 0.8 ? files.get(path)?.('xy') : configMap('new', 'new');
  const isGone = way >= 0.9;
  await writeFiles(join(at, 'artifact'), { [touched]: isGone ? null : text ?? '' });
  const after = { keys: await keysOf(at), outputs: await outputsOf(at) };
  await rm(at, { recursive: true });
  return live.map(({ metadata: { name } }, index) => ({
    run,
    name,
    touched,
    isBuilt: before.outputs[index]?.startsWith('sha256:') === true,
    isSaid: before.keys[index] !== after.keys[index],
    isChanged: before.outputs[index] !== after.outputs[index],
  }));
}

describe(`the render key, ${runs} repositories, LUMEN_SEED=${seed}`, () => {
  it('changes with every file that changes what is rendered, and with no other of another', async () => {
    const seeds = Array.from({ length: runs }, (_, index) => (seed + index) % 2 ** 31);
    const found = (await concurrently(seeds, 2, touch)).flat();
    const missed = found.filter(({ isChanged, isSaid }) => isChanged && !isSaid);
    expect(missed).toEqual([]);
    // Folders of their own, what nothing names, and documents.
    const isForeign = ({ name, touched }: (typeof found)[number]) =>
      touched.startsWith(name === 'one' ? 'two/' : 'one/') || touched.startsWith('docs/');
    expect(found.filter(one => one.isSaid && isForeign(one))).toEqual([]);
    const isUnlisted = ({ touched }: (typeof found)[number]) => touched.endsWith('unlisted.yaml');
    const wasted = found.filter(one => one.isSaid && !one.isChanged && !isUnlisted(one));
    const changed = found.filter(({ isChanged }) => isChanged).length;
    const built = found.filter(({ isBuilt }) => isBuilt).length;
    // The repositories must be worth the name: most can be built, and most touches change something.
    expect(built / found.length).toBeGreaterThan(0.8);
    expect(changed / found.length).toBeGreaterThan(0.2);
    expect(wasted.length / found.length).toBeLessThan(0.2);
  }, 1_800_000);
});
