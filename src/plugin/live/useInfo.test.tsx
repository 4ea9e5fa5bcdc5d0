import { act, cleanup, render } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { ClusterStore } from './clusterStore.ts';
import { useInfo } from './useInfo.ts';

/** The sidecar counts how often it is asked, and its Deployment is what the cluster's store has read. */
const world = vi.hoisted(() => ({
  asked: 0,
  deployment: undefined as KubernetesObject | undefined,
  timers: [] as { after: number; callback: () => void }[],
}));
vi.mock('./sidecars.ts', () => ({
  sidecarOf: () => ({
    read: () => {
      world.asked += 1;
      return Promise.resolve({ body: { version: 1, ledger: { state: 'ready' } } });
    },
  }),
}));
vi.mock('./stores.ts', () => ({
  createStoreCache: <T,>(make: (cluster: string) => T) => {
    const made = make('noah');
    return () => made;
  },
}));
vi.mock('./useRunningStore.ts', () => ({
  useRunningStore: (_: string, read: (store: ClusterStore) => unknown) => {
    const { deployment } = world;
    const controllers = () => (deployment ? ['lumen'] : []);
    const objects = { suspects: { controllers }, graph: { object: () => deployment } };
    return read({ objects } as unknown as ClusterStore);
  },
}));
vi.mock('./clock.ts', () => ({
  browserClock: {
    after(after: number, callback: () => void) {
      const timer = { after, callback };
      world.timers.push(timer);
      return () => void world.timers.splice(world.timers.indexOf(timer), 1);
    },
  },
}));

/** What waits next is due. */
const pass = () => act(async () => world.timers.shift()?.callback());

const lumen = (availableReplicas: number): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'lumen', uid: 'lumen', labels: { 'app.kubernetes.io/part-of': 'lumen' } },
  status: { availableReplicas },
});

function Two() {
  const states = [useInfo('noah'), useInfo('noah')].map(({ state }) => state);
  return <p>{states.join()}</p>;
}

afterEach(cleanup);

it('asks what the sidecar is once for all, each minute, and when its Deployment says that it came', async () => {
  const { container, rerender } = render(<Two />);
  expect([container.textContent, world.asked]).toEqual(['loading,loading', 0]);
  await pass();
  expect([container.textContent, world.asked]).toEqual(['known,known', 1]);

  expect(world.timers.map(({ after }) => after)).toEqual([60_000]);
  await pass();
  expect(world.asked).toBe(2);

  world.deployment = lumen(0);
  rerender(<Two />);
  await pass();
  expect(world.asked).toBe(3);
  rerender(<Two />);
  expect(world.timers.map(({ after }) => after)).toEqual([60_000]);

  world.deployment = lumen(1);
  rerender(<Two />);
  await pass();
  expect([container.textContent, world.asked]).toEqual(['known,known', 4]);

  cleanup();
  expect(world.timers).toEqual([]);
});
