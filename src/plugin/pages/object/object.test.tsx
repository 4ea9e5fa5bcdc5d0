import { cleanup, render, screen, within } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EventLine } from '../../../core/kubernetes/events.ts';
import type { ObjectRef } from '../../../core/kubernetes/ref.ts';
import { EventLines } from './EventLines.tsx';
import { HistoryTable } from './HistoryTable.tsx';
import type { AppliedRow } from './useApplied.tsx';
import { Why } from './Why.tsx';

// The host's library is not loaded: these parts take what they show as values.
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
  it('leads link by link to the cause, in its own words, and to what is awaited', () => {
    const pending = { name: 'pending', says: { id: 'state.pending' } } as const;
    const failing = { name: 'failing', says: { id: 'state.failing' } } as const;
    show(
      <Why
        cluster="noah"
        awaited={[short]}
        chain={[
          {
            ref: ref('Kustomization', 'apps'),
            state: pending,
            cause: { says: { id: 'cause.waits.other', params: { other: 'infra' } } },
          },
          {
            ref: ref('Kustomization', 'infra'),
            state: failing,
            cause: { says: { id: 'cause.message' }, message: 'kustomize build failed' },
          },
        ]}
      />
    );
    const links = within(screen.getByRole('region', { name: 'Why' })).getAllByRole('listitem');
    expect(links.map(link => link.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
      'Kustomization flux-system/appswaits for infra',
      '↳Kustomization flux-system/infrakustomize build failed',
      '↳Deployment flux-system/radarr0 of 1 ready',
    ]);
  });
});

describe('history', () => {
  it('has a row for each outcome, with the revision, how long it took and how often', () => {
    const rows = [
      {
        key: 'a',
        revision: 'flux@sha1:5763edb04c1fb9dfe5ab1b0d2b0e7f1a9c3d2e4f',
        outcome: 'failed',
        status: 'HealthCheckFailed',
        duration: '2.8s',
        times: 3,
      },
    ] as const;
    show(<HistoryTable rows={rows} isRelease={false} />);
    const cells = within(screen.getByRole('table', { name: 'History' })).getAllByRole('cell');
    expect(cells.map(cell => cell.textContent)).toEqual([
      'flux@5763edb',
      'HealthCheckFailed',
      '',
      '2.8s',
      '3',
    ]);
  });
});

describe('events', () => {
  it('mark warnings, count repetitions, and link the objects that they name', () => {
    const event: EventLine = {
      key: 'e',
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
    expect(within(line).getByRole('link').getAttribute('href')).toBe(
      '/c/noah/deployments/media/radarr'
    );
  });
});
