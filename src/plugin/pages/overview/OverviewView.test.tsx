import { createTheme, ThemeProvider } from '@mui/material';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { MemoryRouter, Route } from 'react-router-dom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { answers } from '../../../../test/doubles/scriptedAnswers.ts';
import { clusterView } from '../../../../test/fixtures/clusterViews.ts';
import { deadlineExceeded } from '../../../../test/fixtures/deadlineExceeded.ts';
import { diagnosisView } from '../../../../test/fixtures/diagnosisViews.ts';
import {
  failed,
  gitRepository,
  kustomization,
  newest,
  older,
  waits,
} from '../../../../test/fixtures/fluxObjects.ts';
import type { InformerPhase } from '../../../core/kubernetes/informerPhase.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import { OverviewView } from './OverviewView.tsx';

// Only of a file that broke a build, and they would bring the host's whole library.
vi.mock('../../live/useObject.ts', () => ({ useObject: () => ({}) }));
vi.mock('../../live/useForge.ts', () => ({ useForge: () => ({}) }));
vi.mock('../../live/useServerClock.ts', () => ({
  useServerClock: (cluster: string) => clocks.get(cluster) ?? Date.now,
}));
vi.mock('../../live/useAnswer.ts', () => import('../../../../test/doubles/scriptedAnswers.ts'));

vi.mock('./ReconcileDialog.tsx', () => ({ ReconcileDialog: () => null }));

/** Of some clusters, another one than the browser's. */
const clocks = new Map<string, () => number>();
const source = 'GitRepository/flux-system/homelab';
const oldest = `flux@sha1:aaaaaaa${'0'.repeat(33)}`;
/** What a sidecar would say that saw three revisions of `homelab`. */
const told = {
  '/v1/info': { version: 1, features: ['changes'], ledger: { state: 'ready' } },
  '/v1/commits': { version: 1, commit: { subject: 'radarr 6.0.9' } },
  '/v1/history': {
    version: 1,
    rows: [newest, older, oldest].map((revision, at) => ({ revision, seenAt: 9 - at })),
  },
};
const changes = (of: string, from: string, to: string) =>
  `/c/noah/lumen/changes?${new URLSearchParams({ of, from, to })}`;
const hrefOf = (name: string) => screen.getByRole('link', { name }).getAttribute('href');

/** Where the page is, and a next one begins. */
let address = '/';
const show = (
  objects: KubernetesObject[],
  phase?: InformerPhase,
  scopes?: { namespace: string; phase: InformerPhase }[],
  differs: Partial<DiagnosisView> = {}
) =>
  render(
    <ThemeProvider theme={createTheme()}>
      <MemoryRouter initialEntries={[address]}>
        <Route
          render={({ location }) => {
            address = `/${location.search}`;
            return null;
          }}
        />
        <OverviewView
          clusters={[clusterView(objects, { phase, scopes })]}
          diagnoses={[diagnosisView(objects, differs)]}
        />
      </MemoryRouter>
    </ThemeProvider>
  );
const verdict = () => screen.getAllByRole('status')[0]?.textContent;
const labels = {
  'kustomize.toolkit.fluxcd.io/name': 'flux-system',
  'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
};
const layer = (name: string, parts: Parameters<typeof kustomization>[1] = {}) =>
  kustomization(name, { metadata: { labels }, ...parts });

const tell = () => Object.entries(told).forEach(([route, body]) => answers.set(route, body));

afterEach(() => {
  cleanup();
  address = '/';
  clocks.clear();
  answers.clear();
});

describe('the overview', () => {
  it('says what is broken, what that holds up, and how many are at the newest revision', () => {
    show([
      gitRepository,
      layer('flux-system'),
      layer('infra', { conditions: failed('boom') }),
      layer('apps', {
        revision: older,
        spec: { dependsOn: [{ name: 'infra' }] },
        conditions: waits("dependency 'flux-system/infra' is not ready"),
      }),
    ]);
    expect(verdict()).toBe(
      '1 thing is broken and holds up 1 other. 2 of 3 are at the newest revision.'
    );
    const [item] = within(screen.getByRole('list', { name: 'What needs attention' })).getAllByRole(
      'listitem'
    );
    expect(item?.textContent).toContain('Kustomization flux-system/infra boom');
    expect(item?.textContent).toContain('holds up apps');
    expect(
      within(item!).getByRole('button', { name: 'Reconcile Kustomization/flux-system/infra…' })
    ).toBeTruthy();
  });

  it('counts since when by the clock of the cluster that is broken', () => {
    const broken = [layer('infra', { conditions: failed('boom') })];
    const began = Date.parse('2026-08-01T10:00:00Z');
    clocks.set('noah', () => began + 5 * 60_000);
    clocks.set('vega', () => began + 3 * 3_600_000);
    const names = ['noah', 'vega'];
    render(
      <ThemeProvider theme={createTheme()}>
        <MemoryRouter>
          <OverviewView
            clusters={names.map(cluster => clusterView(broken, { cluster }))}
            diagnoses={names.map(() => diagnosisView(broken))}
          />
        </MemoryRouter>
      </ThemeProvider>
    );
    const causes = screen.getByRole('list', { name: 'What needs attention' });
    const times = within(causes).getAllByRole('time');
    expect(times.map(time => time.textContent)).toEqual([
      '5\u00a0min or longer',
      '3\u00a0h or longer',
    ]);
  });

  it('makes each count a link to the list that shows just those', () => {
    show([
      gitRepository,
      layer('a', { revision: older, conditions: waits("dependency 'flux-system/b' is not ready") }),
      layer('b', { spec: { suspend: true } }),
      layer('c'),
    ]);
    const links = screen
      .getAllByRole('link')
      .map(link => [link.textContent, link.getAttribute('href')]);
    expect(links).toContainEqual([
      '1 Kustomization waits',
      '/c/noah/lumen/kustomizations?q=state%3Apending',
    ]);
    expect(links).toContainEqual([
      '1 Kustomization suspended',
      '/c/noah/lumen/kustomizations?q=state%3Asuspended',
    ]);
    expect(links).toContainEqual([
      '1 Kustomization behind its source',
      '/c/noah/lumen/kustomizations?q=is%3Abehind',
    ]);
  });

  it('is calm when all is well, and says what it has not looked at', () => {
    const objects = [gitRepository, layer('flux-system'), layer('apps')];
    show(objects, undefined, undefined, { checked: 412, notChecked: 31 });
    expect(verdict()).toBe('Everything is at flux@5763edb and healthy. ');
    expect(document.body.textContent).toContain('412 applied objects healthy, 31 not checked');
    expect(screen.queryByRole('list', { name: 'What needs attention' })).toBeNull();
  });

  it('does not call well what Flux calls ready over something that is not', () => {
    const objects = [gitRepository, layer('apps')];
    show(objects, undefined, undefined, { checked: 2, unhealthy: 1 });
    expect(verdict()).toMatch(/^Nothing is broken, 1 object is not healthy yet\. /);
  });

  it('names what may not be read of what Flux applied', () => {
    const unread = ['Deployment', 'Lease in flux-system'].map(what => ({
      what,
      why: { id: 'unread.forbidden', params: { verb: 'list', kind: what } },
    }));
    show([gitRepository, layer('apps')], undefined, undefined, { notChecked: 4, unread });
    expect(document.body.textContent).toContain('0 applied objects healthy, 4 not checked');
    expect(document.body.textContent).toContain(
      'You may not list these: Deployment, Lease in flux-system'
    );
  });

  it('shows whom a cause holds up, by what it does to them, a click away', () => {
    const waiting = (name: string) =>
      layer(name, {
        spec: { dependsOn: [{ name: 'infra' }] },
        conditions: waits("dependency 'flux-system/infra' is not ready"),
      });
    const objects = [
      gitRepository,
      layer('infra', { conditions: failed('boom') }),
      waiting('apps'),
      waiting('home'),
    ];
    show(objects);
    const more = screen.getByRole('button', { name: /1 more/ });
    expect(more.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(more);
    expect(document.getElementById(more.getAttribute('aria-controls')!)?.textContent).toBe(
      'wait for it:flux-system/appsflux-system/home'
    );
    fireEvent.click(screen.getByRole('button', { name: /By kind/ }));
    // Whoever is sent the address sees the same.
    cleanup();
    show(objects);
    const folds = screen.getAllByRole('button', { expanded: true });
    expect(folds.map(fold => fold.textContent)).toEqual(['1 more ▾', 'By kind ▾']);
    folds.forEach(fold => fireEvent.click(fold));
    expect(address).toBe('/');
  });

  it('puts what is wrong with Flux itself before what is wrong with anything else', () => {
    const objects = [
      gitRepository,
      layer('a', { conditions: failed('boom') }),
      layer('b', { conditions: failed('bang') }),
    ];
    const { diagnosis } = diagnosisView(objects);
    const [first, second] = diagnosis.causes;
    const causes = [first!, { ...second!, rule: 'controller.down' }];
    show(objects, undefined, undefined, { diagnosis: { causes, notices: [] } });
    const names = screen.getAllByRole('link', { name: /^Kustomization flux-system/ });
    expect(names.map(link => link.textContent)).toEqual([
      `Kustomization flux-system/${second!.object.name}`,
      `Kustomization flux-system/${first!.object.name}`,
    ]);
  });

  it('draws a source that fails with what it gave last, and who runs on with that', () => {
    const conditions = failed('authentication required', 'GitOperationFailed');
    const source = {
      ...gitRepository,
      status: {
        ...gitRepository.status,
        conditions: [...conditions, { type: 'FetchFailed', status: 'True' }],
      },
    };
    show([source, layer('apps')]);
    const item = screen.getAllByRole('listitem')[0];
    expect(item?.textContent).toMatch(/last good flux@5763edb, \d+ .* old/);
    expect(item?.textContent).toContain('apps goes on with what it had');
  });

  it('draws the layers with the state of each', () => {
    show([gitRepository, layer('flux-system'), layer('infra', { conditions: failed('boom') })]);
    const strip = screen.getAllByRole('link', { name: /^(Ready|Failing) / });
    expect(strip.map(link => link.getAttribute('href'))).toEqual([
      '/c/noah/lumen/kustomizations/flux-system/flux-system',
      '/c/noah/lumen/kustomizations/flux-system/infra',
    ]);
  });

  it('says of a layer that is ready that something below it is not healthy', () => {
    const entries = [{ id: 'media_radarr_apps_Deployment', v: 'v1' }];
    const objects = [
      gitRepository,
      layer('flux-system'),
      layer('apps', { status: { inventory: { entries } } }),
    ];
    const radarr = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'radarr', namespace: 'media' },
      status: {
        conditions: [deadlineExceeded],
      },
    };
    const { diagnosis, world } = diagnosisView([...objects, radarr]);
    show(objects, undefined, undefined, { diagnosis, world });
    const strip = screen.getAllByRole('link', { name: /^Ready / });
    expect(strip.map(link => link.textContent?.replace(/\s+/g, ' '))).toEqual([
      'flux-system',
      'apps · not healthy',
    ]);
  });

  it('says nothing of what it does not know yet', () => {
    show([], { name: 'loading', loaded: 0 });
    expect(verdict()).toBe('Looking at the cluster… ');
  });

  it('names the kinds that it may not see, and never calls that well', () => {
    show([], { name: 'forbidden', verb: 'list', message: 'no', retryAt: 0 });
    expect(document.body.textContent).toContain('Not looked at: Kustomizations, HelmReleases');
    expect(document.body.textContent).toContain('You may not list them in the whole cluster noah.');
    expect(verdict()).toBe('You may not see what Flux does here. ');
  });

  it('tells a cluster that does not answer from one that it may not see', () => {
    const why = { kind: 'unreachable', message: 'no' } as const;
    show([], { name: 'failed', why, retryAt: 0 });
    expect(verdict()).toBe('What Flux does here could not be read. ');
  });

  it('speaks for the namespaces that it looks at, and names them and the ones that it may not see', () => {
    const forbidden = { name: 'forbidden', verb: 'list', message: 'no', retryAt: 0 } as const;
    show([gitRepository, layer('apps')], { name: 'live' }, [
      { namespace: 'flux-system', phase: { name: 'live' } },
      { namespace: 'media', phase: forbidden },
    ]);
    expect(verdict()).toMatch(/^Everything that could be read is ready\. /);
    const text = document.body.textContent;
    expect(text).toContain(
      "Of noah only these namespaces are looked at, as Headlamp's settings or filter say: flux-system."
    );
    expect(text).toMatch(
      /Not looked at: Kustomizations, .* in media of noah\. You may not list them/
    );
  });
});

describe('a first run', () => {
  it('of a Flux without anything to do says how to give it something', () => {
    show([]);
    expect(verdict()).toBe('Flux has nothing to do in this cluster yet. ');
    expect(screen.getByRole('heading', { name: /has nothing to do yet/ })).toBeTruthy();
    expect(document.body.textContent).toContain('flux bootstrap git');
  });

  it('without a sidecar says what that would show, once nothing is broken', () => {
    answers.set('/v1/info', 'absent');
    show([gitRepository, layer('apps')]);
    const isOffered = () => document.body.textContent?.includes('kubectl apply -k deploy/base');
    expect(isOffered()).toBe(true);
    cleanup();
    show([gitRepository, layer('apps', { conditions: failed('boom') })]);
    expect(isOffered()).toBe(false);
  });
});

describe('the overview of a cluster with a sidecar', () => {
  it('leads from what is behind to what will change, beside the list of those', () => {
    tell();
    show([gitRepository, layer('a', { revision: older }), layer('b', { revision: older })]);
    expect(screen.getByRole('link', { name: '2 Kustomizations behind their source' })).toBeTruthy();
    expect(hrefOf('what will change from homelab')).toBe(changes(source, 'applied', 'newest'));
  });

  it('leads from what broke to what came with it, before anything else', () => {
    tell();
    const status = { lastAttemptedRevision: newest };
    show([
      gitRepository,
      layer('infra', { conditions: failed('boom'), revision: older, status }),
      layer('apps', { conditions: failed('bang') }),
    ]);
    const causes = screen.getByRole('list', { name: 'What needs attention' });
    const [apps, infra] = within(causes).getAllByRole('listitem');
    const actions = (item: HTMLElement | undefined) =>
      within(item!)
        .getAllByRole('link')
        .filter(link => link.textContent === 'What changed')
        .map(link => link.getAttribute('href'));
    // What runs beside what was tried; where that is the same, what was served before.
    expect(actions(infra)).toEqual([changes('Kustomization/flux-system/infra', older, newest)]);
    expect(actions(apps)).toEqual([changes('Kustomization/flux-system/apps', older, newest)]);
    expect(
      within(apps!)
        .getAllByRole('link')
        .map(link => link.textContent)
    ).toContain('Why');
  });

  it('says with which revision it came only where no other lies between', () => {
    const status = { lastAttemptedRevision: newest };
    const item = (revision: string) => {
      show([gitRepository, layer('infra', { conditions: failed('boom'), revision, status })]);
      const causes = screen.getByRole('list', { name: 'What needs attention' });
      const said = within(causes).getByRole('listitem').textContent;
      cleanup();
      return said;
    };
    const between = (before: string) =>
      new RegExp(`came after flux@${before} and with flux@5763edb.* at the latest`);
    expect(item(older)).toMatch(between('91ab33c'));
    tell();
    expect(item(older)).toContain('came with flux@5763edb');
    expect(item(oldest)).toMatch(between('aaaaaaa'));
  });

  it('names what does not exist once, and no revision of it', () => {
    const conditions = waits("dependency 'flux-system/gone' not found");
    show([gitRepository, layer('apps', { conditions, spec: { dependsOn: [{ name: 'gone' }] } })]);
    const causes = screen.getByRole('list', { name: 'What needs attention' });
    const said = within(causes).getByRole('listitem').textContent;
    expect(said?.match(/flux-system\/gone/g)).toHaveLength(1);
    expect(said).toContain('does not exist, and apps needs it');
    expect(said).not.toContain('at flux@');
  });

  it('opens from the newest revision what it changed, and from none that is the first known', () => {
    tell();
    const all = [gitRepository, layer('flux-system'), layer('apps')];
    show(all);
    expect(verdict()).toContain('“radarr 6.0.9”');
    // In the verdict, and where the layers begin.
    const links = screen.getAllByRole('link', { name: 'What flux@5763edb changed' });
    const path = changes(source, older, newest);
    expect(links.map(link => link.getAttribute('href'))).toEqual([path, path]);
    cleanup();
    answers.set('/v1/history', { version: 1, rows: [{ revision: newest, seenAt: 1 }] });
    show(all);
    expect(screen.queryByRole('link', { name: /changed/ })).toBeNull();
  });

  it('says what was applied in the last day, and who failed though its source came through', () => {
    const at = new Date(Date.now() - 1000).toISOString();
    const outcome = (lastReconciledStatus: string) => ({
      firstReconciled: at,
      lastReconciled: at,
      lastReconciledStatus,
    });
    const [good, bad] = [outcome('ReconciliationSucceeded'), outcome('HealthCheckFailed')];
    show([
      gitRepository,
      layer('infra', { status: { history: [good] } }),
      layer('apps', { conditions: failed('boom'), status: { history: [bad, good] } }),
    ]);
    expect(document.body.textContent).toContain(
      'Last 24 h: 2 changes applied. Failed at least once: apps'
    );
  });

  it('says nothing of the last day where no history tells of it', () => {
    show([gitRepository, layer('apps')]);
    expect(document.body.textContent).not.toContain('Last 24 h');
  });

  it('offers nothing that an older sidecar cannot tell', () => {
    tell();
    answers.set('/v1/info', { version: 1, features: [], ledger: { state: 'ready' } });
    show([gitRepository, layer('a', { revision: older })]);
    expect(screen.queryByRole('link', { name: /change/ })).toBeNull();
  });
});
