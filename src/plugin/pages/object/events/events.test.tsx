import { createTheme, ThemeProvider } from '@mui/material';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { KubernetesObject } from '../../../../core/kubernetes/object.ts';
import type { ObjectsQuery, ObjectsView } from '../../../live/views.ts';
import { EventsTab } from './EventsTab.tsx';

// The host's library is not loaded: what the cluster answers is told by namespace.
const cluster = vi.hoisted(() => ({ views: {} as Record<string, ObjectsView> }));
vi.mock('../../../live/useObjects.ts', () => ({
  useObjects: (_: string, query: ObjectsQuery) => cluster.views[query.namespace],
}));

const live = (...objects: KubernetesObject[]): ObjectsView => ({
  objects,
  phase: { name: 'live' },
});

const apps: KubernetesObject = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'apps', namespace: 'flux-system' },
  status: { inventory: { entries: [{ id: 'media_radarr_apps_Deployment', v: 'v1' }] } },
};

const event = (about: string, reason: string, type: string): KubernetesObject => {
  const [kind, namespace, name] = about.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}-${reason}`, namespace },
    involvedObject: { kind, namespace, name, apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1' },
    type,
    reason,
    message: `${reason} was said`,
    count: 2,
    lastTimestamp: '2026-11-22T14:02:00Z',
  };
};
const backOff = event('Pod/media/radarr-7c9f4b8d96-x2xkq', 'BackOff', 'Warning');
const scaled = event('Deployment/media/radarr', 'ScalingReplicaSet', 'Normal');

const show = (address = '/') =>
  render(
    <ThemeProvider theme={createTheme()}>
      <MemoryRouter initialEntries={[address]}>
        <EventsTab object={apps} cluster="noah" />
      </MemoryRouter>
    </ThemeProvider>
  );
const lines = () =>
  within(screen.getByRole('list', { name: 'Events' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent ?? '');

afterEach(cleanup);

describe('the events of a Kustomization', () => {
  it('name what each is about, and are narrowed to warnings by their count', () => {
    cluster.views = { media: live(backOff, scaled), 'flux-system': live() };
    show();
    expect(lines().map(line => line.slice(0, 50))).toEqual([
      'Deployment media/radarrScalingReplicaSet ×2Scaling',
      'Pod media/radarr-7c9f4b8d96-x2xkqBackOff ×2BackOff',
    ]);
    fireEvent.click(screen.getByRole('button', { name: '1 warning' }));
    expect(lines()).toHaveLength(1);
    expect(screen.getByText(/keeps events for about an hour: what was said before/)).toBeTruthy();
  });

  it('are those of one workload and its Pods where the address says so, until a click', () => {
    const own = event('Kustomization/flux-system/apps', 'HealthCheckFailed', 'Warning');
    const other = event('Pod/media/radarr-db-0', 'BackOff', 'Warning');
    cluster.views = { media: live(backOff, scaled, other), 'flux-system': live(own) };
    show('/?tab=events&events=apps%2FDeployment%2Fmedia%2Fradarr');
    expect(lines().map(line => line.slice(0, 15))).toEqual(['Deployment medi', 'Pod media/radar']);
    fireEvent.click(screen.getByRole('button', { name: 'Deployment/media/radarr 2' }));
    expect(lines()).toHaveLength(3);
  });

  it('that may not be read are named, and the others stay', () => {
    const phase = { name: 'forbidden', verb: 'list', message: '', retryAt: 0 } as const;
    const own = event('Kustomization/flux-system/apps', 'HealthCheckFailed', 'Warning');
    cluster.views = { media: { objects: [], phase }, 'flux-system': live(own) };
    show();
    expect(screen.getByText(/You may not list events in media/)).toBeTruthy();
    expect(lines()).toHaveLength(1);
  });

  it('are none for an hour back, and that is said', () => {
    cluster.views = { media: live(), 'flux-system': live() };
    show();
    expect(screen.getByRole('heading', { name: 'No events' })).toBeTruthy();
    expect(screen.getByText(/for about an hour; nothing was said here since/)).toBeTruthy();
  });
});
