import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { applyObjects } from '../../src/demo/homelab/applyObjects.ts';
import { buildHost } from '../../src/demo/host/build/buildHost.ts';
import { type Host, startHost } from '../../src/demo/host/server/host.ts';
import { realFluxCrds } from '../../src/demo/plane/fluxManifests.ts';
import { buildGoTools, planeTools } from '../../src/demo/plane/goTools.ts';
import { startPlane } from '../../src/demo/plane/plane.ts';
import { createClient } from '../../src/node/kubernetes/client.ts';
import { writeEmptyPlugin } from './emptyPlugin.ts';
import { type Figure, figure, median, spread } from './figure.ts';
import { counts, fill, fillUp, namespaceOf, serveArtifact } from './largeCluster.ts';
import { buildOfficialPlugin } from './officialPlugin.ts';
import { rivalPages } from './rivalPages.ts';
import { type Destination, longestTask, type Visit, visit, visitNothing } from './visit.ts';

type Say = (line: string) => void;
type OpenPage = () => Promise<Page>;

const rounds = 5;
/** Rows of the long list. */
const listed = 5000;
const idleFor = 15_000;

/** Lumen beside Headlamp's own plugin for Flux: the same host, the same 5,000 Flux objects on a real API server. */
export async function benchRival(openPage: OpenPage, plugin: string, say: Say): Promise<Figure[]> {
  const official = await buildOfficialPlugin();
  const tools = await buildGoTools(planeTools, say);
  const folder = await mkdtemp(join(tmpdir(), 'lumen-rival-'));
  const plane = await startPlane({ name: 'bench', folder, programs: tools.folder });
  const access = { server: plane.url, ca: plane.ca, token: async () => plane.token('admin') };
  const client = createClient(access);
  const artifacts = await serveArtifact();
  const hosts: Host[] = [];
  try {
    const crds = await realFluxCrds(tools.crds);
    await applyObjects(client, [namespaceOf('flux-system'), ...crds], 'bench');
    await fill(client, artifacts);
    say(`Lumen beside ${official.name} ${official.version}, 5,000 Flux objects`);
    const empty = await writeEmptyPlugin(join(folder, 'empty'));
    const ui = await buildHost();
    const start = async (...more: { name: string; folder: string }[]) => {
      const { url: server, ca } = plane;
      const clusters = [{ name: 'bench', server, ca, firstToken: plane.token('admin') }];
      const host = await startHost({ ui, plugins: [empty, ...more], clusters });
      hosts.push(host);
      return host.url;
    };
    const urls = {
      empty: await start(),
      ours: await start({ name: 'lumen', folder: plugin }),
      theirs: await start(official),
    };
    const overview = await benchOverview(openPage, urls, say);
    await fillUp(client, listed);
    return [...overview, ...(await benchLongList(openPage, urls, say))];
  } finally {
    for (const host of hosts) await host.close();
    client.close();
    artifacts.close();
    await plane.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Urls = Record<'empty' | 'ours' | 'theirs', string>;

type Who = 'ours' | 'theirs';

/** Both in turn, so that whatever else the machine does is borne by both. */
async function ofBoth<T>(
  openPage: OpenPage,
  measure: (page: Page, who: Who, round: number) => Promise<T>
): Promise<Record<Who, T[]>> {
  const measured: Record<Who, T[]> = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round++) {
    for (const who of ['ours', 'theirs'] as const) {
      const page = await openPage();
      measured[who].push(await measure(page, who, round));
      await page.context().close();
    }
  }
  return measured;
}

const visitBoth = (
  openPage: OpenPage,
  urls: Urls,
  pages: Record<Who, Destination>,
  options: { count: number; idleFor: number }
) =>
  ofBoth(openPage, (page, who, round) => {
    const idleFor = round === 0 ? options.idleFor : 0;
    return visit(page, urls[who], pages[who], { ...options, idleFor });
  });

async function benchOverview(openPage: OpenPage, urls: Urls, say: Say): Promise<Figure[]> {
  const page = await openPage();
  const ofHost = await visitNothing(page, urls.empty);
  await page.context().close();
  const count = counts.kustomizations;
  // A server refuses the first watches of a kind that nobody asked for yet: whoever came first would pay for both.
  for (const who of ['ours', 'theirs'] as const) {
    const first = await openPage();
    await visit(first, urls[who], rivalPages.overview[who], { count, idleFor: 0 });
    await first.context().close();
  }
  const { ours, theirs } = await visitBoth(openPage, urls, rivalPages.overview, { count, idleFor });
  const longest = await ofBoth(openPage, (page, who) =>
    longestTask(page, urls[who], rivalPages.overview[who], count)
  );
  const asked = ({ requests }: Visit) => requests.length - ofHost.length;
  say(`overview, first content: ${both(ours, theirs, 'begun')} ms`);
  say(`overview, whole: ${both(ours, theirs, 'whole')} ms`);
  say(`overview, longest task: ${spread(longest.ours)}; theirs ${spread(longest.theirs)} ms`);
  say(`overview, heap: ${both(ours, theirs, 'heap')} MB`);
  say(`requests and sockets: ${spread(ours.map(asked))}; theirs ${spread(theirs.map(asked))}`);
  const ratio = (of: (visit: Visit) => number, theirsOf = of) =>
    median(ours.map(of)) / median(theirs.map(theirsOf));
  const most = (of: (visit: Visit) => number) => Math.max(...ours.map(of));
  const whole = (of: Visit) => of.whole;
  return [
    figure(
      'overview: first content beside the rival’s whole',
      ratio(v => v.begun, whole),
      'times',
      0.2
    ),
    figure('overview: verdict beside the rival’s', ratio(whole), 'times', 0.667),
    figure('overview: requests and sockets beside the rival’s', ratio(asked), 'times', 0.5),
    figure(
      'overview: requests made twice',
      most(v => repeated(v.requests) - repeated(ofHost)),
      'requests',
      0
    ),
    figure(
      'overview: requests for one object',
      most(v => ofOneObject(v.requests)),
      'requests',
      0
    ),
    figure(
      'overview: requests while nothing changes',
      most(v => v.idle.length),
      'requests',
      0
    ),
    figure(
      'overview: longest task beside the rival’s',
      median(longest.ours) / median(longest.theirs),
      'times',
      0.333
    ),
    figure(
      'overview: heap beside the rival’s',
      ratio(v => v.heap),
      'times',
      1
    ),
  ];
}

async function benchLongList(openPage: OpenPage, urls: Urls, say: Say): Promise<Figure[]> {
  const options = { count: listed, idleFor: 0 };
  const { ours, theirs } = await visitBoth(openPage, urls, rivalPages.list, options);
  say(`list of ${listed}, all rows: ${both(ours, theirs, 'whole')} ms`);
  const ratio = median(ours.map(v => v.whole)) / median(theirs.map(v => v.whole));
  return [figure(`list of ${listed}: all rows beside the rival’s`, ratio, 'times', 0.5)];
}

type Measured = 'begun' | 'whole' | 'heap';

function both(ours: readonly Visit[], theirs: readonly Visit[], what: Measured): string {
  const of = (visits: readonly Visit[]) => spread(visits.map(visit => visit[what]));
  return `${of(ours)}; theirs ${of(theirs)}`;
}

function repeated(requests: readonly string[]): number {
  return requests.length - new Set(requests).size;
}

/** `…/namespaces/NAMESPACE/PLURAL/NAME`, and the same of the cluster’s own kinds. */
function ofOneObject(requests: readonly string[]): number {
  const named = /^\w+ \/apis?(?:\/[^/]+)?\/v\w+\/(?:namespaces\/[^/]+\/)?[a-z]+\/[^/?]+$/;
  return requests.filter(request => named.test(request.replace(/\?.*/, ''))).length;
}
