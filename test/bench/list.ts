import type { Page } from 'playwright-core';
import { startCluster } from '../../src/demo/cluster/cluster.ts';
import { fluxCrds } from '../../src/demo/cluster/schema/fluxCrds.ts';
import { buildHost } from '../../src/demo/host/build/buildHost.ts';
import { startHost } from '../../src/demo/host/server/host.ts';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { createClient } from '../../src/node/kubernetes/client.ts';
import { pathOf } from '../browser/fluxPages.ts';
import type { Figure } from './figure.ts';
import { figure, median, spread } from './figure.ts';

const folder = '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/default/kustomizations';
const many = 5000;
const few = 100;
const changes = 40;

/** What a list of thousands costs: until its first rows, and for one change while it is open. */
export async function benchList(
  openPage: () => Promise<Page>,
  plugin: string,
  say: (line: string) => void
): Promise<Figure[]> {
  const large = await measure(many, openPage, plugin);
  const small = await measure(few, openPage, plugin);
  say(`first rows of ${many}: ${spread(large.firstRows)} ms after the first page`);
  say(
    `one change: ${large.perChange.toFixed(2)} ms at ${many}, ${small.perChange.toFixed(
      2
    )} at ${few}`
  );
  return [
    figure(`first rows of ${many}, after the first page`, median(large.firstRows), 'ms', 150),
    figure(`one change at ${many} beside ${few}`, large.perChange / small.perChange, 'times', 1.5),
  ];
}

async function measure(count: number, openPage: () => Promise<Page>, plugin: string) {
  const cluster = await startCluster({ name: 'bench' });
  const token = cluster.token('admin');
  const client = createClient({ server: cluster.url, ca: cluster.ca, token: async () => token });
  const host = await startHost({
    ui: await buildHost(),
    plugins: [{ name: 'lumen', folder: plugin }],
    clusters: [{ name: 'bench', server: cluster.url, ca: cluster.ca, firstToken: token }],
  });
  try {
    await fill(client, count);
    const firstRows: number[] = [];
    for (let round = 0; round < 5; round++) {
      const page = await openPage();
      firstRows.push(await timeFirstRows(page, `${host.url}${listPath}`));
      if (round < 4) await page.context().close();
      else return { firstRows, perChange: await timeChanges(page, client) };
    }
    throw new Error('unreachable');
  } finally {
    await host.close();
    client.close();
    await cluster.close();
  }
}

const listPath = pathOf('Kustomization').replace('noah', 'bench');
const nameOf = (index: number) => `team-${String(index).padStart(5, '0')}`;

async function fill(client: KubernetesClient, count: number): Promise<void> {
  for (const body of fluxCrds()) {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    await client.request({ method: 'POST', path, body });
  }
  const add = async (index: number) => {
    const name = nameOf(index);
    const path = '/spec';
    await client.request({
      method: 'POST',
      path: folder,
      body: {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name, namespace: 'default' },
        spec: {
          interval: '10m',
          prune: true,
          path,
          sourceRef: { kind: 'GitRepository', name: 'flux-system' },
        },
      },
    });
    await touch(client, index, 0);
  };
  for (let from = 0; from < count; from += 20) {
    const batch = Array.from({ length: Math.min(20, count - from) }, (_, at) => add(from + at));
    await Promise.all(batch);
  }
}

/** What kustomize-controller writes after a reconciliation. */
async function touch(client: KubernetesClient, index: number, round: number): Promise<void> {
  const hash = (index * 1000 + round).toString(16).padStart(40, 'a');
  const revision = `flux@sha1:${hash}`;
  const now = new Date().toISOString();
  await client.request({
    method: 'PATCH',
    path: `${folder}/${nameOf(index)}/status`,
    contentType: 'application/merge-patch+json',
    body: {
      status: {
        observedGeneration: 1,
        lastAppliedRevision: revision,
        lastAttemptedRevision: revision,
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'ReconciliationSucceeded',
            message: `Applied revision: ${revision}`,
            lastTransitionTime: now,
            observedGeneration: 1,
          },
        ],
      },
    },
  });
}

/** ms from the arrival of the list's first bytes to the frame that shows rows. */
async function timeFirstRows(page: Page, url: string): Promise<number> {
  await page.addInitScript(() => {
    const look = () => {
      const row = document.querySelector('[role=rowgroup] [role=row]');
      if (row) Object.assign(window, { firstRow: performance.now() });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(url);
  // A request is told of when it is over: the rows are there before.
  await page.waitForFunction(
    () =>
      'firstRow' in window &&
      performance.getEntriesByType('resource').some(({ name }) => /\/kustomizations\?/.test(name))
  );
  return page.evaluate(() => {
    const lists = performance
      .getEntriesByType('resource')
      .filter(({ name }) => /\/kustomizations\?/.test(name)) as PerformanceResourceTiming[];
    const arrived = Math.min(...lists.map(({ responseStart }) => responseStart));
    return (window as unknown as { firstRow: number }).firstRow - arrived;
  });
}

/** ms of the page's processor time for one changed object, whatever the page does by itself taken off. */
async function timeChanges(page: Page, client: KubernetesClient): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const span = changes * 100;
  await page.waitForTimeout(2000);
  const idle = await busy();
  await page.waitForTimeout(span);
  const before = await busy();
  for (let round = 1; round <= changes; round++) {
    await Promise.all([touch(client, round % few, round), page.waitForTimeout(100)]);
  }
  const after = await busy();
  return (after - before - (before - idle)) / changes;
}
