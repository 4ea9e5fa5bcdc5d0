import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, Route } from 'react-router-dom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeCluster } from '../../../../test/doubles/fakeConnection.ts';
import { clusterView } from '../../../../test/fixtures/clusterViews.ts';
import {
  gitRepository,
  kustomization,
  newest,
  older,
} from '../../../../test/fixtures/fluxObjects.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import type { HistoryAnswer, HistoryRow, LogAnswer } from '../../../protocol/history.ts';
import type { InfoAnswer } from '../../../protocol/info.ts';
import { ChangesTab } from './ChangesTab.tsx';

const host = vi.hoisted(() => ({ connection: undefined as unknown }));
vi.mock('../../headlamp/settings.ts', () => ({ getSettings: () => ({ clusters: {} }) }));
vi.mock('../../headlamp/hostConnection.ts', () => ({
  createHostConnection: () => host.connection,
}));

// What is kept with a cluster's store, without the store: nothing goes on when a test is over.
vi.mock('../../live/stores.ts', () => ({
  createStoreCache: <T,>(make: (cluster: string) => T) => {
    const made = new Map<string, T>();
    return (cluster: string) => {
      const found = made.get(cluster) ?? make(cluster);
      made.set(cluster, found);
      return found;
    };
  },
  runningStore: () => undefined,
}));

const proxy = '/api/v1/namespaces/flux-system/services/http:lumen:8080/proxy';
const oldest = `flux@sha1:aaaaaaa${'0'.repeat(33)}`;
const commit = (revision: string, subject: string, author?: string) => ({
  revision,
  hash: revision.replace(/^.*:/, ''),
  subject,
  ...(author ? { author: { name: author, email: `${author}@home` } } : {}),
});
const rows: HistoryRow[] = [
  {
    revision: newest,
    seenAt: 3000,
    commit: commit(newest, 'radarr 6.0.9', 'anna'),
    counts: { created: 1, changed: 2, deleted: 0 },
    isTouched: true,
    outcome: { state: 'applied', at: 3500, durationMs: 2840 },
  },
  {
    revision: older,
    seenAt: 2000,
    commit: commit(older, 'crds 1.4'),
    failures: [{ kustomization: 'flux-system/apps', message: 'no such file: x.yaml' }],
    isTouched: true,
    outcome: { state: 'failed', at: 2500, message: 'build failed' },
  },
  { revision: oldest, seenAt: 1000 },
];
const info: InfoAnswer = {
  version: 1,
  mode: 'observe',
  features: ['changes', 'history', 'log'],
  renderer: 'kustomize v5.8.1',
  ledger: { state: 'ready', bytes: 1, revisions: 3 },
  cannotRead: [],
};
const of = 'Kustomization/flux-system/apps';
const history = (parts: Partial<HistoryAnswer> = {}): HistoryAnswer => ({
  version: 1,
  of,
  source: 'GitRepository/flux-system/homelab',
  since: 1000,
  rows,
  ...parts,
});
const log: LogAnswer = {
  version: 1,
  of,
  from: older,
  to: newest,
  commits: [
    { ...commit(newest, 'radarr 6.0.9', 'anna'), touches: true },
    { ...commit(oldest, 'docs: A note', 'ben'), touches: false },
  ],
  count: 2,
  isComplete: true,
};

let fake = createFakeCluster();
let address = '';
let count = 0;

beforeEach(() => {
  fake = createFakeCluster();
  host.connection = fake.connection;
  const spec = { ports: [{ name: 'http', port: 8080 }] };
  const metadata = { namespace: 'flux-system', name: 'lumen' };
  fake.collection('/api/v1/services', [{ apiVersion: 'v1', kind: 'Service', metadata, spec }]);
  const data = { token: btoa('secret') };
  fake.answer('/api/v1/namespaces/flux-system/secrets/lumen-access', { body: { data } });
  fake.answer(`${proxy}/v1/info`, { body: info });
  fake.answer(`${proxy}/v1/history`, { body: history() });
  fake.answer(`${proxy}/v1/log`, { body: log });
});
afterEach(cleanup);

function show(object: KubernetesObject, search = '', others: KubernetesObject[] = []) {
  // Each in a cluster of its own: what one test was answered is not the next one's.
  const cluster = `noah${++count}`;
  const view = clusterView([gitRepository, object, ...others], { cluster });
  const entry = view.find(object.kind, 'flux-system', object.metadata.name)!;
  render(
    <MemoryRouter initialEntries={[`/x${search}`]}>
      <ChangesTab entry={entry} view={view} />
      <Route
        render={({ location }) => {
          address = decodeURIComponent(location.search);
          return null;
        }}
      />
    </MemoryRouter>
  );
  return cluster;
}
const apps = (parts = {}) => kustomization('apps', parts);
const linesOf = async (name: string) =>
  within(await screen.findByRole('list', { name })).getAllByRole('listitem');
const textOf = (element: HTMLElement) => element.textContent?.replace(/\s+/g, ' ').trim();
const hrefOf = (name: string | RegExp) =>
  decodeURIComponent(screen.getByRole('link', { name }).getAttribute('href') ?? '').replaceAll(
    '+',
    ' '
  );

describe('the changes of a Kustomization', () => {
  it('are its revisions: commit, author, outcome, counts, and what does not build', async () => {
    show(apps());
    const lines = await linesOf('Revisions');
    expect(lines.map(line => textOf(line)?.replace(/\d+ days$/, ''))).toEqual([
      expect.stringMatching(
        /^flux@5763edbradarr 6\.0\.9anna.*applied in 2\.8 s2 changed, 1 created$/
      ),
      expect.stringMatching(
        /^flux@91ab33ccrds 1\.4author not known.*failedwhat it changeddoes not build: no such file: x\.yaml/
      ),
      expect.stringMatching(
        /^flux@aaaaaaasubject not knownauthor not known.*the first that the ledger has$/
      ),
    ]);
    expect(document.body.textContent).toContain('The ledger goes back to ');
  });

  it('lead to what each changed beside the one before it', async () => {
    const cluster = show(apps());
    await linesOf('Revisions');
    const chip = screen.getByRole('link', { name: 'What flux@5763edb changed' });
    const counts = screen.getByRole('link', { name: '2 changed, 1 created: flux@5763edb' });
    const path = `/c/${cluster}/lumen/changes?of=${of}&from=${older}&to=${newest}`;
    expect([chip, counts].map(link => decodeURIComponent(link.getAttribute('href') ?? ''))).toEqual(
      [path, path]
    );
    expect(screen.queryByRole('link', { name: 'What flux@aaaaaaa changed' })).toBeNull();
  });

  it('are compared two by two, older first, with the keyboard, and the choice is in the address', async () => {
    const cluster = show(apps());
    await linesOf('Revisions');
    const user = userEvent.setup();
    screen.getByRole('checkbox', { name: 'Choose flux@5763edb to compare' }).focus();
    await user.keyboard(' ');
    expect(document.body.textContent).toContain(
      'Choose another revision to compare with flux@5763edb'
    );
    screen.getByRole('checkbox', { name: 'Choose flux@aaaaaaa to compare' }).focus();
    await user.keyboard(' ');
    expect(address).toBe(`?pick=${newest},${oldest}`);
    expect(hrefOf('What changed between flux@aaaaaaa and flux@5763edb')).toBe(
      `/c/${cluster}/lumen/changes?of=${of}&from=${oldest}&to=${newest}`
    );
    await user.click(screen.getByRole('checkbox', { name: 'Choose flux@91ab33c to compare' }));
    expect(address).toBe(`?pick=${oldest},${older}`);
    await user.click(screen.getByRole('button', { name: 'Choose none' }));
    expect(address).toBe('');
  });

  it('begin with what is pending: how many commits, which of them touch it, and where it is shown', async () => {
    const cluster = show(apps({ revision: older, spec: { suspend: true } }));
    expect(await screen.findByRole('link', { name: '2 behind: what will change' })).toBeTruthy();
    expect(hrefOf(/behind/)).toBe(`/c/${cluster}/lumen/changes?of=${of}&from=applied&to=newest`);
    expect((await linesOf('What will change')).map(textOf)).toEqual([
      'flux@5763edbradarr 6.0.9annatouches what this builds',
      'flux@aaaaaaadocs: A notebendoes not touch what this builds',
    ]);
    expect(document.body.textContent).toContain('none of this is applied until it is resumed');
    expect(fake.asked.filter(each => each.includes('/v1/log'))).toEqual([
      `GET ${proxy}/v1/log?${new URLSearchParams({ of, from: older, to: newest })}`,
    ]);
  });

  it('say "or more" where Git did not tell all commits, and no number where it told none', async () => {
    fake.answer(`${proxy}/v1/log`, { body: { ...log, isComplete: false } });
    show(apps({ revision: older }));
    expect(await screen.findByText('2 or more behind: what will change')).toBeTruthy();
    cleanup();
    fake.answer(`${proxy}/v1/log`, { status: 404 });
    show(apps({ revision: older }));
    expect(await screen.findByText('behind: what will change')).toBeTruthy();
  });

  it('go on with older pages, the first of which is compared with the last before', async () => {
    fake.answer(`${proxy}/v1/history`, { body: history({ rows: rows.slice(0, 2), next: '2000' }) });
    show(apps());
    expect(await linesOf('Revisions')).toHaveLength(1);
    fake.answer(`${proxy}/v1/history`, { body: history({ rows: rows.slice(2) }) });
    await userEvent.click(screen.getByRole('button', { name: 'Older revisions' }));
    await waitFor(async () => expect(await linesOf('Revisions')).toHaveLength(3));
    expect(fake.asked).toContain(
      `GET ${proxy}/v1/history?${new URLSearchParams({ of, limit: '20', before: '2000' })}`
    );
    expect(screen.queryByRole('button', { name: 'Older revisions' })).toBeNull();
  });

  it('link each commit to the forge that a ConfigMap of the cluster names', async () => {
    fake.answer('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      body: { status: { allowed: true } },
    });
    const data = { repositories: 'git.example.org', type: 'gitea', commit: 'javascript:alert(1)' };
    const metadata = { name: 'forge', namespace: 'flux-system' };
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
    fake.collection('/api/v1/configmaps', [configMap]);
    show(apps());
    const link = await screen.findByRole('link', { name: 'flux@5763edb in the forge' });
    expect(link.getAttribute('href')).toBe(
      `https://git.example.org/hd/homelab/commit/${newest.replace(/^.*:/, '')}`
    );
    expect(fake.asked.filter(each => each.startsWith('GET /api/v1/configmaps?'))).toEqual([
      expect.stringContaining('labelSelector=lumen.headlamp.dev%2Fconfig%3Dforge'),
    ]);
  });
});

describe('the changes of a source', () => {
  it('count the Kustomizations that are behind it, and lead to what will change in all of them', async () => {
    fake.answer(`${proxy}/v1/history`, {
      body: history({ of: 'GitRepository/flux-system/homelab' }),
    });
    const cluster = show(gitRepository, '', [apps({ revision: older }), kustomization('infra')]);
    const [first, second] = await linesOf('Revisions');
    expect(textOf(first!)).toContain('fetched');
    // Which of its Kustomizations does not build, and where to look.
    const apart = within(second!).getByRole('link', { name: 'flux-system/apps' });
    expect(apart.getAttribute('href')).toBe(`/c/${cluster}/lumen/kustomizations/flux-system/apps`);
    expect(hrefOf('1 Kustomization is behind it: what will change')).toBe(
      `/c/${cluster}/lumen/changes?of=GitRepository/flux-system/homelab&from=applied&to=newest`
    );
  });
});

describe('without the sidecar', () => {
  const past = (status = {}) =>
    apps({
      status: {
        history: [
          {
            digest: 'sha256:1',
            lastReconciledStatus: 'ReconciliationSucceeded',
            lastReconciledDuration: '2.8s',
            totalReconciliations: 3,
            metadata: { revision: newest },
          },
        ],
        ...status,
      },
    });

  it('the five outcomes of the status stay, with what it would add and the command for it', async () => {
    fake.remove('/api/v1/services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace: 'flux-system', name: 'lumen' },
    });
    show(past());
    expect(await screen.findByText('kubectl apply -k deploy/base')).toBeTruthy();
    expect(screen.getByRole('note').textContent).toContain('This cluster has no sidecar');
    expect(within(screen.getByRole('table')).getAllByRole('row')).toHaveLength(2);
  });

  it('is said which right is missing', async () => {
    fake.answer('/api/v1/namespaces/flux-system/secrets/lumen-access', { status: 403 });
    show(past());
    expect((await screen.findByRole('note')).textContent).toBe(
      "Lumen's sidecar knows what each revision changed. To ask it you need the right to get " +
        'secrets lumen-access in flux-system; the Role lumen-reader grants it.'
    );
    expect(screen.getByRole('table')).toBeTruthy();
  });

  it.each([
    ['older than this plugin', { status: 401 }, { status: 400 }],
    ['did not answer: the test answers 503', { status: 503 }, { status: 503 }],
  ])('or with one that is %s, is said so', async (words, answer, commits) => {
    fake.answer(`${proxy}/v1/history`, answer);
    fake.answer(`${proxy}/v1/commits`, commits);
    show(past());
    await waitFor(() => expect(screen.getByRole('note').textContent).toContain(words));
    expect(screen.getByRole('table')).toBeTruthy();
  });

  it('of a newer version, what it says is shown and that there may be more', async () => {
    const newer = { ...history(), version: 2, mood: 'sunny' };
    fake.answer(`${proxy}/v1/history`, { body: newer });
    show(apps());
    expect(await linesOf('Revisions')).toHaveLength(3);
    expect(document.body.textContent).toContain('The sidecar is newer than this plugin');
  });

  it('whose ledger is full, is said so with its own words', async () => {
    const ledger = { ...info.ledger, state: 'full' as const, problem: 'no space left on device' };
    fake.answer(`${proxy}/v1/info`, { body: { ...info, ledger } });
    show(apps());
    expect(
      await screen.findByText(/ledger is full and keeps nothing new: no space left on device/)
    ).toBeTruthy();
  });
});
