import { cleanup, render, screen, within } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { diagnosisView } from '../../../../test/fixtures/diagnosisViews.ts';
import {
  failed,
  gitRepository,
  isReady,
  kustomization,
  waits,
} from '../../../../test/fixtures/fluxObjects.ts';
import { causesOf } from '../../../core/diagnosis/chain.ts';
import { toRow } from '../../../core/flux/row.ts';
import { fluxState } from '../../../core/flux/state.ts';
import type { EventGroup } from '../../../core/kubernetes/events.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { type ObjectRef, toRef } from '../../../core/kubernetes/ref.ts';
import { EventLines } from './events/EventLines.tsx';
import { HistoryTable } from './HistoryTable.tsx';
import type { AppliedRow } from './useApplied.tsx';
import { Why } from './Why.tsx';

// The host's library is not loaded: these parts take what they show as values.
vi.mock('../../headlamp/hostConnection.ts', () => ({}));
vi.mock('../../headlamp/selection.ts', () => ({}));
vi.mock('../../live/useForge.ts', () => ({ useForge: () => ({}) }));
vi.mock('../../live/useObject.ts', () => ({ useObject: () => ({}) }));
vi.mock('../../live/useObjects.ts', () => ({ useObjects: () => undefined }));
vi.mock('../../live/useServerClock.ts', () => ({ useServerClock: () => () => 0 }));
vi.mock('../../live/useFluxObjects.ts', () => ({ useFluxObjects: () => [] }));

const ref = (kind: string, name: string, group = 'kustomize.toolkit.fluxcd.io'): ObjectRef => ({
  group,
  kind,
  namespace: 'flux-system',
  name,
});

const applied = (name: string, verdict: AppliedRow['verdict']): AppliedRow => ({
  key: name,
  entry: { ...ref('Deployment', name, 'apps'), version: 'v1' },
  verdict,
  object: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'flux-system' },
    spec: { selector: { matchLabels: { app: name } } },
  },
});

const short = applied('radarr', {
  verdict: 'unhealthy',
  mark: 'failing',
  says: { id: 'health.ready', params: { have: 0, want: 1 } },
});
const show = (element: React.ReactNode) => render(<MemoryRouter>{element}</MemoryRouter>);

afterEach(cleanup);

describe('why', () => {
  const links = () =>
    within(screen.getByRole('region', { name: 'Why' }))
      .getAllByRole('listitem')
      .map(link => link.textContent?.replace(/\s+/g, ' ').trim());
  const infra = kustomization('infra', { conditions: failed('kustomize build failed: boom') });
  const apps = kustomization('apps', {
    spec: { dependsOn: [{ name: 'infra' }] },
    conditions: waits("dependency 'flux-system/infra' is not ready"),
  });
  const rowOf = (object: KubernetesObject) =>
    toRow({ cluster: 'noah', ref: toRef(object), object, state: fluxState(object) });
  const showWhy = (object: KubernetesObject, others: readonly KubernetesObject[]) => {
    const { diagnosis, world } = diagnosisView([gitRepository, object, ...others]);
    const causes = causesOf(diagnosis, world.graph, toRef(object));
    show(<Why row={rowOf(object)} {...{ causes, world }} awaited={[short]} />);
  };

  it('leads link by link to the cause, each with what shows it, and ends in what to do', () => {
    showWhy(apps, [infra]);
    expect(links()).toEqual([
      'Kustomization flux-system/appswaits for Kustomization/flux-system/infrafield spec.dependsOn[0]condition Ready',
      '↳Kustomization flux-system/infrakustomize build failed: boom 1970 or longercondition Ready'.replace(
        '1970',
        screen.getByRole('time').textContent?.replace(' or longer', '') ?? ''
      ),
    ]);
    const region = screen.getByRole('region', { name: 'Why' });
    expect(region.textContent).toContain('kubectl -n flux-system describe kustomizations infra');
    expect(within(region).getByRole('button', { name: /Copy.*command/i })).toBeTruthy();
    expect(
      within(region).getByRole('link', { name: 'field spec.dependsOn[0]' }).getAttribute('href')
    ).toBe('/c/noah/lumen/kustomizations/flux-system/apps?tab=yaml');
  });

  it('leads to each of several causes, and counts those that it does not show', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const broken = names.map(name => kustomization(name, { conditions: failed('no') }));
    const dependsOn = names.map(name => ({ name }));
    showWhy(kustomization('apps', { spec: { dependsOn }, conditions: waits('not ready') }), broken);
    const region = screen.getByRole('region', { name: 'Why' });
    const ends = within(region).getAllByText(/kubectl -n flux-system describe/);
    expect(ends.map(({ textContent }) => textContent?.at(-1))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(region.textContent).toContain('and 2 more causes');
  });

  it('says what the object says itself, and what it awaits, where nothing is broken', () => {
    showWhy(apps, [kustomization('infra', { conditions: [isReady] })]);
    expect(links()).toEqual([
      'Kustomization flux-system/appswaits for infra',
      '↳Deployment flux-system/radarr0 of 1 ready',
    ]);
  });
});

describe('history', () => {
  const row = (status: string) => ({
    key: status,
    revision: 'flux@sha1:5763edb04c1fb9dfe5ab1b0d2b0e7f1a9c3d2e4f',
    outcome: 'failed' as const,
    status,
    duration: '2.8s',
    times: 3,
  });
  const cells = () =>
    within(screen.getByRole('table', { name: 'History' }))
      .getAllByRole('cell')
      .map(cell => cell.textContent);

  it('has a row for each outcome, with the revision, how long it took and how often', () => {
    show(<HistoryTable rows={[row('HealthCheckFailed')]} isRelease={false} />);
    expect(cells()).toEqual(['flux@5763edb', 'applied, not healthy', '', '2.8s', '3']);
    expect(screen.getByTitle('HealthCheckFailed')).toBeTruthy();
  });

  it('says in words what became of a revision, and what it has no words for as it was said', () => {
    const statuses = ['ReconciliationSucceeded', 'ReconciliationFailed', 'PruneFailed', 'Other'];
    show(<HistoryTable rows={statuses.map(row)} isRelease={false} />);
    expect(cells().filter((_, at) => at % 5 === 1)).toEqual([
      'applied',
      'failed',
      'could not delete what is gone',
      'Other',
    ]);
  });
});

describe('events', () => {
  it('mark warnings, count repetitions, and link the objects that they name', () => {
    const event: EventGroup = {
      key: 'e',
      about: ref('Kustomization', 'apps'),
      type: 'Warning',
      reason: 'HealthCheckFailed',
      message: 'timeout waiting for: Deployment/media/radarr',
      count: 4,
      last: '1970-01-01T00:00:00Z',
    };
    show(<EventLines events={[event]} cluster="noah" />);
    const line = screen.getByRole('listitem');
    expect(within(line).getByRole('img', { name: 'warning' })).toBeTruthy();
    expect(line.textContent).toContain('HealthCheckFailed ×4');
    const links = within(line).getAllByRole('link');
    expect(links.map(link => link.getAttribute('href'))).toEqual([
      '/c/noah/lumen/kustomizations/flux-system/apps',
      '/c/noah/deployments/media/radarr',
    ]);
  });
});
