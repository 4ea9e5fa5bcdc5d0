import { createTheme, ThemeProvider } from '@mui/material';
import {
  act,
  cleanup,
  fireEvent,
  render,
  renderHook,
  screen,
  within,
} from '@testing-library/react';
import { useMemo } from 'react';
import { MemoryRouter, useLocation } from 'react-router-dom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { clusterView } from '../../../../test/fixtures/clusterViews.ts';
import {
  failed,
  fluxObject,
  gitRepository,
  kustomization,
  waits,
} from '../../../../test/fixtures/fluxObjects.ts';
import { diagnose } from '../../../core/diagnosis/diagnose.ts';
import { toInventoryId } from '../../../core/flux/inventory.ts';
import { createGraph } from '../../../core/graph/graph.ts';
import { type Drawing, drawingOf } from '../../../core/graph/picture/drawing.ts';
import type { LineName } from '../../../core/graph/picture/line.ts';
import { pictureOf } from '../../../core/graph/picture/picture.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { type ObjectRef, toRef } from '../../../core/kubernetes/ref.ts';
import { GraphBar } from './GraphBar.tsx';
import { GraphView } from './GraphView.tsx';
import { ReachGraph } from './ReachGraph.tsx';
import { useGraphLayout } from './useGraphLayout.ts';
import { useGraphSearch } from './useGraphSearch.ts';
import { createGraphWorld } from './useGraphWorld.tsx';
import { toMapData } from './useMapData.ts';

// The host's library is not loaded: the graph takes what it shows as values.
vi.mock('../../headlamp/hostConnection.ts', () => ({}));
vi.mock('../../live/useFluxObjects.ts', () => ({ useFluxObjects: () => [] }));
vi.mock('../../live/useStores.ts', () => ({ useStore: () => undefined }));
vi.mock('../action/ActionButtons.tsx', () => ({ ActionButtons: () => null }));
vi.mock('../RevisionOf.tsx', () => ({ RevisionOf: () => null }));

const inventory = (...objects: KubernetesObject[]) => ({
  status: {
    inventory: { entries: objects.map(object => ({ id: toInventoryId(toRef(object)), v: 'v1' })) },
  },
});
const configMap = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'home' },
});
const infra = kustomization('infra', inventory(configMap('one'), configMap('two')));
const apps = kustomization('apps', {
  conditions: failed('Deployment/radarr dry-run failed: no such field'),
  spec: { dependsOn: [{ name: 'infra' }] },
});
const home = kustomization('home', {
  conditions: waits("dependency 'flux-system/apps' is not ready"),
  spec: { dependsOn: [{ name: 'apps' }] },
});
const root = kustomization('root', inventory(infra, apps, home, gitRepository));
const homelab = [gitRepository, root, infra, apps, home];

function worldOf(objects: KubernetesObject[]) {
  const graph = createGraph(objects);
  const isRead = ({ kind }: ObjectRef) => kind === 'Kustomization';
  const world = { now: Date.parse('2026-08-01T12:00:00Z'), graph, isRead };
  return createGraphWorld({
    cluster: 'noah',
    graph,
    isRead: world.isRead,
    diagnosis: { diagnosis: diagnose(world), world },
    view: clusterView(objects),
    now: () => world.now,
  });
}

let place = '';
function Page({
  objects,
  chosen,
  isSettled = true,
}: {
  objects: KubernetesObject[];
  chosen: string[];
  isSettled?: boolean;
}) {
  const search = useGraphSearch();
  const { pathname, search: query } = useLocation();
  place = pathname + query;
  return (
    <>
      <GraphBar search={search} />
      <GraphView
        isSettled={isSettled}
        world={worldOf(objects)}
        search={search}
        namespaces={useMemo(() => new Set(chosen), [chosen])}
      />
    </>
  );
}

const show = (query = '', objects = homelab, chosen: string[] = [], isSettled = true) =>
  render(
    <ThemeProvider theme={createTheme()}>
      <MemoryRouter initialEntries={[`/c/noah/lumen/graph${query}`]}>
        <Page {...{ objects, chosen, isSettled }} />
      </MemoryRouter>
    </ThemeProvider>
  );

const graph = () => screen.getByRole('group', { name: /^Graph of/ });
const box = (name: RegExp) => within(graph()).getByRole('button', { name });
const boxes = () =>
  within(graph())
    .getAllByRole('button')
    .map(each => each.querySelector('.title')?.textContent);
const query = () => Object.fromEntries(new URLSearchParams(place.split('?')[1]));

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the graph', () => {
  it('says of each object its state, its name and one thing more', () => {
    show();
    expect(boxes()).toEqual(['apps', 'home', 'homelab', 'infra', 'root']);
    box(/^Failing apps/);
    box(/^Waiting home waits for apps/);
    box(/^Ready infra 2 objects Kustomization$/);
    box(/^Ready homelab flux@5763edb/);
  });

  it('is not seen while it still comes together, unless that takes long', () => {
    vi.useFakeTimers();
    show('', homelab, [], false);
    const isMoving = () => graph().classList.contains('is-moving');
    expect(isMoving()).toBe(true);
    act(() => void vi.advanceTimersByTime(400));
    expect(isMoving()).toBe(false);
  });

  it('makes room beside what was seen, and begins anew with what was not', () => {
    const all = ['a', 'b', 'c', 'd', 'e'].map(name => kustomization(name));
    const some = all.slice(1);
    const drawingWith = (objects: KubernetesObject[]) => {
      const lines = new Set<LineName>(['applies', 'dependsOn', 'source']);
      const picture = pictureOf(worldOf(objects), { lines, opened: new Set() });
      const query = { by: 'layer', opened: new Set<string>(), pinned: new Set<string>() } as const;
      return drawingOf(picture, { ...query, limit: 300 });
    };
    const [half, whole] = [some, all].map(each => drawingWith([gitRepository, ...each]));
    if (!half || !whole) throw new Error('two are drawn');
    const placesOf = (isShown: boolean, ...drawings: Drawing[]) => {
      const { result, rerender } = renderHook(
        ({ drawing }) => useGraphLayout(drawing, 'all', '', isShown),
        { initialProps: { drawing: drawings[0] ?? whole } }
      );
      for (const drawing of drawings) rerender({ drawing });
      return result.current.places;
    };
    const anew = placesOf(true, whole);
    expect(placesOf(false, half, whole)).toEqual(anew);
    expect(placesOf(true, half, whole)).not.toEqual(anew);
  });

  it('tells objects of one name apart by their kind', () => {
    show('', [...homelab, fluxObject('HelmRelease', 'apps', {})]);
    box(/^Unknown apps HelmRelease, unknown$/);
  });

  it('draws what is needed and missing as the cause that it is', () => {
    const shop = kustomization('shop', {
      conditions: waits("dependency 'flux-system/payments' not found"),
      spec: { dependsOn: [{ name: 'payments' }] },
    });
    show('', [...homelab, shop]);
    expect(box(/^Failing payments does not exist/).className).toContain('is-missing is-broken');
  });

  it('draws what broke it before all others, though that says itself that it is on its way', () => {
    const workloads = Array.from({ length: 30 }, (_, at) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `web-${at}`, namespace: 'home' },
      spec: { replicas: 1 },
    }));
    const last = 'web-29';
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${last}-a`,
        namespace: 'home',
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: last, uid: last }],
      },
      status: {
        phase: 'Pending',
        containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ImagePullBackOff' } } }],
      },
    };
    const conditions = failed(
      `health check failed after 20s: timeout waiting for: [Deployment/home/${last} status: 'InProgress']`,
      'HealthCheckFailed'
    );
    const { status } = inventory(...workloads);
    const web = kustomization('web', { conditions, status });
    show('?of=Kustomization/flux-system/web', [gitRepository, web, ...workloads, pod]);
    box(/^Failing web-29 image /);
    expect(boxes()).not.toContain('web-28');
  });

  it('tells beside itself what a click has chosen, and keeps that in the address', () => {
    show();
    fireEvent.click(box(/Failing apps/));
    expect(query()).toEqual({ at: 'Kustomization/flux-system/apps' });
    const panel = screen.getByRole('complementary', { name: 'apps, chosen in the graph' });
    within(panel).getByText('Holds up');
    within(panel).getByRole('button', { name: 'home' }).focus();
    within(panel).getByRole('button', { name: 'home' });
    expect(box(/Failing apps/).getAttribute('aria-pressed')).toBe('true');
    fireEvent.keyDown(panel, { key: 'Escape' });
    expect(query()).toEqual({});
    // Nobody who was in it is left nowhere.
    expect(document.activeElement?.textContent).toContain('apps');
  });

  it('is one Tab stop, at what is broken, and arrows move along its lines', () => {
    show();
    const stops = () => [...graph().querySelectorAll<HTMLElement>('[data-box][tabindex="0"]')];
    expect(stops().map(each => each.textContent)).toEqual([expect.stringContaining('apps')]);
    stops()[0]?.focus();
    const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document, { key });
    press('ArrowRight');
    expect(document.activeElement?.textContent).toContain('home');
    press('ArrowLeft');
    expect(document.activeElement?.textContent).toContain('apps');
    expect(stops()).toEqual([document.activeElement]);
    press('Enter');
    expect(place).toBe('/c/noah/lumen/kustomizations/flux-system/apps');
  });

  it('opens what a Kustomization applied, and closes it again', () => {
    show('?at=Kustomization/flux-system/infra');
    fireEvent.click(screen.getByRole('button', { name: 'Show its 2 objects' }));
    expect(query().open).toBe('Kustomization/flux-system/infra');
    box(/one ConfigMap, not checked/);
    fireEvent.keyDown(box(/infra/), { key: '-' });
    expect(boxes()).not.toContain('one');
  });

  it('leaves out the lines that its legend leaves out', () => {
    show();
    const legend = screen.getByRole('group', { name: 'Lines that are shown' });
    fireEvent.click(within(legend).getByRole('button', { name: 'depends on' }));
    expect(query()).toEqual({ lines: 'applies,source' });
    expect(graph().querySelectorAll('.is-dependsOn')).toHaveLength(0);
  });

  it('shows one object with its reach, by its address', () => {
    show('?of=Kustomization/flux-system/home&lines=dependsOn');
    expect(boxes()).toEqual(['apps', 'home', 'infra']);
  });

  it('finds by the words of lists', () => {
    show('?q=state:failing');
    expect(screen.getByText('1 found')).toBeTruthy();
    expect(box(/Failing apps/).className).toContain('is-found');
  });

  it('finds and draws what it would not draw otherwise', () => {
    const sonarr = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'sonarr', namespace: 'media' },
    };
    const media = kustomization('media', inventory(sonarr));
    const world = [...homelab, media, sonarr];
    show('', world);
    expect(boxes()).not.toContain('sonarr');
    cleanup();
    show('?q=sonarr', world);
    expect(screen.getByText('1 found')).toBeTruthy();
    expect(box(/sonarr/).className).toContain('is-found');
  });

  it('puts many together by their namespace, and opens such a group with Enter', () => {
    const media = [1, 2, 3].map(at =>
      kustomization(`media-${at}`, { metadata: { namespace: 'media' } })
    );
    show('?by=namespace', [...homelab, ...media]);
    const group = box(/media 3: all ready/);
    fireEvent.keyDown(group, { key: 'Enter' });
    expect(boxes()).toEqual(expect.arrayContaining(['media-1', 'media-2', 'media-3']));
  });

  it('is narrowed to the namespaces chosen in Headlamp, and counts what that leaves out', () => {
    const media = kustomization('media', { metadata: { namespace: 'media' } });
    show('', [...homelab, media], ['media']);
    expect(boxes()).toEqual(['media']);
    screen.getByText("5 are in namespaces that Headlamp's filter leaves out.");
  });

  it('shows the reach of one object whole, whatever namespaces are chosen', () => {
    show('?of=Kustomization/flux-system/home&lines=dependsOn', homelab, ['media']);
    expect(boxes()).toEqual(['apps', 'home', 'infra']);
  });

  it('has a table one key away, with the same objects', () => {
    show();
    fireEvent.keyDown(document.body, { key: 't' });
    expect(query()).toEqual({ view: 'table' });
    const table = screen.getByRole('grid', { name: 'Objects of the graph' });
    expect(table.getAttribute('aria-rowcount')).toBe('6');
  });

  it('draws at most three hundred boxes of any world', () => {
    const many = Array.from({ length: 1200 }, (_, at) =>
      kustomization(`team-${at}`, { conditions: at % 3 === 0 ? failed('no') : undefined })
    );
    show('', [...homelab, ...many]);
    expect(boxes().length).toBeLessThanOrEqual(300);
    box(/\d+ more/);
  });
});

describe('the source of the host’s own map', () => {
  it('has every object of Flux with its state, and what binds them', () => {
    const { nodes, edges } = toMapData([clusterView(homelab)]);
    expect(nodes.map(({ uid, status }) => [uid, status])).toEqual([
      ['Kustomization-root', 'success'],
      ['Kustomization-infra', 'success'],
      ['Kustomization-apps', 'error'],
      ['Kustomization-home', 'warning'],
      ['GitRepository-homelab', 'success'],
    ]);
    const named = edges.map(({ from, to }) => `${from} ${to}`.replaceAll('Kustomization-', ''));
    expect(named).toEqual(
      expect.arrayContaining(['GitRepository-homelab root', 'root apps', 'infra apps', 'apps home'])
    );
  });
});

describe('the reach of an object on its own page', () => {
  it('is small and shows the object in the middle, and a box leads to its object', () => {
    vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(300);
    render(
      <ThemeProvider theme={createTheme()}>
        <MemoryRouter>
          <ReachGraph
            id="kustomize.toolkit.fluxcd.io/Kustomization/flux-system/apps"
            world={worldOf(homelab)}
          />
          <Where />
        </MemoryRouter>
      </ThemeProvider>
    );
    const reach = screen.getByRole('group', { name: 'apps: what it needs, and what needs it' });
    // Behind four others: 216 px from one to the next, and a box is 168 px wide.
    expect(reach.scrollLeft).toBe(4 * 216 + 168 / 2 - 300 / 2);
    fireEvent.click(within(reach).getByRole('button', { name: /infra/ }));
    expect(place).toBe('/c/noah/lumen/kustomizations/flux-system/infra');
  });
});

function Where() {
  place = useLocation().pathname;
  return null;
}
