import { cleanup, render, screen, within } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { controllersOf } from '../../../core/flux/controllers.ts';
import { createGraph } from '../../../core/graph/graph.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import type { InfoAnswer } from '../../../protocol/info.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import type { SidecarView } from '../../live/views.ts';
import { ClockProvider } from '../../parts/clock.tsx';
import { ControllerTable } from './ControllerTable.tsx';
import { NoControllers } from './NoControllers.tsx';
import { SidecarFacts } from './SidecarFacts.tsx';

vi.mock('../../headlamp/hostConnection.ts', () => ({ createHostConnection: () => ({}) }));
afterEach(cleanup);

const now = Date.parse('2026-11-22T22:05:00Z');
const namespace = 'flux-system';
const labels = { 'app.kubernetes.io/part-of': 'flux', app: 'source-controller' };

const deployment: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'source-controller', namespace, labels },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'source-controller' } },
    template: { spec: { containers: [{ image: 'ghcr.io/fluxcd/source-controller:v1.9.4' }] } },
  },
  status: { readyReplicas: 1 },
};
const pod: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'source-controller-5d8-abcde', namespace, labels },
  status: {
    containerStatuses: [
      {
        name: 'manager',
        restartCount: 2,
        state: { running: {} },
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
      },
    ],
  },
};
const lease: KubernetesObject = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'source-controller-leader-election', namespace },
  spec: {
    holderIdentity: 'source-controller-5d8-abcde_1',
    renewTime: '2026-11-22T22:02:00.000000Z',
    leaseDurationSeconds: 35,
  },
};

function viewOf(
  objects: readonly KubernetesObject[],
  { isRead = true, isComplete = true } = {}
): DiagnosisView {
  const graph = createGraph(objects);
  return {
    diagnosis: { causes: [], notices: [] },
    world: { now, graph, isRead: () => isRead },
    checked: 0,
    notChecked: 0,
    unhealthy: 0,
    unread: [],
    isComplete,
    stamp: 1,
  };
}

function cellsOf(view: DiagnosisView): (string | null)[] {
  const controllers = controllersOf(view.world.graph.objects());
  render(
    <MemoryRouter>
      <ClockProvider value={() => now}>
        <ControllerTable cluster="noah" {...{ controllers, view }} />
      </ClockProvider>
    </MemoryRouter>
  );
  const cells = screen.getAllByRole('cell').map(({ textContent }) => textContent);
  cleanup();
  return cells;
}

describe('a controller', () => {
  it('is one row: what it is, how it is, how it ended before, and when it was last heard', () => {
    expect(cellsOf(viewOf([deployment, pod, lease]))).toEqual([
      'flux-system/source-controller',
      'v1.9.4',
      '1 of 1 ready',
      'Restarts 2pod last ended: OOMKilled, exit code 137',
      'Heartbeat 3\u00a0min',
    ]);
  });

  it('is said to have no Lease and no restart only where somebody looked', () => {
    const seen = (how: { isRead?: boolean; isComplete?: boolean }) =>
      cellsOf(viewOf([deployment], how)).slice(3);
    expect(seen({})).toEqual(['Restarts not known', 'Heartbeat no Lease']);
    expect(seen({ isRead: false, isComplete: false })).toEqual([
      'Restarts reading',
      'Heartbeat reading',
    ]);
    expect(seen({ isRead: false })).toEqual(['Restarts not known', 'Heartbeat not known']);
  });
});

const info: InfoAnswer = {
  version: 1,
  mode: 'observe',
  features: [],
  renderer: 'kustomize v5.8.1',
  ledger: { state: 'ready', bytes: 1_400_000, revisions: 12, since: now },
  cannotRead: [],
};

describe('where no controller of Flux is', () => {
  const showOf = (view: SidecarView<InfoAnswer>, unread: DiagnosisView['unread'] = []) => {
    render(
      <MemoryRouter>
        <NoControllers cluster="noah" info={view} unread={unread} />
      </MemoryRouter>
    );
    return screen.getByRole('heading').textContent;
  };
  const show = (mode: 'observe' | 'apply', unread?: DiagnosisView['unread']) =>
    showOf({ state: 'known', value: { ...info, mode }, isNewer: false }, unread);

  it('it is said who reconciles instead, or that nobody does, or that nobody may look', () => {
    expect(show('apply')).toBe("No controllers of Flux in noah: Lumen's sidecar reconciles");
    cleanup();
    expect(show('observe')).toBe('No controllers of Flux in noah');
    cleanup();
    const why = { id: 'unread.forbidden', params: { verb: 'list', kind: 'Deployment' } };
    expect(show('apply', [{ what: 'Deployment', why }])).toBe(
      'The controllers of noah were not looked at'
    );
  });

  it('nobody is said to reconcile nothing whose sidecar may not be asked', () => {
    const nothing = /Without controllers nothing is reconciled/;
    showOf({ state: 'absent' });
    expect(document.body.textContent).toMatch(nothing);
    cleanup();
    showOf({ state: 'forbidden', verb: 'get', resource: 'secrets', namespace: 'flux-system' });
    expect(document.body.textContent).not.toMatch(nothing);
    expect(document.body.textContent).toContain(
      "Whether Lumen's sidecar does their work is not known here"
    );
  });
});

describe('the sidecar', () => {
  function show(value: Partial<InfoAnswer>) {
    const view = { state: 'known', value: { ...info, ...value }, isNewer: false } as const;
    const { container } = render(
      <MemoryRouter>
        <ClockProvider value={() => now}>
          <SidecarFacts cluster="noah" info={view} graph={createGraph()} stamp={0} />
        </ClockProvider>
      </MemoryRouter>
    );
    return within(container);
  }

  it('tells its mode, and the size and reach of its ledger', () => {
    const facts = show({});
    facts.getByText('It observes Flux (mode observe) and renders with kustomize v5.8.1.');
    facts.getByText(/^Its ledger holds 12 revisions in 1\.4 MB, the oldest seen/);
    facts.getByText('It may read everything that it asks for.');
  });

  it('tells what is wrong with its ledger', () => {
    const ledger = { ...info.ledger, state: 'full', problem: 'no space left' } as const;
    show({ ledger }).getByRole('status', { name: '' });
    expect(screen.getByRole('status').textContent).toContain('no space left');
  });

  it('tells what it may not read, for whom, and what grants it', () => {
    const of = { kind: 'ConfigMap', namespace: 'flux-system', name: 'settings' };
    const facts = show({
      cannotRead: [
        { ...of, for: 'Kustomization/flux-system/apps' },
        { kind: 'OCIRepository', namespace: '', name: '', for: 'revisions' },
      ],
    });
    facts.getByText(/^It may not read 2 things:/);
    const [variables, kind] = facts.getAllByRole('listitem').map(item => item.textContent);
    expect(variables).toContain('ConfigMap flux-system/settings');
    expect(variables).toContain('unknown in diffs of Kustomization flux-system/apps');
    expect(variables).toContain('deploy/variables');
    expect(kind).toContain('OCIRepository');
    expect(kind).toContain('deploy/base');
  });
});
