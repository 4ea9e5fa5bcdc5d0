import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Cluster } from '../demo/cluster/cluster.ts';
import { startCluster } from '../demo/cluster/cluster.ts';
import { root } from './steps.ts';

let folder: string;
let file: string;
let cluster: Cluster;
const started: ChildProcess[] = [];

interface Kubeconfig {
  contexts: { name: string; context: { cluster: string; user: string } }[];
  clusters: { name: string; cluster: { server: string } }[];
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-kubeconfig-demo-'));
  file = join(folder, 'config');
  cluster = await startCluster({ name: 'noah' });
  const config = parse(cluster.kubeconfig('viewer')) as Kubeconfig;
  const [context] = config.contexts;
  if (!context) throw new Error('The kubeconfig has no context.');
  // A cluster that nobody answers for.
  config.contexts.push({ name: 'down', context: { ...context.context, cluster: 'down' } });
  config.clusters.push({ name: 'down', cluster: { server: 'https://127.0.0.1:1' } });
  await writeFile(file, stringify(config), { mode: 0o600 });
});

afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await cluster?.close();
  await rm(folder, { recursive: true });
});

function start(...args: string[]) {
  const child = spawn(
    process.execPath,
    [join(root, 'src/cli/demo.ts'), '--kubeconfig', file, '--port', '0', '--json', ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }
  );
  started.push(child);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', chunk => (said.stdout += String(chunk)));
  child.stderr.on('data', chunk => (said.stderr += String(chunk)));
  return { child, said, ended: once(child, 'close') as Promise<[number | null]> };
}

describe('npm run demo -- --kubeconfig', () => {
  it('serves every context as its user, one that is down beside the others, and ends at once', async () => {
    const { child, said, ended } = start();
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const { ui, clusters } = JSON.parse(line) as { ui: string; clusters: string[] };
    expect([ui, clusters]).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      ['noah', 'down'],
    ]);
    expect((await fetch(`${ui}/plugins/lumen/main.js`)).status).toBe(200);
    const me = await fetch(`${ui}/clusters/noah/me`);
    expect(await me.json()).toMatchObject({ username: 'viewer' });
    const list = await fetch(`${ui}/clusters/noah/api/v1/namespaces`);
    expect([list.status, list.headers.getSetCookie()]).toEqual([200, []]);
    const down = await fetch(`${ui}/clusters/down/version`);
    expect([down.status, ((await down.json()) as { message: string }).message]).toEqual([
      502,
      expect.stringContaining('cluster down (https://127.0.0.1:1) did not answer'),
    ]);
    expect(said.stdout + said.stderr).not.toContain(cluster.token('viewer'));
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(said.stdout.trim().split('\n')).toHaveLength(1);
  }, 120_000);

  it('serves the one context that is named', async () => {
    const { child, ended } = start('--context', 'noah');
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    expect(JSON.parse(line)).toMatchObject({ clusters: ['noah'] });
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  }, 120_000);

  it('refuses an unknown context in one line, with exit code 2', async () => {
    const { said, ended } = start('--context', 'vega');
    expect(await ended).toEqual([2, null]);
    expect(said).toEqual({
      stdout: '',
      stderr: `${file}: no context vega, only noah, down.\n`,
    });
  }, 120_000);
});
