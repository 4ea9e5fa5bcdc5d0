import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fluxState } from '../../src/core/flux/state.ts';
import { conditionOf, conditionsOf } from '../../src/core/kubernetes/conditions.ts';
import { type KubernetesObject, record } from '../../src/core/kubernetes/object.ts';
import type { World } from '../../src/demo/world.ts';
import { createClient, type KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { commitsRoute, tokenHeader } from '../../src/protocol/commits.ts';
import { startHomelabWorld } from './homelabWorld.ts';
import { configMap } from './manifests.ts';
import { createView, type View } from './view.ts';
import { cloneInto, type WorkingCopy } from './workingCopy.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 400_000 });

/** Far beyond the goal of half a second: a loaded machine is no failure, a webhook that was lost is. */
const rowLimit = 20_000;
const layersLimit = 90_000;
const layers = ['apps', 'infra', 'mon', 'tuppr-plans'];
const apps = 'flux/apps/noah/misc';

let folder: string;
let world: World;
let client: KubernetesClient;
let sources: View;
let kustomizations: View;
let configMaps: View;
let work: WorkingCopy;
/** Every state that any Kustomization was in while the cluster came up. */
const statesAtStart = new Set<string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-loop-'));
  world = await startHomelabWorld();
  client = createClient(world.clusters[0]!.access('admin'));
  sources = createView(client, 'GitRepository');
  kustomizations = createView(client, 'Kustomization');
  configMaps = createView(client, 'ConfigMap');
  const stop = kustomizations.follow(object => {
    const { name, message } = fluxState(object);
    const told = name === 'failing' || name === 'stalled' || name === 'retrying';
    statesAtStart.add(told ? `${object.metadata.name} ${name}: ${message}` : name);
  });
  work = await cloneInto(join(folder, 'work'), world.git.homelab, 'flux');
  await layersReady(undefined, 240_000, ['flux-system', ...layers]);
  await until(() => (world.webhook ? true : undefined), kustomizations, 'the webhook is known');
  stop();
});
afterAll(async () => {
  [sources, kustomizations, configMaps].forEach(view => view?.close());
  client?.close();
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

const until = <T>(look: () => T | undefined, view: View, what: string, limit = layersLimit) =>
  view.until(look, what, limit);

function isReadyAt(name: string, revision: string | undefined): boolean {
  const object = kustomizations.get('flux-system', name);
  if (!object || conditionOf(object, 'Ready')?.status !== 'True') return false;
  return !revision || record(object.status).lastAppliedRevision === revision;
}

async function layersReady(revision: string | undefined, limit: number, names: string[]) {
  const missing = () => names.filter(name => !isReadyAt(name, revision));
  const look = () => (missing().length === 0 ? true : undefined);
  await until(look, kustomizations, `all layers ready at ${revision}`, limit).catch(error => {
    const said = missing().map(name => {
      const object = kustomizations.get('flux-system', name);
      return `${name}: ${object ? JSON.stringify(conditionsOf(object)) : 'is not there'}`;
    });
    throw new Error(`${error.message}: ${said.join('\n')}`);
  });
}

/** Resolves when the row of the GitRepository shows the revision. */
function rowShows(revision: string): Promise<true> {
  const shown = () =>
    record(record(sources.get('flux-system', 'flux-system')?.status).artifact).revision;
  const look = () => (shown() === revision ? true : undefined);
  return until(look, sources, `the row shows ${revision}`, rowLimit);
}

async function push(message: string, files: Record<string, string | null>): Promise<string> {
  const revision = await work.push(message, files);
  await rowShows(revision);
  return revision;
}

function read(path: string): Promise<string> {
  return readFile(join(work.folder, path), 'utf8');
}

describe('the homelab', () => {
  it('becomes ready from nothing without calling a wait a failure', () => {
    expect([...statesAtStart].filter(state => /failing|stalled|retrying/.test(state))).toEqual([]);
    expect(sources.get('flux-system', 'flux-system')?.spec?.ref).toEqual({ branch: 'flux' });
  });

  it('shows a push in the row of its source, and applies it in every layer', async () => {
    const settings = 'flux/clusters/noah/flux-system/cluster-settings.yaml';
    const revision = await push('settings: Move to Lisbon', {
      [settings]: (await read(settings)).replace('Europe/Berlin', 'Europe/Lisbon'),
    });
    await layersReady(revision, layersLimit, ['flux-system', ...layers]);
    const applied = () =>
      configMaps.get('flux-system', 'cluster-settings')?.data as Record<string, string> | undefined;
    const look = () => (applied()?.TIMEZONE === 'Europe/Lisbon' ? true : undefined);
    await until(look, configMaps, 'the settings are those pushed');
  });

  it('tells broken YAML by its file and line, and recovers with the fix', async () => {
    const path = `${apps}/vaultwarden/vpa.yaml`;
    const good = await read(path);
    await push('vaultwarden: Break the VPA', { [path]: good.replace('spec:\n', 'spec: [\n') });
    const failing = await until(
      () => {
        const object = kustomizations.get('flux-system', 'apps');
        const ready = object && conditionOf(object, 'Ready');
        return ready?.status === 'False' && ready.reason === 'BuildFailed' ? ready : undefined;
      },
      kustomizations,
      'apps fails to build'
    );
    // In kustomize's own words: the folder, then the line and the file in it.
    expect(failing.message).toMatch(/flux\/apps\/noah\/misc\/vaultwarden'.*line \d+.*vpa\.yaml/);
    const fixed = await push('vaultwarden: Mend the VPA', { [path]: good });
    await layersReady(fixed, layersLimit, layers);
  });

  it('prunes what is deleted', async () => {
    const path = `${apps}/note.yaml`;
    const list = `${apps}/kustomization.yaml`;
    const before = await read(list);
    const note = configMap('note').replace('name: note', 'name: note\n  namespace: misc');
    const there = () => configMaps.get('misc', 'note');
    await push('misc: Leave a note', { [path]: note, [list]: `${before}  - note.yaml\n` });
    await until(there, configMaps, 'the note is there');
    await push('misc: Take the note away', { [path]: null, [list]: before });
    await until(() => (there() ? undefined : true), configMaps, 'the note is gone');
  });

  it('replaces a renamed layer: the old one goes, the new one comes', async () => {
    const path = 'flux/clusters/noah/tuppr-plans/tuppr-plans.yaml';
    const old = await read(path);
    const renamed = old.replace('name: tuppr-plans\n', 'name: upgrades\n');
    await push('upgrades: Give the layer a name that people know', { [path]: renamed });
    const swapped = () => {
      const isGone = kustomizations.get('flux-system', 'tuppr-plans') === undefined;
      return isGone && isReadyAt('upgrades', undefined) ? true : undefined;
    };
    await until(swapped, kustomizations, 'upgrades is ready and tuppr-plans is gone');
    const revision = await push('upgrades: Go back', { [path]: old });
    await layersReady(revision, layersLimit, layers);
  });

  it('tells who committed a revision, through the service proxy, to who has the token', async () => {
    const { revision } = record(record(sources.get('flux-system', 'flux-system')?.status).artifact);
    const proxy = '/api/v1/namespaces/flux-system/services/http:lumen:8080/proxy';
    const ask = (headers?: Record<string, string>) =>
      client.request({
        path: `${proxy}${commitsRoute}`,
        query: { source: 'flux-system/flux-system', revision: String(revision) },
        headers,
      });
    await expect(ask()).rejects.toMatchObject({ status: 401 });
    const secret = await client.request<KubernetesObject>({
      path: '/api/v1/namespaces/flux-system/secrets/lumen-access',
    });
    const [key = ''] = Object.values(record(secret.data)).map(String);
    const token = Buffer.from(key, 'base64').toString();
    expect(await ask({ [tokenHeader]: token })).toMatchObject({
      version: 1,
      commit: {
        revision,
        subject: 'upgrades: Go back',
        author: { name: 'Ada Scenario', email: 'ada@example.com' },
      },
    });
  });

  it('does nothing about a push to main', async () => {
    const before = sources.get('flux-system', 'flux-system');
    const main = await cloneInto(join(folder, 'main'), world.git.homelab, 'main');
    await main.push('docs: Say more', { 'docs/more.md': '# More\n' });
    // The webhook of that push asks for a fetch; once it is handled, nothing else is to come.
    const handled = (object = sources.get('flux-system', 'flux-system')) => {
      const { lastHandledReconcileAt } = record(object?.status);
      return lastHandledReconcileAt === record(before?.status).lastHandledReconcileAt
        ? undefined
        : object;
    };
    const after = await until(handled, sources, 'the fetch after the push to main');
    expect(record(after.status).artifact).toEqual(record(before?.status).artifact);
  });
});
