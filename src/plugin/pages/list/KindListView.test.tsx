import { createTheme, ThemeProvider } from '@mui/material';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useCallback } from 'react';
import { MemoryRouter, Route } from 'react-router-dom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answers, asked } from '../../../../test/doubles/scriptedAnswers.ts';
import { clusterView } from '../../../../test/fixtures/clusterViews.ts';
import { deadlineExceeded } from '../../../../test/fixtures/deadlineExceeded.ts';
import { diagnosisView } from '../../../../test/fixtures/diagnosisViews.ts';
import {
  failed,
  fluxObject,
  gitRepository,
  kustomization,
  newest,
  older,
  waits,
} from '../../../../test/fixtures/fluxObjects.ts';
import { fluxKind, type FluxKindName } from '../../../core/flux/kinds.ts';
import type { Row } from '../../../core/flux/row.ts';
import type { InformerPhase } from '../../../core/kubernetes/informerPhase.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import { englishWords } from '../../parts/words.ts';
import { causeOf } from '../causeOf.ts';
import { KindListView } from './KindListView.tsx';
import { lookOf } from './look.tsx';
import { useListQuery } from './useListQuery.ts';
import { usersOf } from './users.ts';

// Only of a file that broke a build, and they would bring the host's whole library.
vi.mock('../../live/useObject.ts', () => ({ useObject: () => ({}) }));
vi.mock('../../live/useForge.ts', () => ({ useForge: () => ({}) }));
vi.mock('../../live/useServerClock.ts', () => ({
  useServerClock: (cluster: string) => clocks.get(cluster) ?? Date.now,
}));
vi.mock('../../live/useAnswer.ts', () => import('../../../../test/doubles/scriptedAnswers.ts'));

const commit = { subject: 'radarr 6.0.9', author: { name: 'anna', email: 'anna@home' } };
const commitPath = `/v1/commits?${new URLSearchParams({
  source: 'flux-system/homelab',
  revision: newest,
})}`;

/** Of some clusters, another one than the browser's. */
const clocks = new Map<string, () => number>();
const onOpen = vi.fn();
let address = '';

function List({
  kind,
  clusters,
  diagnosis,
}: {
  kind: FluxKindName;
  clusters: ReturnType<typeof clusterView>[];
  diagnosis: DiagnosisView;
}) {
  const list = useListQuery();
  const users = {
    words: englishWords,
    usersOf: (row: Parameters<typeof usersOf>[0]) => usersOf(row, clusters),
    causeOf: (row: Parameters<typeof usersOf>[0]) => causeOf(diagnosis, row.id),
  };
  const isTroubled = useCallback(
    (row: Row) => causeOf(diagnosis, row.id) !== undefined,
    [diagnosis]
  );
  const views = clusters.map(view => ({ cluster: view.cluster, view: view.kinds.get(kind)! }));
  const look = lookOf(kind, clusters.length > 1, () => false, users);
  return <KindListView kind={fluxKind(kind)} {...{ views, list, look, isTroubled, onOpen }} />;
}

function show(
  objects: KubernetesObject[],
  {
    kind = 'Kustomization',
    phase,
    search = '',
    applied = [],
  }: {
    kind?: FluxKindName;
    phase?: InformerPhase;
    search?: string;
    applied?: KubernetesObject[];
  } = {}
) {
  const diagnosis = diagnosisView([...objects, ...applied]);
  return render(
    <ThemeProvider theme={createTheme()}>
      <MemoryRouter initialEntries={[`/c/noah/lumen/list${search}`]}>
        <List {...{ kind, diagnosis }} clusters={[clusterView(objects, { phase })]} />
        <Route
          render={({ location }) => {
            address = decodeURIComponent(location.search);
            return null;
          }}
        />
      </MemoryRouter>
    </ThemeProvider>
  );
}

/** The text of each row, cell by cell. */
const rows = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map(row =>
      within(row)
        .getAllByRole('gridcell')
        .slice(1)
        .map(cell => cell.textContent)
    );

beforeEach(() => {
  answers.set(commitPath, { version: 1, commit });
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
});
afterEach(() => {
  cleanup();
  clocks.clear();
  answers.clear();
  asked.clear();
  vi.restoreAllMocks();
});

const objects = [
  gitRepository,
  kustomization('infra'),
  kustomization('apps', { conditions: failed('health check failed: Deployment/media/radarr') }),
  kustomization('home', {
    revision: older,
    conditions: waits("dependency 'flux-system/apps' is not ready"),
  }),
];

describe('a list', () => {
  it.each([
    ['Alert', 'eventSources'],
    ['Receiver', 'resources'],
  ] as const)('of %ss links what they name', (kind, field) => {
    const named = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => ({ kind: 'HelmRelease', name }));
    const spec = {
      [field]: [
        { kind: 'Kustomization', name: '*' },
        { kind: 'GitRepository', name: 'lab', namespace: 'team' },
        ...named,
      ],
    };
    show([fluxObject(kind, 'all', { spec })], { kind });
    const cell = screen.getByTitle(
      /^Kustomization flux-system\/\*, .*HelmRelease\/flux-system\/f$/
    );
    expect(cell.textContent).toBe(
      'Kustomization flux-system/*, GitRepository team/lab, HelmRelease a, HelmRelease b, HelmRelease c, HelmRelease d, …'
    );
    const [link] = within(cell).getAllByRole('link');
    expect(link?.getAttribute('href')).toBe('/c/noah/lumen/sources/gitrepositories/team/lab');
  });

  it('shows what needs attention first, with the cause in words, revision and commit', () => {
    show(objects);
    expect(rows()).toEqual([
      [
        'appshealth check failed: Deployment/media/radarr',
        'flux-system',
        'homelab',
        'flux@5763edbradarr 6.0.9anna',
        '',
      ],
      ['homewaits for apps', 'flux-system', 'homelab', 'flux@91ab33cbehind', ''],
      ['infra', 'flux-system', 'homelab', 'flux@5763edbradarr 6.0.9anna', ''],
    ]);
  });

  it('says under what is ready which of what it applied is not healthy, and why', () => {
    const entries = [{ id: 'media_radarr_apps_Deployment', v: 'v1' }];
    const radarr = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'radarr', namespace: 'media', generation: 1 },
      spec: { replicas: 1 },
      status: {
        observedGeneration: 1,
        conditions: [deadlineExceeded],
      },
    };
    const apps = kustomization('apps', { status: { inventory: { entries } } });
    show([gitRepository, kustomization('a'), apps], { applied: [radarr] });
    expect(rows().map(([name]) => name)).toEqual([expect.stringMatching(/^apps/), 'a']);
    const second = document.querySelector('.second');
    expect(second?.textContent).toMatch(/^Ready, and Deployment media\/radarr is not healthy: ./);
  });

  it('shows of a source its address, what it follows, and who uses it', () => {
    show(objects, { kind: 'GitRepository' });
    expect(rows()[0]?.slice(0, 5)).toEqual([
      'homelab',
      'flux-system',
      'git.example.org/hd/homelab',
      'branch flux',
      'flux@5763edbradarr 6.0.9anna',
    ]);
    expect(rows()[0]?.[5]).toBe('3 objects');
  });

  it('shows of an image policy the tag it selected and its rule in words', () => {
    const policy = fluxObject('ImagePolicy', 'radarr', {
      spec: { imageRepositoryRef: { name: 'radarr' }, policy: { semver: { range: '>=6.0.0' } } },
      status: { latestRef: { name: 'ghcr.io/home/radarr', tag: '6.0.9' } },
    });
    show([policy], { kind: 'ImagePolicy' });
    expect(rows()[0]?.slice(2)).toEqual(['6.0.9', 'newest version in >=6.0.0', 'radarr', 'none']);
  });

  it('says how many commits a row is behind, and leads to what will change and what changed', () => {
    const row = (revision: string, seenAt: number) => ({ revision, seenAt });
    const log = { source: 'GitRepository/flux-system/homelab', from: older, to: newest };
    answers.set('/v1/info', { features: ['changes'], ledger: { state: 'ready' } });
    answers.set('/v1/history', { rows: [row(newest, 2), row(older, 1)] });
    const { source: of, ...range } = log;
    answers.set(`/v1/log?${new URLSearchParams({ of, ...range })}`, {
      commits: [],
      count: 3,
      isComplete: true,
    });
    show(objects);
    expect(rows()[1]?.[3]).toBe('flux@91ab33c3 behind');
    const linksTo = (name: string) =>
      screen.getAllByRole('link', { name }).map(link => link.getAttribute('href'));
    const path = (name: string, query: Record<string, string>) =>
      `/c/noah/lumen/changes?${new URLSearchParams({
        of: `Kustomization/flux-system/${name}`,
        ...query,
      })}`;
    expect(linksTo('3 behind')).toEqual([path('home', { from: 'applied', to: 'newest' })]);
    expect(linksTo('What flux@5763edb changed')).toEqual(
      ['apps', 'infra'].map(name => path(name, { from: older, to: newest }))
    );
  });

  it('of 5,000 rows asks the sidecar what the source of all tells, and of each that is shown no more', () => {
    answers.set('/v1/info', { features: ['changes'], ledger: { state: 'ready' } });
    const rowsOf = [newest, older].map((revision, at) => ({ revision, seenAt: 2 - at }));
    answers.set('/v1/history', { rows: rowsOf });
    const many = Array.from({ length: 5000 }, (_, at) =>
      kustomization(`k${at}`, { revision: older })
    );
    show([gitRepository, ...many]);
    const source = 'GitRepository/flux-system/homelab';
    const query = (params: Record<string, string>) => new URLSearchParams(params).toString();
    expect([...asked].sort()).toEqual([
      `/v1/commits?${query({ source: 'flux-system/homelab', revision: older })}`,
      `/v1/history?${query({ of: source, limit: '20' })}`,
      '/v1/info',
      `/v1/log?${query({ of: source, from: older, to: newest })}`,
    ]);
  });

  it('takes its filter from the address and writes it there', () => {
    show(objects, { search: '?q=state:failing' });
    expect(rows().map(([name]) => name)).toEqual([
      'appshealth check failed: Deployment/media/radarr',
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Waiting 1' }));
    expect(address).toBe('?q=state:failing+state:pending');
    fireEvent.click(screen.getByRole('button', { name: 'All 3' }));
    expect(address).toBe('');
    expect(rows()).toHaveLength(3);
  });

  it('writes what is chosen to the address', () => {
    show(objects);
    fireEvent.click(screen.getAllByRole('row')[3]!);
    expect(address).toBe(
      '?selected=noah/kustomize.toolkit.fluxcd.io/Kustomization/flux-system/infra'
    );
  });

  it('says that nothing matches, and shows all again', () => {
    show(objects, { search: '?q=nowhere' });
    expect(screen.getByText('3 are there. The filter is: nowhere', { exact: false })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(rows()).toHaveLength(3);
  });

  it('counts the age of what is in each cluster by the clock of that one', () => {
    const at = '2026-01-01T12:00:00Z';
    const row = { lastReconciledStatus: 'ReconciliationSucceeded', firstReconciled: at };
    const applied = [kustomization('apps', { status: { history: [row] } })];
    clocks.set('noah', () => Date.parse(at) + 5 * 60_000);
    clocks.set('vega', () => Date.parse(at) + 3 * 3_600_000);
    render(
      <ThemeProvider theme={createTheme()}>
        <MemoryRouter initialEntries={['/c/noah+vega/lumen/list']}>
          <List
            kind="Kustomization"
            clusters={['noah', 'vega'].map(cluster => clusterView(applied, { cluster }))}
            diagnosis={diagnosisView(applied)}
          />
        </MemoryRouter>
      </ThemeProvider>
    );
    expect(screen.getAllByRole('time').map(time => time.textContent)).toEqual([
      '5\u00a0min',
      '3\u00a0h',
    ]);
  });
});

describe('a list without rows', () => {
  const whole = () => document.body.textContent;

  it('names the right that is missing', () => {
    show([], { phase: { name: 'forbidden', verb: 'list', message: 'no', retryAt: 0 } });
    expect(screen.getByRole('alert').textContent).toContain(
      'It needs the right to list kustomizations.kustomize.toolkit.fluxcd.io in the whole cluster noah'
    );
  });

  it('names the CRD that is not installed', () => {
    show([], { kind: 'ImagePolicy', phase: { name: 'absent', retryAt: 0 } });
    expect(whole()).toContain('ImagePolicy is not installed in noah');
    expect(whole()).toContain('imagepolicies.image.toolkit.fluxcd.io');
  });

  it('says what was asked, and what came back', () => {
    const why = { kind: 'refused', status: 500, message: 'etcdserver: request timed out' } as const;
    show([], { phase: { name: 'failed', why, retryAt: 0 } });
    expect(screen.getByRole('alert').textContent).toContain(
      'Asked for GET /apis/kustomize.toolkit.fluxcd.io/v1/kustomizations. What came back: etcdserver: request timed out'
    );
  });

  it('is a skeleton while it loads, and says what there would be when there is nothing', () => {
    const { unmount } = show([], { phase: { name: 'loading', loaded: 0 } });
    expect(screen.getByRole('status', { name: 'Loading' })).toBeTruthy();
    unmount();
    show([]);
    expect(screen.getByRole('heading', { name: 'No Kustomization yet' })).toBeTruthy();
  });

  it('keeps rows that are stale, and says since when and why', () => {
    const why = { kind: 'unreachable', message: 'connection refused' } as const;
    show(objects, { phase: { name: 'stale', since: 0, retryAt: 0, why } });
    expect(rows()).toHaveLength(3);
    expect(whole()).toMatch(/noah is not live since .*: connection refused/);
  });
});
