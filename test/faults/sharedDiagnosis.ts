import { diagnose, type Diagnosis } from '../../src/core/diagnosis/diagnose.ts';
import { readWorld } from '../../src/node/diagnosis/readWorld.ts';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';

/** The diagnosis of the whole cluster, of after the call. */
export type SharedDiagnosis = () => Promise<Diagnosis>;

/** Many faults look at one cluster at once: whoever asks while it is being read shares the next reading. */
export function createSharedDiagnosis(client: KubernetesClient): SharedDiagnosis {
  let next: Promise<Diagnosis> | undefined;
  let running: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Diagnosis> {
    next = undefined;
    return diagnose(await readWorld(client, AbortSignal.timeout(90_000)));
  }

  return () => {
    if (!next) {
      next = running.then(read);
      running = next.catch(() => undefined);
    }
    return next;
  };
}
