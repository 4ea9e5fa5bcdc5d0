import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findKustomize, type Tool } from '../../node/tools.ts';
import { encryptedMessage, renderKustomization } from './render.ts';

let tool: Tool;
let root: string;

beforeAll(async () => {
  tool = await findKustomize();
}, 120_000);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lumen-render-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function render(
  files: Record<string, string>,
  spec: Record<string, unknown> = { path: './app' },
  variables?: Record<string, string>
) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return renderKustomization({
    tool,
    root,
    spec,
    variables: async () => variables && new Map(Object.entries(variables)),
    timeout: 30_000,
    signal: new AbortController().signal,
  });
}

const config = (name: string, data = 'a: b') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: x\ndata:\n  ${data}\n`;
const failing = (rendering: Promise<unknown>): Promise<string> =>
  rendering.then(
    () => 'rendered',
    (error: unknown) => (error instanceof Error ? error.message : String(error))
  );

describe('renderKustomization', () => {
  it('lists the manifests of a folder without a kustomization, and folders that have one', async () => {
    const { objects } = await render({
      'app/b.yaml': config('b'),
      'app/sub/a.yml': config('a'),
      'app/own/kustomization.yaml': 'namePrefix: own-\nresources: [c.yaml]',
      'app/own/c.yaml': config('c'),
      'app/readme.md': 'no manifest',
    });
    expect(objects.map(({ metadata }) => metadata.name).sort()).toEqual(['a', 'b', 'own-c']);
  });

  it('renders an empty folder to nothing', async () => {
    expect((await render({ 'app/readme.md': '' })).objects).toEqual([]);
  });

  it('adds what the Flux Kustomization says', async () => {
    const { objects } = await render(
      {
        'app/kustomization.yaml':
          'resources: [d.yaml]\nimages: [{name: app, newTag: "1", digest: ""}]',
        'app/d.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata: {name: d}\nspec: {containers: [{name: c, image: app}]}',
        'app/part/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nconfigMapGenerator: [{name: g, literals: [a=b], options: {disableNameSuffixHash: true}}]',
      },
      {
        path: 'app',
        targetNamespace: 'team',
        namePrefix: 'pre-',
        nameSuffix: '-post',
        components: ['part', 'missing'],
        ignoreMissingComponents: true,
        images: [{ name: 'app', newName: 'registry/app', newTag: '2' }],
        patches: [
          {
            patch: '- {op: add, path: /metadata/labels, value: {tier: one}}',
            target: { kind: 'Pod' },
          },
        ],
      }
    );
    expect(objects).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'pre-g-post', namespace: 'team' },
        data: { a: 'b' },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'pre-d-post', namespace: 'team', labels: { tier: 'one' } },
        spec: { containers: [{ name: 'c', image: 'registry/app:2' }] },
      },
    ]);
  });

  it('puts variables into every object but those that want none', async () => {
    const { objects } = await render(
      {
        'app/a.yaml': config('a', 'host: ${host:=none}.example.org\n  on: "${flag}"\n  raw: $host'),
        'app/b.yaml': config('b', 'keep: ${host}').replace(
          'metadata:',
          'metadata:\n  annotations: {kustomize.toolkit.fluxcd.io/substitute: disabled}'
        ),
      },
      { path: 'app' },
      { host: 'noah', flag: 'yes' }
    );
    expect(objects.map(({ data }) => data)).toEqual([
      // kustomize drops quotes that YAML does not need, so the value decides the type: as with Flux.
      { host: 'noah.example.org', on: true, raw: '$host' },
      { keep: '${host}' },
    ]);
  });

  it('names the variable that is not set, and the object that uses it', async () => {
    const rendering = render(
      { 'app/a.yaml': config('a', 'x: ${nope}') },
      { path: 'app' },
      { a: '1' }
    );
    expect(await failing(rendering)).toBe(
      `post build failed for 'ConfigMap.v1.[noGrp]/a': envsubst error: variable substitution failed: variable not set (strict mode): "nope"`
    );
  });

  it('names file and line of broken YAML, listed by a kustomization or found', async () => {
    const broken = `${config('a')}  b: c: d\n`;
    const listed = await failing(
      render({ 'app/kustomization.yaml': 'resources: [bad.yaml]', 'app/bad.yaml': broken })
    );
    await rm(join(root, 'app/kustomization.yaml'));
    const found = await failing(render({ 'app/bad.yaml': broken }));
    expect(listed).toMatch(/^kustomize build failed: .*bad\.yaml.*line \d+|line \d+.*bad\.yaml/s);
    expect(found).toMatch(
      /^failed to decode Kubernetes YAML from app\/bad\.yaml: MalformedYAMLError: yaml: line 8: /
    );
    expect(listed + found).not.toContain(tmpdir());
  });

  it('names a file that is missing, and a path that is', async () => {
    const missing = await failing(render({ 'app/kustomization.yaml': 'resources: [gone.yaml]' }));
    expect(missing).toMatch(/^kustomize build failed: .*gone\.yaml/s);
    expect(missing).not.toContain(tmpdir());
    const lost = (path: string) =>
      `kustomization path not found: stat ${path}: no such file or directory`;
    expect(await failing(render({}, { path: './nowhere/../gone' }))).toBe(lost('gone'));
    expect(await failing(render({}, { path: '../../../etc' }))).toBe(lost('etc'));
  });

  it('refuses a generator that names /etc/hostname before kustomize runs', async () => {
    const text = 'configMapGenerator: [{name: x, files: [/etc/hostname]}]';
    expect(await failing(render({ 'app/kustomization.yaml': text }))).toBe(
      'kustomize build failed: app/kustomization.yaml: configMapGenerator[0].files[0] names "/etc/hostname", which is outside the artifact'
    );
  });

  it('survives a YAML bomb', async () => {
    const lines = ['apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: x}', 'a0: &a0 [x, x]'];
    for (let level = 1; level < 30; level++) {
      lines.push(`a${level}: &a${level} [*a${level - 1}, *a${level - 1}, *a${level - 1}]`);
    }
    const bomb = lines.join('\n');
    const files = { 'app/kustomization.yaml': 'resources: [bomb.yaml]', 'app/bomb.yaml': bomb };
    // Whichever comes first: its parser gives up, or it may have no more memory.
    expect(await failing(render(files))).toMatch(/^(kustomize build failed|not built): /);
    await rm(join(root, 'app/kustomization.yaml'));
    expect(await failing(render({ 'app/bomb.yaml': bomb }))).toMatch(/^failed to decode /);
  }, 60_000);

  it('gives the same build the same digest', async () => {
    const files = { 'app/a.yaml': config('a') };
    const digests = [];
    const additions: Record<string, string>[] = [{}, {}, { 'app/b.yaml': config('b') }];
    for (const more of additions) {
      digests.push(await render({ ...files, ...more }));
      await rm(join(root, 'app/kustomization.yaml'));
    }
    expect(new Set(digests.map(({ digest }) => digest)).size).toBe(2);
    expect(digests[0]?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

describe('encryptedMessage', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'x' } };
  const data = { password: 'ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]' };

  it('names the first Secret that SOPS has encrypted', () => {
    expect(encryptedMessage([{ ...secret, data: { password: 'eA==' } }])).toBe(undefined);
    expect(encryptedMessage([secret, { ...secret, data, sops: {} }])).toBe(
      'Secret/x/s is SOPS encrypted, configuring decryption is required for this secret to be reconciled'
    );
  });

  it('is of none that can be read as a Secret, or that says not to decrypt it', () => {
    const annotations = { 'kustomize.toolkit.fluxcd.io/decrypt': 'disabled' };
    const left = { ...secret, metadata: { ...secret.metadata, annotations }, data, sops: {} };
    const text = { ...secret, data: { password: btoa(data.password) }, sops: {} };
    expect(encryptedMessage([left, text])).toBe(undefined);
  });
});
