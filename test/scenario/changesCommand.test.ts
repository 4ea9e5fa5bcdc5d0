import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { kubeconfigOf } from '../../src/demo/cluster/kubeconfig.ts';
import type { ClusterAccess } from '../../src/node/kubernetes/clusterAccess.ts';
import { runProcess } from '../../src/node/process.ts';
import { configMap, kustomization } from './manifests.ts';
import { type Place, type ScenarioWorld, startScenarioWorld } from './scenarioWorld.ts';
import { patience, pushAndFetch, ready } from './settling.ts';
import { createSidecarApi } from './sidecarApi.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

const command = resolve(import.meta.dirname, '../../src/cli/changes.ts');
const password = 'correct-horse-battery';
const secret = (value: string) => `apiVersion: v1
kind: Secret
metadata:
  name: login
stringData:
  password: ${value}
`;

let world: ScenarioWorld;
let place: Place;
let folder: string;
let [from, to] = ['', ''];

async function writeKubeconfig(user: string, access: ClusterAccess): Promise<string> {
  const { server: url, ca = '' } = access;
  const token = (await access.token?.()) ?? '';
  const file = join(folder, user);
  await writeFile(file, kubeconfigOf({ name: 'scenario', url, ca, user, token }), { mode: 0o600 });
  return file;
}

async function run(...args: string[]) {
  const env = { PATH: process.env.PATH ?? '' };
  const ended = await runProcess(process.execPath, [command, ...args], { env, timeout: 90_000 });
  return { code: ended.code, out: ended.stdout.toString(), said: ended.stderr.toString() };
}
/** On a shared plane another suite may be ending and starting the sidecar just now. */
const isAway = ({ code, said }: Awaited<ReturnType<typeof run>>) =>
  code === 2 && said.includes('error trying to reach service');
async function asAdmin(...args: string[]) {
  const until = Date.now() + patience;
  for (;;) {
    const ended = await run('--kubeconfig', join(folder, 'admin'), ...args);
    if (!isAway(ended) || Date.now() > until) return ended;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

beforeAll(async () => {
  world = await startScenarioWorld();
  folder = await mkdtemp(join(tmpdir(), 'lumen-changes-'));
  await writeKubeconfig('admin', world.access('admin'));
  await writeKubeconfig('nobody', world.access('nobody'));
  place = await world.placeWith('command', { 'app/a.yaml': configMap('a') });
  await world.apply(kustomization(place, 'app'));
  await ready(world, place, 'app');
  const push = async (files: Record<string, string | null>) => {
    const revision = await pushAndFetch(world, place, 'Change it', files);
    await ready(world, place, 'app', revision);
    await createSidecarApi(world).kept(`Kustomization/${place.namespace}/app`, revision);
    return revision;
  };
  from = await push({ 'app/login.yaml': secret(password), 'app/a.yaml': configMap('a') });
  to = await push({
    'app/login.yaml': secret(`${password}-staple`),
    'app/a.yaml': configMap('a', { key: 'new' }),
  });
});
afterAll(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('npm run changes', () => {
  const app = 'Kustomization/command/app';

  it('prints what changed between two revisions, without a secret, and answers 1', async () => {
    const { code, out, said } = await asAdmin(app, from, to);
    expect([code, said]).toEqual([1, '']);
    expect(out).not.toContain(password);
    const [before, after] = [...out.matchAll(/<secret ([0-9a-f]{8})>/g)].map(
      ([, digest]) => digest
    );
    expect(before).not.toBe(after);
    expect(
      out
        .replace(/[0-9a-f]{8}>/g, 'DIGEST>')
        .split('\n')
        .slice(4)
    ).toEqual([
      'command/app',
      '  ~ ConfigMap/command/a',
      '  ~ Secret/command/login',
      '',
      'ConfigMap/command/a  app/a.yaml',
      '  data.key',
      '    - "value"',
      '    + "new"',
      '',
      'Secret/command/login  app/login.yaml',
      expect.stringMatching(/^ {2}(stringData|data)\.password$/),
      '    - <secret DIGEST>',
      '    + <secret DIGEST>',
      '',
      '2 changed, 0 alike, in 1 Kustomizations',
      '',
    ]);
  });

  it('answers 0 where nothing is pending, with the beginning of a hash too', async () => {
    const pending = await asAdmin(app);
    const short = to.slice(-40, -30);
    const same = await asAdmin(app, short, short, '--json');
    const json = JSON.parse(same.out) as { objects: unknown[]; counts: Record<string, number> };
    expect([pending.code, pending.out.split('\n').at(-2)]).toEqual([
      0,
      'nothing changed, 2 alike, in 1 Kustomizations',
    ]);
    expect([same.code, json.objects, json.counts.unchanged]).toEqual([0, [], 2]);
  });

  it('is JSON for scripts, of a whole source too', async () => {
    const { code, out } = await asAdmin('GitRepository/command/source', from, to, '--json');
    const json = JSON.parse(out) as { from: unknown; to: unknown; objects: object[] };
    expect([code, json]).toMatchObject([
      1,
      {
        from: { revision: from },
        to: { revision: to },
        objects: [
          { ref: { kind: 'ConfigMap', name: 'a' }, change: 'changed', paths: ['data.key'] },
          { ref: { kind: 'Secret', name: 'login' }, change: 'changed' },
        ],
        counts: { changed: 2, created: 0, deleted: 0 },
      },
    ]);
    expect(out).not.toContain(password);
  });

  it.each([
    [[app, 'main@sha1:0000'], /revision main@sha1:0000 is not known here: the ledger has \d+ revi/],
    [['Kustomization/command/none'], /^Kustomization\/command\/none: not in the cluster/],
    [['apps'], /^"apps" must be KIND\/NAMESPACE\/NAME/],
    [[app, '--context', 'other'], /no context other, only scenario/],
  ])('says in one line why it could not look, and answers 2: %j', async (args, line) => {
    const { code, out, said } = await asAdmin(...args);
    expect([code, out, said.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    expect(said).toMatch(line);
  });

  it('tells what is pending, waiting until a new revision is rendered', async () => {
    await world.apply(kustomization(place, 'app', { suspend: true }));
    await pushAndFetch(world, place, 'Take the login away', {
      'app/login.yaml': null,
      'app/b.yaml': configMap('b'),
    });
    const { code, out } = await asAdmin(app);
    expect([code, out.split('\n').slice(1)]).toEqual([
      1,
      [
        expect.stringContaining('Change it (Ada Scenario)'),
        expect.stringContaining('Take the login away (Ada Scenario)'),
        '',
        'command/app',
        '  - Secret/command/login  (look at this)',
        '  + ConfigMap/command/b',
        '',
        '1 deleted, 1 created, 1 alike, in 1 Kustomizations',
        '',
      ],
    ]);
  });

  it('names the right that is missing', async () => {
    const { code, said } = await run('--kubeconfig', join(folder, 'nobody'), app);
    expect([code, said]).toEqual([
      2,
      'You may not list services in flux-system, by which the sidecar is found: the Role lumen-reader of deploy/ grants it.\n',
    ]);
  });
});
