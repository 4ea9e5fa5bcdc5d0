import { allowedNamespaces } from '../headlamp/clusterSettings.ts';
import { createHostConnection } from '../headlamp/hostConnection.ts';
import { isSigningIn } from '../headlamp/signIn.ts';
import { browserClock } from './clock.ts';
import { createDiagnosisStore } from './diagnosisStore.ts';
import { createSignal } from './frames.ts';
import { createStoreCache, holdStore, storeOf } from './stores.ts';

/** A cluster's diagnosis: one for all that show it, forgotten with the cluster's store. */
export const diagnosisOf = createStoreCache(cluster =>
  createDiagnosisStore({
    store: storeOf(cluster),
    hold: () => holdStore(cluster),
    connection: createHostConnection(cluster),
    clock: browserClock,
    signal: createSignal(),
    allowedNamespaces: allowedNamespaces(cluster),
    isLeaving: isSigningIn,
  })
);
