import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  config,
  kustomization,
  objectsOf,
  renderWorld,
  type TreeWorld,
  yamlOf,
} from '../../../test/doubles/treeWorld.ts';
import { findKustomize, type Tool } from '../../node/tools.ts';
import type { RenderTreeInput } from './renderTreeInput.ts';

// kustomize takes its time on a machine that others keep busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let tool: Tool;
let folder: string;

beforeAll(async () => {
  tool = await findKustomize();
}, 120_000);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-hostile-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }), 60_000);

const render = (files: TreeWorld['files'], more: Partial<RenderTreeInput> = {}) =>
  renderWorld(folder, tool, { files, live: [kustomization('app'), kustomization('good')] }, more);

const good = { 'good/a.yaml': config('good') };

/** What became of the hostile one; the good one must not suffer. */
async function failureOf(
  files: TreeWorld['files'],
  more: Partial<RenderTreeInput> = {}
): Promise<string | undefined> {
  const { nodes, builds } = await render({ ...files, ...good }, more);
  const [app, other] = nodes;
  expect(builds.get(other?.build ?? '')?.length).toBe(1);
  expect(await readdir(join(folder, 'work'))).toEqual([]);
  expect(app?.failure ?? '').not.toContain(tmpdir());
  return app?.failure;
}

/** A program in place of kustomize, for the folders of `app` alone. */
async function fakeTool(script: string): Promise<Tool> {
  const file = join(folder, 'fake');
  const real = tool.command.map(part => `'${part}'`).join(' ');
  const text = `#!/bin/sh\nexport PATH=/usr/bin:/bin\ncase "$*" in */app) ${script} ;; *) exec ${real} "$@" ;; esac\n`;
  await writeFile(file, text, { mode: 0o755 });
  return { command: ['/bin/sh', file], version: tool.version };
}

describe('a hostile artifact', () => {
  it.each([
    ['a file of the host', 'resources: [/etc/hostname]', 'outside the artifact'],
    [
      'a file of the host in a generator',
      'secretGenerator: [{name: x, envs: [/proc/self/environ]}]',
      'outside the artifact',
    ],
    ['a base above', 'resources: [../../../etc]', 'outside the artifact'],
    ['a remote base', 'resources: ["https://example.org/base.yaml"]', 'which is remote'],
    ['a remote base of Git', 'components: ["github.com/org/repo//x?ref=v1"]', 'which is remote'],
  ])('is refused by name where it names %s', async (_what, text, why) => {
    const failure = await failureOf({ 'app/kustomization.yaml': text });
    expect(failure).toMatch(/^kustomize build failed: app\/kustomization\.yaml: [a-zA-Z]+\[0\]/);
    expect(failure).toContain(why);
  });

  const bomb = [
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\na0: &a0 [x, x]',
    ...Array.from({ length: 30 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}]`),
  ].join('\n');

  it.each<[string, Record<string, string | Buffer>, RegExp]>([
    ['aliases that grow without end', { 'app/a.yaml': bomb }, /alias/i],
    [
      'a key twice',
      { 'app/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nkind: Secret\nmetadata: {name: x}\n' },
      /mapping key "kind" already defined/,
    ],
    [
      'NUL',
      { 'app/kustomization.yaml': 'resources: [a.yaml]', 'app/a.yaml': `${config('a')}\0` },
      /a\.yaml|control characters/,
    ],
    [
      'invalid UTF-8',
      {
        'app/kustomization.yaml': 'resources: [a.yaml]',
        'app/a.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe, 0x0a]),
      },
      /a\.yaml|UTF-8/,
    ],
    [
      'thousands of levels',
      { 'app/kustomization.yaml': 'resources: [a.yaml]', 'app/a.yaml': `a: ${'['.repeat(20_000)}` },
      /a\.yaml|depth|nest/i,
    ],
  ])(
    'fails alone where its YAML has %s',
    async (_what, files, why) => {
      expect(await failureOf(files)).toMatch(why);
    },
    60_000
  );

  it('is rendered where its YAML is only odd: merged maps, one long line', async () => {
    const long = 'x'.repeat(1024 * 1024);
    const { nodes, builds, objects } = await render({
      'app/a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: x}\ndata: {<<: &m {one: "1"}, line: "${long}"}\n`,
    });
    expect(nodes[0]?.failure).toBeUndefined();
    expect(objectsOf({ nodes, builds, objects, skipped: 0, rendered: 0 })[0]?.data).toEqual({
      line: long,
      one: '1',
    });
  });

  it('is refused where a folder is called as a kustomization is', async () => {
    expect(await failureOf({ 'app/kustomization.yaml/a.yaml': config('a') })).toBe(
      'kustomize build failed: app/kustomization.yaml: not a file'
    );
  });

  it('is no fact about a revision that our own disk takes nothing', async () => {
    const rendering = render(good, { workFolder: join(folder, 'nowhere') });
    await expect(rendering).rejects.toThrow(/ENOENT/);
  });

  it('keeps names and values as they are, whatever they would do to a page or a terminal', async () => {
    const odd = '<img src=x onerror=alert(1)>\u001b[31m\u202Egnp.exe';
    const { builds, objects, nodes } = await render({
      'app/a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "a<b>", namespace: x, labels: {__proto__: p}}\ndata: {__proto__: v, constructor: c, odd: ${JSON.stringify(
        odd
      )}}\n`,
    });
    expect(nodes[0]?.failure).toBeUndefined();
    const [build] = builds.values();
    expect(build?.map(({ ref }) => ref.name)).toEqual(['a<b>']);
    const text = objects.get(build?.[0]?.hash ?? '') ?? '';
    expect(JSON.parse(text).data).toEqual(
      JSON.parse(`{"__proto__":"v","constructor":"c","odd":${JSON.stringify(odd)}}`)
    );
    expect(text).toContain('"labels":{"__proto__":"p"}');
    expect(({} as Record<string, unknown>).p).toBeUndefined();
  });

  it('fails by its bound with 100,000 files', async () => {
    const many = join(folder, 'artifact/app/many');
    await mkdir(many, { recursive: true });
    for (let at = 0; at < 100_000; at++) writeFileSync(join(many, `${at}.yaml`), '');
    expect(await failureOf({})).toBe(
      'kustomize build failed: app/many: more than 50000 files and folders to look at'
    );
  }, 120_000);

  it('fails by its bound where a tree has no end', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [
        `k${at}/next.yaml`,
        yamlOf(kustomization(`k${at + 1}`)),
      ])
    );
    const { nodes } = await renderWorld(folder, tool, {
      files: chain,
      live: [kustomization('k0')],
    });
    expect(nodes.length).toBe(22);
    expect(nodes.at(-1)?.failure).toBe('not rendered: more than 20 Kustomizations deep');
  }, 120_000);
});

describe('a kustomize that does not do its work', () => {
  const files = { 'app/a.yaml': config('a') };

  it('is ended where it hangs, with all that it started', async () => {
    const fake = await fakeTool('sleep 600 & echo $! > "$0.pid"; wait');
    expect(await failureOf(files, { tool: fake, timeout: 1500 })).toBe(
      'kustomize build failed: kustomize: not done within 1.5 s'
    );
    const pid = Number(await readFile(join(folder, 'fake.pid'), 'utf8'));
    const isGone = () => {
      try {
        return process.kill(pid, 0) && false;
      } catch {
        return true;
      }
    };
    await expect.poll(isGone, { timeout: 5000 }).toBe(true);
  }, 60_000);

  it.runIf(process.platform === 'linux')(
    'says where it may not hold enough memory',
    async () => {
      const small = { ...tool, maxMemory: 16 * 1024 * 1024 };
      const { nodes } = await render({ ...files, ...good }, { tool: small });
      expect(nodes[0]?.failure).toBe(
        'not built: kustomize needs more memory than the 16 MiB that it may have here: raise --kustomize-memory, and the memory of the pod'
      );
    },
    60_000
  );

  it('is ended where it prints 100 MB', async () => {
    const fake = await fakeTool("head -c 100000000 /dev/zero | tr '\\\\0' 'x'");
    expect(await failureOf(files, { tool: fake })).toBe(
      'kustomize build failed: kustomize: its output is too big'
    );
  }, 60_000);

  it('fails where it says nothing, and where it prints no YAML', async () => {
    const quiet = await failureOf(files, { tool: await fakeTool('exit 3') });
    const odd = await failureOf(files, { tool: await fakeTool("printf 'a: [\\n'") });
    expect([quiet, odd]).toEqual([
      'kustomize build failed: kustomize: ended by exit code 3',
      expect.stringMatching(/^yaml: line \d+: /),
    ]);
  });

  it('is not waited for once nobody wants the tree any more', async () => {
    const stop = new AbortController();
    const rendering = render(
      { ...files, ...good },
      { tool: await fakeTool('sleep 600'), signal: stop.signal }
    );
    setTimeout(() => stop.abort(new Error('no longer wanted')), 300);
    await expect(rendering).rejects.toThrow('no longer wanted');
    expect(await readdir(join(folder, 'work'))).toEqual([]);
  }, 30_000);
});
