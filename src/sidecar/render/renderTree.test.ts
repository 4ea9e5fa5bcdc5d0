import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  config,
  createMemory,
  kustomization,
  objectsOf,
  renderWorld,
  type TreeWorld,
  yamlOf,
} from '../../../test/doubles/treeWorld.ts';
import { findKustomize, type Tool } from '../../node/tools.ts';
import { createKnownChildren } from './knownChildren.ts';
import type { TreeRendering } from './renderTree.ts';
import type { RenderTreeInput } from './renderTreeInput.ts';
import type { SourceData } from './variables.ts';

// kustomize takes its time on a machine that others keep busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let tool: Tool;
let folder: string;

beforeAll(async () => {
  tool = await findKustomize();
}, 120_000);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-tree-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const render = (world: TreeWorld, more: Partial<RenderTreeInput> = {}) =>
  renderWorld(folder, tool, world, more);

/** What each Kustomization renders to: names, files, and why not. */
function summary({ nodes, builds }: TreeRendering) {
  return nodes.map(({ kustomization: name, parent, failure, isPartial, build }) => ({
    name,
    ...(parent ? { parent } : {}),
    ...(failure ? { failure } : {}),
    ...(isPartial ? { isPartial } : {}),
    objects: (builds.get(build ?? '') ?? []).map(
      ({ ref, file }) => `${ref.kind}/${ref.name} ${file ?? '-'}`
    ),
  }));
}

describe('renderTree', () => {
  it('follows the tree with the specs that parents render', async () => {
    const tree = await render({
      live: [
        kustomization('cluster', { path: './clusters/one' }),
        // What lives is older than what the parent renders now.
        kustomization('apps', { path: './gone' }, 'cluster'),
        kustomization('removed', { path: './gone' }, 'cluster'),
        kustomization('elsewhere', { sourceRef: { kind: 'GitRepository', name: 'other' } }),
      ],
      files: {
        'clusters/one/apps.yaml': yamlOf(kustomization('apps', { targetNamespace: 'team' })),
        'clusters/one/other.yaml': yamlOf(
          kustomization('other', { sourceRef: { kind: 'GitRepository', name: 'other' } })
        ),
        'apps/kustomization.yaml': 'resources: [../base]\nnamePrefix: my-',
        'base/kustomization.yaml':
          'resources: [a.yaml]\nconfigMapGenerator: [{name: g, literals: [a=b]}]',
        'base/a.yaml': config('a'),
      },
    });
    expect(summary(tree)).toEqual([
      {
        name: 'flux-system/cluster',
        objects: [
          'Kustomization/apps clusters/one/apps.yaml',
          'Kustomization/other clusters/one/other.yaml',
        ],
      },
      {
        name: 'flux-system/apps',
        parent: 'flux-system/cluster',
        objects: [
          'ConfigMap/my-a base/a.yaml',
          'ConfigMap/my-g-4h2mbtbbt6 base/kustomization.yaml',
        ],
      },
    ]);
    expect([tree.rendered, tree.skipped, await readdir(join(folder, 'work'))]).toEqual([2, 0, []]);
  });

  it('renders a root that applies itself with what it says of itself', async () => {
    const root = kustomization('flux-system', { path: './one' }, 'flux-system');
    const tree = await render({
      live: [root],
      files: {
        'one/self.yaml': yamlOf(kustomization('flux-system', { path: './two' })),
        'two/self.yaml': yamlOf(kustomization('flux-system', { path: './two', prune: false })),
        'two/a.yaml': config('a'),
      },
    });
    expect(summary(tree)).toEqual([
      {
        name: 'flux-system/flux-system',
        objects: ['ConfigMap/a two/a.yaml', 'Kustomization/flux-system two/self.yaml'],
      },
    ]);
    expect(tree.nodes[0]?.prune).toBe(false);
  });

  it('ends where Kustomizations apply each other, and where one says something else each time', async () => {
    const swap = (name: string, path: string) => yamlOf(kustomization(name, { path }));
    const tree = await render({
      live: [
        kustomization('a', {}, 'b'),
        kustomization('b', {}, 'a'),
        kustomization('flip', { path: './flip' }, 'flip'),
      ],
      files: {
        'a/b.yaml': swap('b', './b'),
        'b/a.yaml': swap('a', './a'),
        'flip/x.yaml': swap('flip', './flop'),
        'flop/x.yaml': swap('flip', './flip'),
      },
    });
    expect(tree.nodes.map(({ kustomization: name }) => name)).toEqual([
      'flux-system/a',
      'flux-system/flip',
      'flux-system/b',
    ]);
  });

  it('goes on with what is left behind, and with nothing that is deleted or that nobody knows of', async () => {
    const specs = { kept: { prune: false }, pruned: {}, broken: {} };
    const orphan = kustomization('orphan', {}, 'gone');
    const live = [
      ...Object.entries(specs).map(([name, spec]) => kustomization(name, spec)),
      ...Object.keys(specs).map(name => kustomization(`of-${name}`, {}, name)),
      // Deleted with its parent's rendering, and leaves behind what it applied.
      kustomization('gone', { deletionPolicy: 'Orphan' }, 'pruned'),
      orphan,
    ];
    const files = Object.fromEntries(
      ['kept', 'pruned', 'of-kept', 'of-pruned', 'of-broken', 'gone', 'orphan'].map(name => [
        `${name}/a.yaml`,
        config(name),
      ])
    );
    const tree = await render({
      live,
      files: {
        ...files,
        // Rendered by one that is left behind, with a spec of its own.
        'of-kept/below.yaml': yamlOf(kustomization('below', { path: './kept' })),
        'broken/kustomization.yaml': 'resources: [missing.yaml]',
      },
    });
    expect(tree.nodes.map(({ kustomization: name, parent }) => [name, parent])).toEqual([
      ['flux-system/broken', undefined],
      ['flux-system/kept', undefined],
      ['flux-system/pruned', undefined],
      ['flux-system/of-kept', undefined],
      ['flux-system/orphan', undefined],
      ['flux-system/below', 'flux-system/of-kept'],
    ]);
  });

  it('keeps a build that fails, with a message that names what is wrong and no folder of ours', async () => {
    const tree = await render({
      live: [kustomization('bad'), kustomization('good'), kustomization('lost')],
      files: {
        'bad/kustomization.yaml': 'resources: [gone.yaml]',
        'good/a.yaml': config('a'),
      },
    });
    expect(summary(tree).map(({ name, objects }) => [name, objects.length])).toEqual([
      ['flux-system/bad', 0],
      ['flux-system/good', 1],
      ['flux-system/lost', 0],
    ]);
    const [bad, , lost] = tree.nodes;
    expect(bad?.failure).toMatch(/^kustomize build failed: .*gone\.yaml/s);
    expect(bad?.failure).not.toContain(tmpdir());
    expect(lost?.failure).toBe(
      'kustomization path not found: stat lost: no such file or directory'
    );
  });

  it('skips what it knows, and follows the tree through it', async () => {
    const memory = createMemory();
    const world: TreeWorld = {
      live: [kustomization('cluster')],
      files: {
        'cluster/apps.yaml': yamlOf(kustomization('apps')),
        'cluster/infra.yaml': yamlOf(kustomization('infra')),
        'apps/a.yaml': config('a'),
        'infra/a.yaml': config('i'),
      },
    };
    const first = await render(world, memory);
    memory.keep(first);
    world.files = { 'apps/a.yaml': config('a', { a: 'c' }), 'readme.md': 'other' };
    const second = await render(world, memory);
    expect([first.rendered, second.rendered, second.skipped]).toEqual([3, 1, 2]);
    expect(summary(second)).toEqual([
      { name: 'flux-system/cluster', objects: [] },
      {
        name: 'flux-system/apps',
        parent: 'flux-system/cluster',
        objects: ['ConfigMap/a apps/a.yaml'],
      },
      { name: 'flux-system/infra', parent: 'flux-system/cluster', objects: [] },
    ]);
    expect(second.nodes[2]).toEqual(first.nodes[2]);
  });

  it('renders what its walk has missed from the whole artifact, and then again with every change', async () => {
    // Stands for a kustomize that reads a file which no field names.
    const fake = join(folder, 'fake');
    const real = tool.command.map(part => `'${part}'`).join(' ');
    const text = `#!/bin/sh\n[ -f hidden.txt ] || { echo 'hidden.txt: no such file' >&2; exit 1; }\nexec ${real} "$@"\n`;
    await writeFile(fake, text);
    const memory = createMemory();
    const more = { ...memory, tool: { command: ['/bin/sh', fake], version: tool.version } };
    const files: TreeWorld['files'] = {
      'app/kustomization.yaml': 'resources: [a.yaml]',
      'app/a.yaml': config('a'),
      'app/hidden.txt': '1',
    };
    const live = [kustomization('app')];
    const first = await render({ files, live }, more);
    memory.keep(first);
    const again = await render({ files: { 'other/b.yaml': '' }, live }, more);
    expect([first, again].map(({ nodes, rendered }) => [nodes[0]?.failure, rendered])).toEqual([
      [undefined, 1],
      [undefined, 1],
    ]);
    expect(first.nodes[0]?.inputs).not.toBe(again.nodes[0]?.inputs);
  });

  it('takes what lives where the parent does not apply its child as it renders it', async () => {
    const marked = (name: string, key: string, value: string) => {
      const object = kustomization(name, { path: './gone' });
      object.metadata.annotations = { [`kustomize.toolkit.fluxcd.io/${key}`]: value };
      return yamlOf(object);
    };
    const tree = await render({
      live: [
        kustomization('cluster'),
        kustomization('disabled', { path: './app' }, 'cluster'),
        kustomization('once', { path: './app' }, 'cluster'),
      ],
      files: {
        'cluster/disabled.yaml': marked('disabled', 'reconcile', 'disabled'),
        'cluster/once.yaml': marked('once', 'ssa', 'IfNotPresent'),
        'cluster/new.yaml': marked('new', 'ssa', 'IfNotPresent'),
        'app/a.yaml': config('a'),
      },
    });
    expect(tree.nodes.map(({ kustomization: name, failure }) => [name, failure])).toEqual([
      ['flux-system/cluster', undefined],
      ['flux-system/disabled', undefined],
      ['flux-system/new', 'kustomization path not found: stat gone: no such file or directory'],
      ['flux-system/once', undefined],
    ]);
  });

  it('gives no tree to what is being deleted, and adds what a Kustomization says of all its objects', async () => {
    const dying = kustomization('dying', { path: './app' });
    dying.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    const common = { labels: { team: 'one' }, annotations: { by: 'flux' } };
    const tree = await render({
      live: [dying, kustomization('app', { commonMetadata: common })],
      files: { 'app/a.yaml': config('a') },
    });
    expect(tree.nodes.map(({ kustomization: name }) => name)).toEqual(['flux-system/app']);
    expect(objectsOf(tree)[0]?.metadata).toEqual({ name: 'a', namespace: 'x', ...common });
  });

  it('renders what SOPS has encrypted with unknown values, and says which names are guessed', async () => {
    const cipher = 'ENC[AES256_GCM,data:abcd,iv:ef,tag:gh,type:str]';
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'x' },
      stringData: { password: cipher },
      sops: { mac: cipher, lastmodified: '2026-01-01T00:00:00Z' },
    };
    const files = {
      'app/kustomization.yaml':
        'resources: [s.yaml]\nsecretGenerator: [{name: made, files: [f.txt], options: {disableNameSuffixHash: true}}]',
      'app/s.yaml': yamlOf(secret),
      'app/f.txt': `data: ${cipher}\nsops: {mac: x}`,
    };
    const tree = await render({
      live: [kustomization('app', { decryption: { provider: 'sops' } })],
      files,
    });
    const unknown = expect.stringMatching(/^lumen:unknown:sops:[0-9a-f]{32}$/) as string;
    expect(objectsOf(tree)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', namespace: 'x' },
        data: { password: unknown },
      },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'made' },
        type: 'Opaque',
        data: { 'f.txt': unknown },
      },
    ]);
    expect(tree.nodes[0]?.isPartial).toBe(
      'names that may differ, since they are made of what SOPS has encrypted: Secret/made'
    );
  });

  it('leaves the artifact as it was', async () => {
    const files = { 'app/kustomization.yaml': 'resources: [a.yaml]', 'app/a.yaml': config('a') };
    await render({ live: [kustomization('app', { targetNamespace: 'y' })], files });
    const path = join(folder, 'artifact/app/kustomization.yaml');
    expect(await readFile(path, 'utf8')).toBe('resources: [a.yaml]');
  });
});

describe('variables of a tree', () => {
  const files = {
    'app/a.yaml': config('a', {
      host: 'https://${HOST:=none}',
      plain: '${PLACE}',
      part: 'user-${PIN}-${PIN:0:1}',
      long: '${#PIN}',
    }),
  };
  const live = [
    kustomization('app', {
      postBuild: {
        substituteFrom: [
          { kind: 'ConfigMap', name: 'settings' },
          { kind: 'Secret', name: 'secrets' },
        ],
      },
    }),
  ];
  const settings: SourceData = { state: 'found', data: { PLACE: 'here' } };

  it('hides whatever came from a Secret, however short and however changed', async () => {
    const secret: SourceData = { state: 'found', data: { HOST: 'e.org', PIN: '4711' } };
    const tree = await render({
      files,
      live,
      variables: {
        'ConfigMap/flux-system/settings': settings,
        'Secret/flux-system/secrets': secret,
      },
    });
    const masked = expect.stringMatching(/^lumen:masked:[0-9a-f]{32}$/) as string;
    expect(objectsOf(tree).map(({ data }) => data)).toEqual([
      { host: masked, plain: 'here', part: masked, long: masked },
    ]);
    expect(JSON.stringify([...tree.objects])).not.toMatch(/e\.org|4711/);
  });

  it('says what is not known where a Secret may not be read', async () => {
    const tree = await render({
      files,
      live,
      variables: {
        'ConfigMap/flux-system/settings': settings,
        'Secret/flux-system/secrets': { state: 'forbidden' },
      },
    });
    const unknown = expect.stringMatching(/^lumen:unknown:variable:[0-9a-f]{32}$/) as string;
    expect(objectsOf(tree).map(({ data }) => data)).toEqual([
      { host: unknown, plain: 'here', part: unknown, long: unknown },
    ]);
    expect(tree.nodes[0]?.isPartial).toBe('Secret/secrets may not be read');
  });

  it('follows secrets of a parent into its children, and renders the parent again only where it has forgotten them', async () => {
    const child = kustomization('child', {
      postBuild: { substitute: { PIN: '${PIN}', OTHER: 'open' } },
      patches: [
        {
          patch: '- {op: add, path: /data/patched, value: "${LONG}"}',
          target: { kind: 'ConfigMap' },
        },
      ],
    });
    const memory = createMemory();
    const world: TreeWorld = {
      live: [
        kustomization('cluster', {
          postBuild: { substituteFrom: [{ kind: 'Secret', name: 'secrets' }] },
        }),
      ],
      files: {
        'cluster/child.yaml': yamlOf(child),
        'child/a.yaml': config('a', { pin: 'is ${PIN}', other: '${OTHER}' }),
      },
      variables: {
        'Secret/flux-system/secrets': {
          state: 'found',
          data: { PIN: '4711', LONG: 'correct horse battery' },
        },
      },
    };
    const first = await render(world, memory);
    memory.keep(first);
    const second = await render(world, memory);
    const masked = expect.stringMatching(/^lumen:masked:[0-9a-f]{32}$/) as string;
    const [, found] = objectsOf(first);
    expect(found?.data).toEqual({ pin: masked, other: 'open', patched: masked });
    expect(JSON.stringify([first.nodes, [...first.objects]])).not.toMatch(/4711|correct horse/);
    expect([second.rendered, second.skipped]).toEqual([0, 2]);
    // What is stored does not tell them.
    const restarted = await render(world, { ...memory, children: createKnownChildren() });
    expect([restarted.rendered, restarted.skipped]).toEqual([1, 1]);
    expect([second.nodes, restarted.nodes]).toEqual([first.nodes, first.nodes]);
  });

  it('renders nothing of a child whose path nobody may know', async () => {
    const tree = await render({
      live: [
        kustomization('cluster', {
          postBuild: { substituteFrom: [{ kind: 'Secret', name: 'secrets' }] },
        }),
      ],
      files: {
        'cluster/child.yaml': yamlOf(kustomization('child', { path: './${WHERE}' })),
        'cluster/named.yaml': yamlOf(kustomization('of-${WHO}')),
      },
      variables: { 'Secret/flux-system/secrets': { state: 'forbidden' } },
    });
    const names = tree.nodes.map(({ kustomization: name, failure }) => [name, failure]);
    expect(names).toEqual([
      ['flux-system/cluster', undefined],
      ['flux-system/child', 'not rendered: spec.path holds a variable that may not be read'],
      [
        expect.stringMatching(/^flux-system\/lumen:unknown:variable:[0-9a-f]{32}$/),
        'not rendered: metadata holds a variable that may not be read',
      ],
    ]);
  });

  it('fails as Flux does where a Secret is not there', async () => {
    const tree = await render({
      files,
      live,
      variables: { 'ConfigMap/flux-system/settings': settings },
    });
    expect(tree.nodes[0]?.failure).toBe(
      `post build failed for 'ConfigMap.v1.[noGrp]/a': substitute from 'Secret/secrets' error: secrets "secrets" not found`
    );
  });
});
