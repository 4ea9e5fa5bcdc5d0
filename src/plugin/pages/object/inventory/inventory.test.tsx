import { createTheme, ThemeProvider } from '@mui/material';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { MemoryRouter, Route } from 'react-router-dom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KubernetesObject } from '../../../../core/kubernetes/object.ts';
import {
  type Connection,
  ConnectionError,
  type StreamRequest,
} from '../../../headlamp/connection.ts';
import type { ObjectsQuery, ObjectsView } from '../../../live/views.ts';
import { InventoryTab } from '../InventoryTab.tsx';
import type { AppliedRow } from '../useApplied.tsx';
import { inventoryQuery } from './openRows.ts';

/** The cluster: lists by plural, and what the log subresource answers, in the order it is asked. */
const cluster = vi.hoisted(() => ({
  views: {} as Record<string, ObjectsView>,
  asked: [] as string[],
  logs: [] as (string | Error)[],
}));
vi.mock('../../../live/useObjects.ts', () => ({
  useObjects: (_: string, query: ObjectsQuery) => cluster.views[query.plural],
}));
vi.mock('../../../live/useGraph.ts', () => {
  const view = { graph: undefined, stamp: 0, isRead: () => false };
  return { useGraph: () => view };
});
const widgets = { group: 'example.com', version: 'v1', plural: 'widgets', isNamespaced: true };
vi.mock('../../../live/useStores.ts', () => ({
  useStore: () => new Map([['example.com/Widget', widgets]]),
}));
vi.mock('../../../live/useServerClock.ts', () => {
  const clock = () => 0;
  return { useServerClock: () => clock };
});
vi.mock('../../../headlamp/hostConnection.ts', () => ({
  createHostConnection: (): Pick<Connection, 'stream'> => ({
    stream({ path }: StreamRequest) {
      cluster.asked.push(path);
      const answer = cluster.logs.shift() ?? '';
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(
        (async function* () {
          yield new TextEncoder().encode(answer);
        })()
      );
    },
  }),
}));

const live = (...objects: KubernetesObject[]): ObjectsView => ({
  objects,
  phase: { name: 'live' },
});

function made(kind: string, name: string, owner: string, more = {}): KubernetesObject {
  const apiVersion = kind === 'Pod' ? 'v1' : 'apps/v1';
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace: 'media',
      uid: name,
      ownerReferences: [{ apiVersion, kind: 'Any', name: owner, uid: owner, controller: true }],
    },
    ...more,
  };
}

const crashed = {
  name: 'radarr',
  ready: false,
  restartCount: 2,
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { exitCode: 1, reason: 'Error' } },
};
const podWith = (status: Record<string, unknown>) =>
  made('Pod', 'radarr-7c9f4-x2x', 'radarr-7c9f4', { status: { containerStatuses: [status] } });
const replicaSet = made('ReplicaSet', 'radarr-7c9f4', 'radarr', {
  spec: { replicas: 1 },
  status: { replicas: 1 },
});

function row(kind: string, name: string, verdict: AppliedRow['verdict']): AppliedRow {
  const isWorkload = kind === 'Deployment';
  const group = isWorkload ? 'apps' : '';
  return {
    key: `${group}/${kind}/media/${name}`,
    entry: { group, kind, namespace: 'media', name, version: 'v1' },
    verdict,
    ...(isWorkload
      ? {
          object: {
            apiVersion: 'apps/v1',
            kind,
            metadata: { name, namespace: 'media', uid: name },
          },
        }
      : {}),
  };
}

const short = row('Deployment', 'radarr', {
  verdict: 'unhealthy',
  mark: 'failing',
  says: { id: 'health.ready', params: { have: 0, want: 1 } },
});
const good = row('Deployment', 'sonarr', {
  verdict: 'healthy',
  mark: 'ready',
  says: { id: 'health.replicasReady', params: { want: 1 } },
});
const unseen = row('Secret', 'radarr', {
  verdict: 'notChecked',
  mark: 'unknown',
  says: { id: 'applied.unread.kind' },
});

const apps: KubernetesObject = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'apps', namespace: 'flux-system' },
};
let address = '';
const show = (rows: readonly AppliedRow[], object = apps, search = '') =>
  render(
    <ThemeProvider theme={createTheme()}>
      <MemoryRouter initialEntries={[`/${search}`]}>
        <InventoryTab {...{ object, rows }} cluster="noah" />
        <Route
          render={({ location }) => {
            address = location.search;
            return null;
          }}
        />
      </MemoryRouter>
    </ThemeProvider>
  );

const lines = () =>
  within(screen.getByRole('treegrid', { name: 'Inventory' }))
    .getAllByRole('row')
    .map(line => line.textContent?.replace(/[▸▾]/g, '').replace(/\s+/g, ' ').trim());
const line = (text: RegExp) => screen.getByRole('row', { name: text });
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
const focused = () =>
  document.activeElement?.textContent?.replace(/[▸▾]/g, '').replace(/\s+/g, ' ').trim();

beforeEach(() => {
  // jsdom lays nothing out: what scrolls is as tall as twenty rows.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(720);
  cluster.views = {
    pods: live(podWith(crashed)),
    replicasets: live(replicaSet),
  };
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  cluster.asked.length = 0;
  cluster.logs.length = 0;
});

describe('the inventory', () => {
  it('lies open from a workload in trouble to its container, with restarts and exit code', () => {
    show([short, good, unseen]);
    expect(lines()).toEqual([
      'Deployment1 unhealthy · 1 healthy',
      'media/radarr0 of 1 ready',
      'ReplicaSet radarr-7c9f40 of 1 made',
      'Pod radarr-7c9f4-x2xradarr: CrashLoopBackOff',
      'radarrCrashLoopBackOff · 2 restarts · ended with 1 Error· last log lines',
      'media/sonarr1 of 1 ready',
      'Secret1 not checked',
      'media/radarrnot checked: Lumen does not read this kind',
    ]);
  });

  it('counts what was looked at and what was not, and shows one kind of verdict on a click', () => {
    show([short, good, unseen]);
    const chips = within(screen.getByRole('group')).getAllByRole('button');
    expect(chips.map(chip => chip.textContent)).toEqual([
      'All 3',
      'Unhealthy 1',
      'Healthy 1',
      'Not checked 1',
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Not checked 1' }));
    expect(lines()).toEqual([
      'Secret1 not checked',
      'media/radarrnot checked: Lumen does not read this kind',
    ]);
  });

  it('is one Tab stop, walked, opened and left by arrows', () => {
    show([short, good]);
    expect(screen.getAllByRole('row').filter(each => each.tabIndex === 0)).toHaveLength(1);
    screen.getAllByRole('row')[0]?.focus();
    press('ArrowDown');
    expect(focused()).toBe('media/radarr0 of 1 ready');
    press('ArrowRight');
    expect(document.activeElement?.tagName).toBe('A');
    press('ArrowLeft');
    expect(focused()).toBe('media/radarr0 of 1 ready');
    press('ArrowLeft');
    expect(line(/radarr 0 of 1/).getAttribute('aria-expanded')).toBe('false');
    expect(lines()).toHaveLength(3);
    press('ArrowLeft');
    expect(focused()).toBe('Deployment1 unhealthy · 1 healthy');
    press('End');
    expect(focused()).toBe('media/sonarr1 of 1 ready');
  });

  it('is as open at its address as a person left it, and shows the log that a link leads to', async () => {
    show([short, good], apps, '?tab=inventory');
    fireEvent.click(line(/ReplicaSet/));
    fireEvent.click(line(/ReplicaSet/));
    fireEvent.click(line(/sonarr/));
    const left = lines();
    expect(new URLSearchParams(address).get('open')).toBe(
      'of apps/ReplicaSet/media/radarr-7c9f4,apps/Deployment/media/sonarr'
    );
    cleanup();
    show([short, good], apps, address);
    expect(lines()).toEqual(left);
    cleanup();
    cluster.logs = ['fatal: no config\n'];
    show([short, good], apps, `?${inventoryQuery(['of /Pod/media/radarr-7c9f4-x2x radarr'])}`);
    expect(await screen.findByText('fatal: no config')).toBeTruthy();
  });

  it('keeps its address short however much is opened, and forgets what was opened first', () => {
    const keys = Array.from({ length: 60 }, (_, at) => `apps/Deployment/media/d${at}`);
    const open = new URLSearchParams(inventoryQuery(keys)).get('open')?.split(',') ?? [];
    expect(open.join(',').length).toBeLessThanOrEqual(1000);
    expect(open).toEqual(keys.slice(-open.length));
    expect(open.length).toBeGreaterThan(30);
  });

  it('has of 5,000 objects only those in sight', () => {
    const many = Array.from({ length: 5000 }, (_, at) => row('Secret', `s${at}`, unseen.verdict));
    show(many);
    fireEvent.click(line(/Secret/));
    expect(screen.getByRole('treegrid').getAttribute('aria-rowcount')).toBe('5001');
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
  });

  it('leads to a page for each object, or says that there is none', () => {
    const widget = { ...unseen, entry: { ...unseen.entry, group: 'example.com', kind: 'Widget' } };
    const strange = { ...unseen, entry: { ...unseen.entry, kind: 'Strange' }, key: 'strange' };
    show([{ ...widget, key: 'widget' }, strange]);
    const links = screen.getAllByRole('link');
    expect(links.map(link => link.getAttribute('href'))).toEqual([
      '/c/noah/customresources/widgets.example.com/media/radarr',
    ]);
    expect(screen.getByTitle('Strange radarr: Headlamp has no page for this kind')).toBeTruthy();
  });

  it('of another cluster is said to be there, and an empty one why it is empty', () => {
    const spec = { kubeConfig: { secretRef: { name: 'remote' } } };
    show([unseen], { ...apps, spec });
    expect(screen.getByText(/All of this is in another cluster/)).toBeTruthy();
    cleanup();
    show([]);
    expect(screen.getByRole('heading', { name: 'Nothing applied yet' })).toBeTruthy();
    cleanup();
    const status = { history: [{ name: 'redis', version: 1 }] };
    show([], { ...apps, apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', status });
    expect(screen.getByRole('heading', { name: 'Not exposed' })).toBeTruthy();
    expect(screen.getByText('helm get manifest redis -n flux-system')).toBeTruthy();
  });

  it('says which right is missing where pods may not be listed', () => {
    const phase = { name: 'forbidden', verb: 'list', message: '', retryAt: 0 } as const;
    cluster.views.pods = { objects: [], phase };
    cluster.views.replicasets = live();
    show([short]);
    expect(lines().at(-1)).toBe('You may not list pods in media: what runs below it is not known');
  });
});

describe('the last log lines', () => {
  const open = () => fireEvent.click(screen.getByRole('button', { name: 'last log lines' }));

  it('of what crashed are those of the run that ended, bounded, and asked for once', async () => {
    cluster.logs = [`${'x\n'.repeat(30)}\u001b[31mfatal:\u001b[0m no config\n`];
    show([short]);
    expect(cluster.asked).toEqual([]);
    open();
    const text = await screen.findByText(/fatal: no config/);
    expect(text.textContent?.split('\n')).toHaveLength(20);
    expect(cluster.asked).toEqual([
      '/api/v1/namespaces/media/pods/radarr-7c9f4-x2x/log' +
        '?container=radarr&tailLines=20&limitBytes=65536&previous=true',
    ]);
    expect(screen.getByText(/of the run before, which ended/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'open logs' }).getAttribute('href')).toBe(
      '/c/noah/pods/media/radarr-7c9f4-x2x?view=logs'
    );
  });

  it('of what never began are none, and the API server says why', async () => {
    const waiting = {
      reason: 'ImagePullBackOff',
      message: 'Back-off pulling image "radarr:6.0.9"',
    };
    cluster.views.pods = live(podWith({ name: 'radarr', ready: false, state: { waiting } }));
    const message = 'container "radarr" in pod "radarr-7c9f4-x2x" is waiting to start';
    cluster.logs = [new ConnectionError({ kind: 'refused', status: 400, message })];
    show([short]);
    open();
    expect(
      await screen.findByText(/There is nothing to read: .* is waiting to start/)
    ).toBeTruthy();
    expect(screen.getByText('Back-off pulling image "radarr:6.0.9"')).toBeTruthy();
  });

  it('that a person may not read name the right', async () => {
    cluster.logs = [new ConnectionError({ kind: 'refused', status: 403, message: 'forbidden' })];
    show([short]);
    open();
    expect(await screen.findByText(/the right to get pods\/log in media of noah/)).toBeTruthy();
  });

  it('of the run that goes on, and of the one before, where there are both', async () => {
    const running = { ...crashed, state: { running: {} } };
    cluster.views.pods = live(podWith(running));
    cluster.logs = ['old\n', 'new\n'];
    show([short]);
    open();
    expect(await screen.findByText('old')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'this run' }));
    expect(await screen.findByText('new')).toBeTruthy();
    expect(cluster.asked.map(path => path.includes('previous=true'))).toEqual([true, false]);
  });
});
