import { createTheme, ThemeProvider } from '@mui/material';
import { cleanup, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { clusterView } from '../../../../test/fixtures/clusterViews.ts';
import { diagnosisView } from '../../../../test/fixtures/diagnosisViews.ts';
import { failed, kustomization } from '../../../../test/fixtures/fluxObjects.ts';
import { ClusterLines } from './ClusterLines.tsx';

// Only of a file that broke a build, and they would bring the host's whole library.
vi.mock('../../live/useObject.ts', () => ({ useObject: () => ({}) }));
vi.mock('../../live/useForge.ts', () => ({ useForge: () => ({}) }));
vi.mock('../../live/useServerClock.ts', () => ({ useServerClock: () => Date.now }));
vi.mock('../ClusterFreshness.tsx', () => ({ ClusterFreshness: () => null }));
vi.mock('../../live/useAnswer.ts', () => ({ useAnswer: () => ({ state: 'loading' }) }));

vi.mock('./ReconcileDialog.tsx', () => ({ ReconcileDialog: () => null }));

afterEach(cleanup);

describe('several clusters', () => {
  it('have one line each, which says how it is and leads to it', () => {
    const why = { kind: 'unreachable', message: 'refused' } as const;
    const broken = [kustomization('a', { conditions: failed('boom') })];
    const clusters = [
      clusterView([kustomization('a')], { cluster: 'noah' }),
      clusterView(broken, { cluster: 'vega' }),
      clusterView([], { cluster: 'deneb', phase: { name: 'failed', why, retryAt: 0 } }),
      clusterView([], { cluster: 'altair', phase: { name: 'absent', retryAt: 0 } }),
      clusterView([], { cluster: 'mira', phase: { name: 'loading', loaded: 0 } }),
    ];
    const diagnoses = clusters.map((_, at) => diagnosisView(at === 1 ? broken : []));
    render(
      <ThemeProvider theme={createTheme()}>
        <MemoryRouter>
          <ClusterLines clusters={clusters} diagnoses={diagnoses} />
        </MemoryRouter>
      </ThemeProvider>
    );
    expect(screen.getAllByRole('listitem').map(line => line.textContent)).toEqual([
      'noaheverything is ready',
      'vega1 thing is broken',
      'denebcannot be seen',
      'altairhas no Flux',
      'mirais being read',
    ]);
    expect(screen.getByRole('link', { name: 'vega' }).getAttribute('href')).toBe(
      '/c/vega/lumen/overview'
    );
  });
});
