import { createTheme, ThemeProvider } from '@mui/material';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { MemoryRouter, Route } from 'react-router-dom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  changesHead,
  objectLine,
  rendered,
  toPieces,
  toStream,
} from '../../../../test/fixtures/changeStream.ts';
import type { ChangesLine } from '../../../protocol/changes.ts';
import type { SidecarRefusal } from '../../live/views.ts';
import { createJobs } from '../../worker/jobs.ts';
import { ChangesPage } from './ChangesPage.tsx';

/** What the sidecar answers: pieces, which a test may hold back, or a refusal. */
let answer: () => AsyncIterable<Uint8Array> | SidecarRefusal;
const asked: string[] = [];
const copied: string[] = [];

vi.mock('../../live/sidecars.ts', () => ({
  sidecarOf: () => ({
    stream: async (path: string) => {
      asked.push(path);
      return answer();
    },
  }),
}));
vi.mock('../../live/useClusters.ts', () => ({ useClusters: () => ['noah'] }));
/** What the cluster has now, by name. */
const live: Record<string, unknown> = {};
vi.mock('../../live/useObject.ts', () => ({
  useObject: (_: string, kind: string, namespace: string, name: string) => ({
    entry: { object: live[`${kind}/${namespace}/${name}`] },
  }),
}));
vi.mock('../../live/useForge.ts', () => ({
  useForge: () => ({
    file: ({ hash, file }: { hash: string; file: string }) =>
      `https://forge.example.org/${hash.slice(0, 7)}/${file}`,
  }),
}));
vi.mock('../FluxPage.tsx', () => ({
  FluxPage: ({ children }: { children: unknown }) => children,
}));
vi.mock('../../parts/copyText.ts', () => ({
  copyText: async (text: string) => copied.push(text) > 0,
}));
/** The worker's own jobs, without a worker. */
let jobs: ReturnType<typeof createJobs> | undefined;
/** Texts come no sooner than this. */
let texts: Promise<void> | undefined;
vi.mock('../../worker/ask.ts', () => {
  class NoWorkerError extends Error {}
  const ask = async (job: keyof ReturnType<typeof createJobs>, input: never) => {
    if (!jobs) throw new NoWorkerError('no worker');
    if (job === 'text') await texts;
    return jobs[job](input);
  };
  return { ask, wakeWorker() {}, NoWorkerError };
});

type Line = Exclude<ChangesLine, { type: 'head' | 'end' }>;

async function* send(text: string, size = 500): AsyncGenerator<Uint8Array> {
  for (const piece of toPieces(text, size)) yield piece;
}
const reply = (lines: readonly Line[], head?: Parameters<typeof toStream>[1]) => {
  answer = () => send(toStream(lines, head));
};

/** The first eight digits name the key. */
const masked = (digit: string) => `lumen:masked:00000000${digit.repeat(24)}`;
const secret = (digit: string) =>
  rendered('v1', 'Secret', 'radarr-api', { data: { key: masked(digit), url: masked('9') } });
const radarr = (image: string) =>
  rendered('apps/v1', 'Deployment', 'radarr', {
    spec: {
      replicas: 1,
      template: {
        spec: { containers: [{ name: 'radarr', image, args: ['a', 'b', 'c', 'd', 'e'] }] },
      },
    },
  });
const config = (level: string) => rendered('v1', 'ConfigMap', 'radarr', { data: { level } });
const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'media' } };
const usual: Line[] = [
  objectLine(space, undefined, { fate: 'deleted' }),
  objectLine(radarr('radarr:6.0.8'), radarr('radarr:6.0.9'), { file: 'apps/media/radarr.yaml' }),
  objectLine(config('info'), config('debug')),
  objectLine(secret('a'), secret('b')),
  objectLine(undefined, rendered('v1', 'Service', 'radarr', { spec: { ports: [{ port: 80 }] } })),
];

let address = '';
function show(search = '') {
  const query = new URLSearchParams({ of: changesHead.of, from: 'applied', to: 'newest' });
  return render(
    <ThemeProvider theme={createTheme()}>
      <MemoryRouter initialEntries={[`/c/noah/lumen/changes?${query}${search}`]}>
        <ChangesPage />
        <Route
          render={({ location }) => {
            const params = new URLSearchParams(location.search);
            for (const name of ['of', 'from', 'to']) params.delete(name);
            address = decodeURIComponent(params.toString());
            return null;
          }}
        />
      </MemoryRouter>
    </ThemeProvider>
  );
}

const whole = () => document.body.textContent?.replace(/\s+/g, ' ') ?? '';
const tree = () =>
  screen.getAllByRole('treeitem').map(item => item.textContent?.replace(/\s+/g, ' '));
const lines = () =>
  screen
    .getAllByRole('row')
    .map(row => within(row).getAllByRole('cell').at(-1)?.textContent)
    .filter(text => text !== undefined);
/** A line whose words may be marked one by one. */
const seesLine = (text: string) =>
  waitFor(() => expect(lines().filter(line => line?.includes(text))).toHaveLength(1));
const heading = () => screen.getByRole('heading', { level: 2 }).textContent;
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

beforeEach(() => {
  jobs = createJobs();
  texts = undefined;
  asked.length = 0;
  for (const name of Object.keys(live)) delete live[name];
  copied.length = 0;
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(900);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('a change set', () => {
  it('is summed up in one line above all, and told once', async () => {
    reply(usual, { counts: { ...changesHead.counts, unchanged: 214 } });
    show();
    await screen.findByText('3 changed, 1 created, 1 deleted');
    expect(whole()).toContain('· 214 unchanged');
    const told = screen.getAllByRole('status').map(status => status.textContent);
    expect(told).toContain('Compared: 3 changed, 1 created, 1 deleted.');
    expect(asked).toEqual([
      '/v1/changes?of=Kustomization%2Fflux-system%2Fapps&from=applied&to=newest',
    ]);
  });

  it('is a tree: what is risky first, with a word of warning, then by what happens', async () => {
    reply(usual);
    show();
    await screen.findByText('3 changed, 1 created, 1 deleted');
    expect(tree()).toEqual([
      '▾Look first',
      '−Namespace mediadeletes the namespace with everything in it',
      '▾Changed 3',
      '~Deployment media/radarr',
      '~ConfigMap media/radarr',
      '~Secret media/radarr-api1 secret value changed',
      '▾Created 1',
      '+Service media/radarr',
    ]);
  });

  it('is grouped by Kustomization where several changed something', async () => {
    reply([
      ...usual.slice(1, 3),
      objectLine(config('a'), undefined, {
        kustomization: 'flux-system/infra',
        fate: 'left-behind',
      }),
    ]);
    show();
    await screen.findByText('2 changed, 1 deleted');
    expect(tree()).toEqual([
      '▾flux-system/apps 2',
      '~Deployment media/radarr',
      '~ConfigMap media/radarr',
      '▾flux-system/infra 1',
      '−ConfigMap media/radarrleft behind: Flux will not delete it',
    ]);
  });

  it('shows the text of what the address names: what went above what came, the rest folded', async () => {
    reply(usual);
    show('&sel=apps/Deployment/media/radarr');
    await seesLine('radarr:6.0.9');
    expect(heading()).toBe('Deployment media/radarr');
    const text = lines();
    const at = text.findIndex(line => line?.includes('6.0.8'));
    expect(text[at + 1]).toContain('radarr:6.0.9');
    const marked = [...document.querySelectorAll('mark')].map(mark => mark.textContent);
    expect(marked.join(' ')).toMatch(/8.*9/);
    const link = screen.getByRole('link', { name: 'apps/media/radarr.yaml' });
    expect(link.getAttribute('href')).toBe(
      'https://forge.example.org/5763edb/apps/media/radarr.yaml'
    );
  });

  it('opens what is folded', async () => {
    reply(usual);
    show('&sel=apps/Deployment/media/radarr');
    await seesLine('radarr:6.0.9');
    const before = lines().length;
    const [fold] = screen.getAllByRole('button', { name: /unchanged lines?$/ });
    fireEvent.click(fold!);
    await waitFor(() => expect(lines().length).toBeGreaterThan(before));
    expect(screen.queryAllByRole('button', { name: fold!.textContent! }).length).toBeLessThan(2);
  });

  it('shows a masked value as a secret, and whether it changed', async () => {
    reply(usual);
    show('&sel=/Secret/media/radarr-api');
    await screen.findByText('‹secret, unchanged›', { exact: false });
    expect(whole()).toContain('‹secret aaaa›');
    expect(whole()).toContain('‹secret bbbb›');
    expect(whole()).not.toContain('lumen:masked');
  });

  it('says what cannot be compared, and what is left behind, and where it was', async () => {
    const held = (text: string) => config(text);
    reply([
      objectLine(held('lumen:unknown:sops'), held('lumen:unknown:sops'), {
        was: 'flux-system/old',
      }),
    ]);
    show();
    await screen.findByText('1 not comparable', { exact: false });
    expect(whole()).toContain('Nothing differs');
    expect(tree()[1]).toContain(
      'was applied by flux-system/old before · 1 field cannot be compared'
    );
    await screen.findAllByText('‹not known here: sops›', { exact: false });
  });
});

describe('what a person sets', () => {
  it('is in the address: what is chosen, the filter, the search and the mode', async () => {
    reply(usual);
    show();
    await screen.findByText('3 changed, 1 created, 1 deleted');
    fireEvent.click(screen.getByRole('treeitem', { name: /ConfigMap/ }));
    expect(address).toBe('sel=/ConfigMap/media/radarr');
    fireEvent.click(screen.getByRole('button', { name: 'Created 1' }));
    expect(address).toBe('sel=/ConfigMap/media/radarr&filter=created');
    expect(tree()).toEqual(['▾Created 1', '+Service media/radarr']);
    fireEvent.click(screen.getByRole('button', { name: 'Created 1' }));
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'image: radarr' } });
    await waitFor(() => expect(tree()).toEqual(['▾Changed 1', '~Deployment media/radarr']));
    expect(address).toBe('sel=/ConfigMap/media/radarr&q=image:+radarr');
    fireEvent.click(screen.getByRole('button', { name: 'Split' }));
    expect(address).toContain('mode=split');
  });

  it('is taken from the address', async () => {
    reply(usual);
    show('&filter=deleted,created&sel=/Service/media/radarr');
    await screen.findByText('3 changed, 1 created, 1 deleted');
    expect(tree()).toHaveLength(4);
    expect(heading()).toBe('Service media/radarr');
  });

  it('says that what the address names does not differ', async () => {
    reply(usual);
    show('&sel=/ConfigMap/media/sonarr');
    await screen.findByText(/\/ConfigMap\/media\/sonarr does not differ/);
    expect(heading()).toBe('Namespace media');
  });

  it('copies what is shown as one patch, without a secret', async () => {
    reply(usual);
    show('&filter=changed');
    await screen.findByText('3 changed, 1 created, 1 deleted');
    fireEvent.click(screen.getByRole('button', { name: 'Copy shown as patch' }));
    await screen.findByText('copied');
    expect(copied[0]).toMatch(/^\+.*radarr:6\.0\.9$/m);
    expect(copied[0]).not.toContain('Namespace');
  });

  it('reveals noise with the objects that differ by nothing else', async () => {
    const limits = (memory: string) =>
      rendered('apps/v1', 'Deployment', 'sonarr', {
        spec: {
          template: { spec: { containers: [{ name: 'a', resources: { limits: { memory } } }] } },
        },
      });
    reply([usual[2]!, objectLine(limits('1Gi'), limits('1024Mi'))]);
    show();
    await screen.findByText('1 changed');
    expect(tree()).toEqual(['▾Changed 1', '~ConfigMap media/radarr']);
    const reveal = await screen.findByRole('button', { name: 'show' });
    expect(whole()).toContain('1 noise hidden');
    fireEvent.click(reveal);
    expect(tree()).toContain('=Deployment media/sonarr1 difference that Kubernetes ignores');
    expect(address).toBe('noise=shown');
  });
});

describe('by keyboard', () => {
  it('j and k go from object to object, from anywhere, and arrows within the tree, which is one Tab stop', async () => {
    reply(usual);
    show();
    await screen.findByText('3 changed, 1 created, 1 deleted');
    expect(heading()).toBe('Namespace media');
    press('j');
    expect(heading()).toBe('Deployment media/radarr');
    expect(document.activeElement?.textContent).toBe('~Deployment media/radarr');
    press('k');
    expect(heading()).toBe('Namespace media');
    press('End');
    expect(heading()).toBe('Service media/radarr');
    press('ArrowUp');
    press('ArrowUp');
    expect(heading()).toBe('Secret media/radarr-api');
    press('ArrowLeft');
    expect(document.activeElement?.textContent).toBe('▾Changed 3');
    press('ArrowLeft');
    expect(tree()).toHaveLength(5);
    press('ArrowRight');
    expect(tree()).toHaveLength(8);
    expect(document.querySelectorAll('[role="tree"] [tabindex="0"]')).toHaveLength(1);
  });

  it('n and p go from difference to difference, and on to the next object', async () => {
    reply(usual.slice(1, 3));
    show();
    await seesLine('radarr:6.0.9');
    press('n');
    expect(document.querySelector('.current')?.textContent).toContain('6.0.8');
    press('n');
    await waitFor(() => expect(heading()).toBe('ConfigMap media/radarr'));
    await waitFor(() => expect(document.querySelector('.current')?.textContent).toContain('info'));
    press('p');
    await waitFor(() => expect(heading()).toBe('Deployment media/radarr'));
    await waitFor(() => expect(document.querySelector('.current')?.textContent).toContain('6.0.8'));
  });

  it('n before the text has come goes to its first difference, not past the object', async () => {
    let come = () => {};
    texts = new Promise(resolve => {
      come = resolve;
    });
    reply(usual.slice(1, 3));
    show();
    await waitFor(() => expect(heading()).toBe('Deployment media/radarr'));
    press('n');
    expect(heading()).toBe('Deployment media/radarr');
    come();
    await waitFor(() => expect(document.querySelector('.current')?.textContent).toContain('6.0.8'));
    expect(heading()).toBe('Deployment media/radarr');
  });
});

describe('while it comes, and when it does not', () => {
  it('has its frame before anything has come, and claims nothing yet', async () => {
    let come = () => {};
    const held = new Promise<void>(resolve => {
      come = resolve;
    });
    answer = async function* () {
      await held;
      yield* send(toStream(usual));
    };
    show();
    const field = screen.getByRole('searchbox');
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(screen.getAllByRole('status', { name: 'Loading' })).toHaveLength(2);
    expect(whole()).not.toMatch(/nothing|match/i);
    come();
    await screen.findByRole('treeitem', { name: /Service/ });
    await waitFor(() => expect(screen.queryByRole('status', { name: 'Loading' })).toBeNull());
    expect(screen.getByRole('searchbox')).toBe(field);
  });

  it('shows rows before the stream has ended, and can be cancelled', async () => {
    const text = toStream(usual);
    answer = async function* () {
      yield new TextEncoder().encode(text.slice(0, text.lastIndexOf('{"type":"object"')));
      await new Promise(() => {});
    };
    show();
    await screen.findByRole('treeitem', { name: /ConfigMap/ });
    const button = await screen.findByRole('button', { name: 'Cancel' }, { timeout: 5000 });
    expect(whole()).toMatch(/4 of 5 objects read, 0\.0 MB/);
    fireEvent.click(button);
    await screen.findByText(/Cancelled: 4 of 5 objects were read/);
    reply(usual);
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('treeitem', { name: /Service/ });
  });

  it('says that the answer broke off, and what did come', async () => {
    answer = () => send(toStream(usual).replace(/\{"type":"end".*\n$/, ''));
    show();
    await screen.findByText(/broke off: 5 of 5 objects came/);
    expect(tree()).toHaveLength(8);
  });

  it('says what broke it off', async () => {
    answer = async function* () {
      yield new TextEncoder().encode(toStream(usual).slice(0, 900));
      throw new Error('network changed');
    };
    show();
    await screen.findByText(/broke off \(network changed\)/);
  });

  it('says that nothing differs, of how many', async () => {
    reply([], { counts: { ...changesHead.counts, unchanged: 214 } });
    show();
    await screen.findByRole('heading', { name: 'Nothing differs' });
    expect(whole()).toContain('All 214 objects are alike on both sides.');
  });

  it('names Kustomizations that could not be built, with the message', async () => {
    reply([
      { type: 'kustomization', name: 'flux-system/mon', change: 'created' },
      {
        type: 'kustomization',
        name: 'flux-system/infra',
        change: 'failed',
        side: 'to',
        message: 'accumulating resources: no such file',
      },
      ...usual,
    ]);
    show();
    const notes = await screen.findByRole('list', { name: 'Kustomizations to know about' });
    const texts = within(notes)
      .getAllByRole('listitem')
      .map(item => item.textContent);
    expect(texts[0]).toContain(
      'flux-system/infra could not be built at the newer revision: nothing of it is compared. accumulating resources: no such file'
    );
    expect(texts[1]).toContain('flux-system/mon is new.');
  });

  it.each([
    [{ state: 'absent' }, 'noah has no sidecar of Lumen', 'kubectl apply -k deploy/base'],
    [
      { state: 'missing', what: 'route', message: '' },
      'The sidecar in noah is older than this plugin',
      'kubectl apply -k deploy/base',
    ],
    [
      { state: 'missing', what: 'revision', message: 'the ledger begins on 12 May' },
      'The sidecar does not know it',
      'It says: the ledger begins on 12 May',
    ],
    [
      { state: 'forbidden', verb: 'get', resource: 'services/proxy', namespace: 'flux-system' },
      'You may not see services/proxy',
      'get services/proxy',
    ],
    [
      { state: 'failed', message: 'busy' },
      'The change set has not come yet',
      'What came back: busy',
    ],
  ] as [SidecarRefusal, string, string][])('has a page for %o', async (refusal, title, says) => {
    answer = () => refusal;
    show();
    expect((await screen.findByRole('heading', { level: 2 })).textContent).toContain(title);
    expect(whole()).toContain(says);
  });

  it('asks again by itself for what failed, and shows why until it has come', async () => {
    let isReady = false;
    answer = () =>
      isReady ? send(toStream(usual)) : { state: 'failed', message: 'it is being rendered' };
    show();
    await screen.findByText(/it is being rendered/);
    isReady = true;
    await screen.findByText('3 changed, 1 created, 1 deleted', {}, { timeout: 8000 });
    expect(asked).toHaveLength(2);
  });

  it('says that the cluster has moved on, and compares again when told to', async () => {
    reply(usual);
    show();
    await screen.findByText('3 changed, 1 created, 1 deleted');
    expect(screen.queryByRole('button', { name: 'Compare again' })).toBeNull();
    cleanup();
    live[changesHead.source] = { status: { artifact: { revision: 'flux@sha1:99999999' } } };
    show();
    await screen.findByText(/The source has a newer revision/);
    fireEvent.click(screen.getByRole('button', { name: 'Compare again' }));
    await waitFor(() => expect(asked).toHaveLength(3));
    cleanup();
    live[changesHead.source] = { status: { artifact: changesHead.to } };
    live[changesHead.of] = { status: { lastAppliedRevision: changesHead.to.revision } };
    show();
    await screen.findByText(/Another revision has been applied/);
  });

  it('says that it needs a worker where none may run', async () => {
    jobs = undefined;
    reply(usual);
    show();
    await screen.findByRole('heading', { name: 'This page may not compare here' });
    expect(whole()).toContain('npm run changes -- Kustomization/flux-system/apps applied newest');
  });

  it('asks what shall be compared where the address does not say', () => {
    render(
      <MemoryRouter initialEntries={['/c/noah/lumen/changes?of=x']}>
        <ChangesPage />
      </MemoryRouter>
    );
    expect(screen.getByRole('heading').textContent).toBe('What shall be compared?');
  });
});

it('draws only the rows in sight, of a text of 20,000 lines and a tree of 3,000 objects', async () => {
  const data = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`key${at}`, 'x']));
  const many = Array.from({ length: 3000 }, (_, at) =>
    objectLine(undefined, rendered('v1', 'ConfigMap', `c${at}`, at === 0 ? { data } : {}))
  );
  answer = () => send(toStream(many), 64 * 1024);
  show();
  const all = (role: string) => document.querySelectorAll(`[role="${role}"]`);
  await waitFor(() => expect(all('treeitem')[1]?.getAttribute('aria-setsize')).toBe('3000'));
  await waitFor(() => expect(all('table')[0]?.getAttribute('aria-rowcount')).toBe('20006'));
  expect(all('row').length).toBeGreaterThan(20);
  expect(all('row').length).toBeLessThan(120);
  expect(all('treeitem').length).toBeLessThan(120);
}, 20_000);
