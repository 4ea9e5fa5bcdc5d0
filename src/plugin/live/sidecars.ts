import { createHostConnection } from '../headlamp/hostConnection.ts';
import { getSettings } from '../headlamp/settings.ts';
import { browserClock } from './clock.ts';
import { createSidecar } from './sidecar.ts';
import { createStoreCache } from './stores.ts';

/** The sidecar of a cluster: found once, for all that ask it. */
export const sidecarOf = createStoreCache(cluster =>
  createSidecar(
    createHostConnection(cluster),
    browserClock.now,
    () => getSettings().clusters[cluster]?.sidecar
  )
);
