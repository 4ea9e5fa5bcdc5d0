import type { Page } from 'playwright-core';
import { fluxKindOf } from '../../src/core/flux/kinds.ts';
import { createGraph } from '../../src/core/graph/graph.ts';
import { layoutOf } from '../../src/core/graph/layout.ts';
import { drawingOf } from '../../src/core/graph/picture/drawing.ts';
import { isWeak, type LineName } from '../../src/core/graph/picture/line.ts';
import { pictureOf } from '../../src/core/graph/picture/picture.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { toRef } from '../../src/core/kubernetes/ref.ts';
import { startCluster } from '../../src/demo/cluster/cluster.ts';
import { fluxCrds } from '../../src/demo/cluster/schema/fluxCrds.ts';
import { buildHost } from '../../src/demo/host/build/buildHost.ts';
import { startHost } from '../../src/demo/host/server/host.ts';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { createClient } from '../../src/node/kubernetes/client.ts';
import type { Figure } from './figure.ts';
import { figure, median, spread } from './figure.ts';
import { graphWorld } from './graphWorld.ts';

const size = 5000;
const rounds = 5;
const lines: ReadonlySet<LineName> = new Set(['applies', 'dependsOn', 'source']);
const nothing: ReadonlySet<string> = new Set();

/** What the graph of a large world costs: to lay out all of it, to draw what is drawn of it, and to move in it. */
export async function benchGraph(
  openPage: () => Promise<Page>,
  plugin: string,
  say: (line: string) => void
): Promise<Figure[]> {
  const { layout, whole } = timeLayout();
  say(
    `layout of ${size}: ${spread(layout)} ms; what is drawn of it, from its objects: ${spread(
      whole
    )} ms`
  );
  const clusters = [await startWorld('large', size), await startWorld('empty', 0)];
  const host = await startHost({
    ui: await buildHost(),
    plugins: [{ name: 'lumen', folder: plugin }],
    clusters: clusters.map(({ hosted }) => hosted),
  });
  try {
    const addressOf = (name: string) => `${host.url}/c/${name}/lumen/graph`;
    const empty = await visit(openPage, addressOf('empty'), '.lumen-frame');
    const large = await visit(openPage, addressOf('large'), '[data-box]');
    say(`first paint: ${spread(large.painted)} ms, empty: ${spread(empty.painted)} ms`);
    say(`95th percentile frame: ${spread(large.frames)} ms, empty: ${spread(empty.frames)} ms`);
    const beyond = median(large.painted) - 2 * median(empty.painted);
    const frames = median(large.frames) / median(empty.frames);
    return [
      figure(`layout of ${size} nodes`, median(layout), 'ms', 100),
      figure(`boxes mounted of ${size}`, Math.max(...large.mounted), 'boxes', 300),
      figure(`first paint of ${size}, beyond two empty canvases`, beyond, 'ms', 300),
      figure('95th percentile frame while panning, beside an empty canvas', frames, 'times', 1.5),
    ];
  } finally {
    await host.close();
    for (const { close } of clusters) await close();
  }
}

function timeLayout() {
  const graph = createGraph(graphWorld(size));
  const world = { graph, isRead: () => false, stateOf: () => 'ready' as const };
  const time = (act: () => void) => {
    // The first rounds are the engine's own.
    for (let round = 0; round < 3; round++) act();
    return Array.from({ length: rounds }, () => {
      const started = performance.now();
      act();
      return performance.now() - started;
    });
  };
  const picture = pictureOf(world, { lines, opened: nothing });
  const ids = [...picture.nodes.keys()];
  const edges = picture.lines.map(line => ({ ...line, isWeak: isWeak(line) }));
  return {
    layout: time(() => layoutOf(ids, edges)),
    whole: time(() => {
      const shown = pictureOf(world, { lines, opened: nothing });
      const query = { by: 'layer', opened: nothing, pinned: nothing, limit: 300 } as const;
      const drawing = drawingOf(shown, query);
      layoutOf(
        drawing.nodes.map(({ id }) => id),
        drawing.lines
      );
    }),
  };
}

async function startWorld(name: string, count: number) {
  const cluster = await startCluster({ name });
  const token = cluster.token('admin');
  const client = createClient({ server: cluster.url, ca: cluster.ca, token: async () => token });
  await fill(client, count);
  client.close();
  return {
    hosted: { name, server: cluster.url, ca: cluster.ca, firstToken: token },
    close: () => cluster.close(),
  };
}

async function fill(client: KubernetesClient, count: number): Promise<void> {
  for (const body of fluxCrds()) {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    await client.request({ method: 'POST', path, body });
  }
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } };
  await client.request({ method: 'POST', path: '/api/v1/namespaces', body });
  const work = count === 0 ? [] : graphWorld(count);
  const next = async () => {
    for (let object = work.pop(); object; object = work.pop()) {
      const { group, kind, namespace } = toRef(object);
      const flux = fluxKindOf(group, kind);
      if (!flux) continue;
      const version = object.apiVersion.slice(group.length + 1);
      const path = resourcePath({ group, version, plural: flux.plural, namespace });
      const { status, ...body } = object;
      await client.request({ method: 'POST', path, body });
      await client.request({
        method: 'PATCH',
        path: `${path}/${object.metadata.name}/status`,
        contentType: 'application/merge-patch+json',
        body: { status },
      });
    }
  };
  await Promise.all(Array.from({ length: 16 }, next));
}

async function visit(openPage: () => Promise<Page>, url: string, what: string) {
  const [painted, frames, mounted]: [number[], number[], number[]] = [[], [], []];
  const page = await openPage();
  await page.addInitScript(selector => {
    const look = () => {
      // What is in the page and not shown yet has not been painted.
      if (document.querySelector(selector)?.checkVisibility({ visibilityProperty: true })) {
        Object.assign(window, { paintedAt: performance.now() });
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, what);
  // One more: the first visit fills the browser's cache.
  for (let round = 0; round <= rounds; round++) {
    await page.goto(url);
    await page.waitForFunction(() => 'paintedAt' in window, undefined, { timeout: 120_000 });
    const at = await page.evaluate(() => (window as unknown as { paintedAt: number }).paintedAt);
    await page.getByRole('status').getByText('live', { exact: true }).waitFor({ timeout: 120_000 });
    const boxes = await page.locator('[data-box]').count();
    const frame = await framesWhilePanning(page);
    if (round === 0) continue;
    painted.push(at);
    mounted.push(boxes);
    frames.push(frame);
  }
  await page.context().close();
  return { painted, frames, mounted };
}

/** ms that 95 of 100 frames stay within while a mouse drags the graph. */
async function framesWhilePanning(page: Page): Promise<number> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { frameTimes: times });
    const tick = (at: number) => {
      times.push(at);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const frame = await page.locator('.lumen-frame').boundingBox();
  const { x = 0, y = 0, width = 0, height = 0 } = frame ?? {};
  await page.mouse.move(x + width / 2, y + height - 90);
  await page.mouse.down();
  for (let step = 0; step < 90; step++) {
    await page.mouse.move(x + width / 2 - step * 3, y + height - 90 - (step % 30) * 6);
  }
  await page.mouse.up();
  const times = await page.evaluate(
    () => (window as unknown as { frameTimes: number[] }).frameTimes
  );
  const spans = times.slice(1).map((at, index) => at - (times[index] ?? at));
  spans.sort((a, b) => a - b);
  return spans[Math.floor(spans.length * 0.95)] ?? NaN;
}
