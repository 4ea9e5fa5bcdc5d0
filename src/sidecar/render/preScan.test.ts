import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxManifest, preScan } from './preScan.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lumen-scan-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function write(files: Record<string, string | Buffer>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

async function refusalOf(
  files: Record<string, string | Buffer>,
  folder = 'app'
): Promise<string | undefined> {
  await write(files);
  return preScan(root, join(root, folder)).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error))
  );
}

const outside: [string, string, string][] = [
  ['resources', 'resources: [/etc/hostname]', 'resources[0]'],
  ['resources above the root', 'resources: [../../x.yaml]', 'resources[0]'],
  ['bases', 'bases: [/etc]', 'bases[0]'],
  ['components', 'components: [../../../etc]', 'components[0]'],
  ['crds', 'crds: [/etc/passwd]', 'crds[0]'],
  ['configurations', 'configurations: [/etc/passwd]', 'configurations[0]'],
  ['generators', 'generators: [/etc/passwd]', 'generators[0]'],
  ['transformers', 'transformers: [/etc/passwd]', 'transformers[0]'],
  ['validators', 'validators: [/etc/passwd]', 'validators[0]'],
  ['patches', 'patches: [{path: /etc/passwd}]', 'patches[0].path'],
  ['patchesStrategicMerge', 'patchesStrategicMerge: [/etc/passwd]', 'patchesStrategicMerge[0]'],
  ['patchesJson6902', 'patchesJson6902: [{path: /etc/passwd}]', 'patchesJson6902[0].path'],
  ['replacements', 'replacements: [{path: /etc/passwd}]', 'replacements[0].path'],
  ['openapi', 'openapi: {path: /etc/passwd}', 'openapi.path'],
  [
    'a generator of ConfigMaps',
    'configMapGenerator: [{name: x, files: [ok=a.txt, host=/etc/hostname]}]',
    'configMapGenerator[0].files[1]',
  ],
  [
    'a generator of Secrets',
    'secretGenerator: [{name: x, envs: [../../.env]}]',
    'secretGenerator[0].envs[0]',
  ],
  ['env', 'secretGenerator: [{name: x, env: /proc/self/environ}]', 'secretGenerator[0].env'],
  ['a chart', 'helmCharts: [{name: x, valuesFile: /etc/passwd}]', 'helmCharts[0].valuesFile'],
  ['the charts', 'helmGlobals: {chartHome: /var/charts}', 'helmGlobals.chartHome'],
];

describe('preScan', () => {
  it.each(outside)('refuses a path outside the artifact in %s', async (_what, text, field) => {
    const said = await refusalOf({ 'app/kustomization.yaml': text, 'app/a.txt': '' });
    expect(said).toMatch(/^app\/kustomization\.yaml: /);
    expect(said).toContain(`${field} names "`);
    expect(said).toMatch(/, which is outside the artifact$/);
  });

  it.each([
    'https://example.org/base.yaml',
    'https://github.com/org/repo//deploy?ref=v1',
    'github.com/org/repo/deploy',
    'git@github.com:org/repo.git',
    'ssh://git@example.org/repo',
    'git::https://example.org/repo',
    'file:///etc/passwd',
    'example.org/org/repo.git',
    'gitea.example.org/org/repo?ref=main',
  ])('refuses the remote %s by name', async remote => {
    const said = await refusalOf({ 'app/kustomization.yaml': `resources: ['${remote}']` });
    expect(said).toBe(
      `app/kustomization.yaml: resources[0] names "${remote}", which is remote: not supported by Lumen's reconciler`
    );
  });

  it('follows bases, components and files within the artifact, at any depth', async () => {
    const deep = 'configMapGenerator: [{name: x, files: [/etc/hostname]}]';
    const said = await refusalOf({
      'app/kustomization.yaml': 'resources: [../base]',
      'base/kustomization.yml': 'components: [part]\nresources: [deep.yaml]',
      'base/deep.yaml': 'kind: ConfigMap',
      'base/part/Kustomization': deep,
    });
    expect(said).toBe(
      'base/part/Kustomization: configMapGenerator[0].files[0] names "/etc/hostname", which is outside the artifact'
    );
  });

  it('reads the configuration of built-in plugins', async () => {
    const generator = 'apiVersion: builtin\nkind: ConfigMapGenerator\nfiles: [/etc/hostname]';
    const patch = 'apiVersion: builtin\nkind: PatchTransformer\npath: ../../x.yaml';
    expect([
      await refusalOf({
        'app/kustomization.yaml': 'generators: [g.yaml]',
        'app/g.yaml': generator,
      }),
      await refusalOf({ 'app/kustomization.yaml': 'transformers: [t.yaml]', 'app/t.yaml': patch }),
    ]).toEqual([
      'app/g.yaml: files[0] names "/etc/hostname", which is outside the artifact',
      'app/t.yaml: path names "../../x.yaml", which is outside the artifact',
    ]);
  });

  it('takes what a configuration of plugins names as the kustomization would, wherever it lies', async () => {
    await write({
      'app/kustomization.yaml': 'generators: [deep/er/g.yaml]',
      'app/deep/er/g.yaml': 'apiVersion: builtin\nkind: ConfigMapGenerator\nfiles: [g.txt]',
      'app/deep/er/g.txt': 'not read',
      'app/g.txt': 'read',
    });
    const { files } = await preScan(root, join(root, 'app'));
    expect([...files].filter(file => file.endsWith('.txt'))).toEqual([join(root, 'app/g.txt')]);
    const outside = 'apiVersion: builtin\nkind: ConfigMapGenerator\nfiles: [../../x.txt]';
    expect(await refusalOf({ 'app/deep/er/g.yaml': outside })).toBe(
      'app/deep/er/g.yaml: files[0] names "../../x.txt", which is outside the artifact'
    );
  });

  it('refuses a folder of plugins, whose configuration could be made by patches', async () => {
    const said = await refusalOf({
      'app/kustomization.yaml': 'generators: [plugins]',
      'app/plugins/kustomization.yaml': 'resources: []',
    });
    expect(said).toBe(
      `app/kustomization.yaml: generators[0] names "plugins", a folder of plugins: not supported by Lumen's reconciler`
    );
  });

  it('refuses a manifest of 20 MB, and a kustomization of more than one', async () => {
    const said = await refusalOf({
      'app/kustomization.yaml': 'resources: [big.yaml]',
      'app/big.yaml': 'x'.repeat(20 * 1024 * 1024),
    });
    const bytes = 20 * 1024 * 1024;
    expect(said).toBe(
      `app/kustomization.yaml: resources[0] names "big.yaml", a file of ${bytes} bytes; ${maxManifest} are read at most`
    );
    const huge = await refusalOf({ 'app/kustomization.yaml': '#'.repeat(2 * 1024 * 1024) });
    expect(huge).toBe('app/kustomization.yaml: 2097152 bytes; a kustomization may have 1048576');
  });

  it('lets everything pass that stays within the artifact', async () => {
    const said = await refusalOf({
      'app/kustomization.yaml': [
        `resources: [../base, ./x.yaml, missing.yaml, "a\\0b", ${'n'.repeat(5000)}]`,
        'patches: [{path: p.yaml}, {patch: "- op: remove\\n  path: /etc"}]',
        'configMapGenerator: [{name: a, files: [../shared/a.txt, k=../shared/a.txt], literals: [p=/etc]}]',
        'images: [{name: ghcr.io/org/app, newTag: v1}]',
        'transformers: ["apiVersion: builtin\\nkind: LabelTransformer\\n"]',
      ].join('\n'),
      'base/kustomization.yaml': 'resources: []',
      'app/x.yaml': 'a: 1',
      'app/p.yaml': 'a: 1',
      'shared/a.txt': 'a',
    });
    expect(said).toBeUndefined();
  });

  it.each([
    ['in other letters', 'ConfigMapGenerator: [{name: x, FILES: [/etc/hostname]}]'],
    ['with a long s', 'configMapGenerator: [{name: x, fileſ: [/etc/hostname]}]'],
    ['in a merged map', 'configMapGenerator: [{<<: {files: [/etc/hostname]}, name: x}]'],
    [
      'on a second line of a path',
      'configMapGenerator: [{name: x, files: ["a=b\\n/../../../etc/hostname"]}]',
    ],
    [
      'in a plugin on one line',
      `generators: ['{apiVersion: builtin, kind: ConfigMapGenerator, files: [/etc/hostname]}']`,
    ],
    [
      'in a plugin on many lines',
      'transformers:\n- |\n  apiVersion: builtin\n  kind: PatchTransformer\n  path: /etc/hostname\n',
    ],
    ['in a patch that is no YAML', 'patchesStrategicMerge: ["{\\n//../../../etc/hostname"]'],
  ])('finds a path that is written %s', async (_how, text) => {
    const said = await refusalOf({ 'app/kustomization.yaml': text });
    expect(said).toMatch(/hostname", which is outside the artifact$/);
  });

  it.each([
    [
      'says a path in base64',
      `configMapGenerator: [{name: x, files: [!!binary ${Buffer.from('/etc/hostname').toString(
        'base64'
      )}]}]`,
      /: yaml: line 1: the tag tag:yaml\.org,2002:binary is not supported$/,
    ],
    [
      'has a key twice',
      'resources: [x.yaml]\nresources: [/etc/x.yaml]',
      /: yaml: line 2: Map keys must be unique$/,
    ],
    ['holds a NUL', 'resources: ["x\0"]', /: not a text in UTF-8$/],
    [
      'is UTF-16',
      Buffer.from('\uFEFFresources: [/etc/x.yaml]', 'utf16le'),
      /: not a text in UTF-8$/,
    ],
    ['is no UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xff]), /: not a text in UTF-8$/],
  ])('refuses a kustomization that %s', async (_how, text, message) => {
    const said = await refusalOf({
      'app/kustomization.yaml': 'resources: [../base]',
      'base/kustomization.yaml': text,
    });
    expect(said).toMatch(message);
    expect(said).toMatch(/^base\/kustomization\.yaml: /);
  });

  it('names what a build reads', async () => {
    await write({
      'app/kustomization.yaml': [
        'resources: [../base, x.yaml, missing.yaml, empty]',
        'patches: [{path: p.yaml}]',
        'transformers: [t.yaml]',
        'configMapGenerator: [{name: a, files: [k=../shared/a.txt]}]',
      ].join('\n'),
      'app/t.yaml': 'apiVersion: builtin\nkind: PatchTransformer\npath: more/p.yaml',
      'app/more/p.yaml': 'a: 1',
      'app/x.yaml': 'a: 1',
      'app/p.yaml': 'a: 1',
      'app/not-read.yaml': 'a: 1',
      'app/empty/not-read.yaml': 'a: 1',
      'base/kustomization.yml': 'components: [part]',
      'base/Kustomization': 'resources: []',
      'base/part/kustomization.yaml': 'resources: []',
      'shared/a.txt': 'a',
      'listed/a/b.yml': 'a: 1',
      'listed/readme.md': '',
      'listed/c/kustomization.yaml': 'resources: []',
      'listed/c/not-read.yaml': '',
    });
    const short = (paths: Set<string>) =>
      [...paths].map(path => path.slice(root.length + 1)).sort();
    const app = await preScan(root, join(root, 'app'), ['../listed/c', 'gone']);
    const listed = await preScan(root, join(root, 'listed'));
    expect([short(app.files), short(app.folders), short(listed.files)]).toEqual([
      [
        ...['app/kustomization.yaml', 'app/more/p.yaml', 'app/p.yaml', 'app/t.yaml', 'app/x.yaml'],
        ...['base/Kustomization', 'base/kustomization.yml', 'base/part/kustomization.yaml'],
        ...['listed/c/kustomization.yaml', 'shared/a.txt'],
      ],
      ['app', 'app/empty', 'base', 'base/part', 'listed/c'],
      ['listed/a/b.yml', 'listed/c/kustomization.yaml'],
    ]);
  });

  it('ends at a circle', async () => {
    const said = await refusalOf({
      'app/kustomization.yaml': 'resources: [../base]',
      'base/kustomization.yaml': 'resources: [../app]',
    });
    expect(said).toBeUndefined();
  });
});
