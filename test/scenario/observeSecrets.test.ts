import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dumpLedger } from './dumpLedger.ts';
import { configMap, kustomization } from './manifests.ts';
import { type ScenarioWorld, startScenarioWorld } from './scenarioWorld.ts';
import { notReady, pushAndFetch, ready } from './settling.ts';
import { createSidecarApi, type SidecarApi } from './sidecarApi.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

let world: ScenarioWorld;
let sidecar: SidecarApi;
beforeAll(async () => {
  world = await startScenarioWorld();
  sidecar = createSidecarApi(world);
});
afterAll(() => world?.close());

/** Nobody may read any of them anywhere; the first halves of two would be found too. */
const secrets = {
  inSecret: 'correct-horse-battery-staple-41',
  inData: 'Zebra7-Quartz9-Violin3',
  inVariable: 'moon.river.copper.kettle.88',
  inEnv: 'aubergine_ladder_7731_tinsel',
  inUrl: 'pelican4Gravel8Oboe',
  inBroken: 'walnut-static-ferry-2290',
};
const encoded = (text: string) => Buffer.from(text).toString('base64');

function secretManifest(value: string): string {
  return `apiVersion: v1
kind: Secret
metadata:
  name: app
stringData:
  word: ${value}
data:
  other: ${encoded(secrets.inData)}
`;
}

function deploymentWithPassword(value: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  selector: { matchLabels: { app: app } }
  template:
    metadata: { labels: { app: app } }
    spec:
      containers:
        - name: app
          image: docker.io/library/nginx:1.29.3
          env:
            - { name: DATABASE_PASSWORD, value: ${value} }
            - { name: DATABASE_URL, value: 'postgres://app:${secrets.inUrl}@db/app' }
`;
}

/** The text in any form in which it could stand somewhere; half of it is too much already. */
function traces(text: string, where: string): string[] {
  return Object.entries(secrets).flatMap(([name, value]) => {
    const half = value.slice(0, Math.ceil(value.length / 2));
    const forms = [half, encodeURIComponent(half), encoded(value).slice(0, 12)];
    return forms.some(form => text.includes(form)) ? [`${where}: ${name}`] : [];
  });
}

describe('the sidecar', () => {
  it('lets no secret be read in what it sends, keeps or says', async () => {
    const place = await world.placeWith('secretive', { 'app/a.yaml': configMap('a') });
    const { namespace } = place;
    await world.apply(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'variables', namespace },
        data: { WORD: encoded(secrets.inVariable) },
      },
      kustomization(place, 'app', {
        postBuild: { substituteFrom: [{ kind: 'Secret', name: 'variables' }] },
      })
    );
    const files = (more: string, env: string) => ({
      'app/secret.yaml': secretManifest(`${secrets.inSecret}${more}`),
      'app/variable.yaml': configMap('variable', { text: 'it is ${WORD}!' }),
      'app/deployment.yaml': deploymentWithPassword(`${secrets.inEnv}${env}`),
    });
    const first = await pushAndFetch(world, place, 'Add secrets', files('', ''));
    await ready(world, place, 'app', first);
    const source = `GitRepository/${namespace}/source`;
    await sidecar.kept(source, first);
    const second = await pushAndFetch(world, place, 'Change them', files('-new', '-new'));
    await ready(world, place, 'app', second);
    await sidecar.kept(source, second);
    const broken = await pushAndFetch(world, place, 'Break one', {
      'app/secret.yaml': `${secretManifest(secrets.inBroken)}data: [password: ${
        secrets.inBroken
      }\n`,
    });
    await notReady(world, place, 'app', /BuildFailed/);
    await sidecar.kept(source, broken);

    const app = `Kustomization/${namespace}/app`;
    const sent = {
      changes: await sidecar.changes(app, first, second),
      created: await sidecar.changes(app, await firstOf(source), first),
      broken: await sidecar.changes(app, second, broken),
      history: await sidecar.history(app),
      ofSource: await sidecar.history(source),
      log: await sidecar.log(app, first, broken),
    };
    const changed = sent.changes.flatMap(line => (line.type === 'object' ? line.ref.kind : []));
    // That they changed is told: as digests that differ.
    expect(changed.sort()).toEqual(['Deployment', 'Secret']);
    const found = Object.entries(sent).flatMap(([what, answer]) =>
      traces(JSON.stringify(answer), what)
    );
    const { storage, logFile } = world.sidecar;
    for (const name of await readdir(storage)) {
      if (!name.startsWith('ledger')) continue;
      found.push(...traces((await readFile(join(storage, name))).toString('latin1'), name));
    }
    const kept = await dumpLedger(storage, [source, app]);
    expect([first, second, broken].filter(revision => !kept.includes(revision))).toEqual([]);
    expect(kept).toContain('lumen:masked:');
    found.push(...traces(kept, 'what the ledger keeps'));
    found.push(...traces(await readFile(logFile, 'utf8'), 'the log'));
    expect(found).toEqual([]);
  });
});

async function firstOf(source: string): Promise<string> {
  return (await sidecar.history(source)).rows.at(-1)?.revision ?? '';
}
