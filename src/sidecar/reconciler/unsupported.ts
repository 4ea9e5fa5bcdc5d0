import { type FluxKind, fluxKind, type FluxKindName } from '../../core/flux/kinds.ts';
import { record } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { getLive } from './applySet.ts';
import type { ReconcilerContext } from './context.ts';
import { createStatusDraft } from './statusDraft.ts';

/** Kinds that Flux reconciles and Lumen does not. A silent object would look as if it were about to become ready. */
const names: FluxKindName[] = [
  'HelmRelease',
  'OCIRepository',
  'Bucket',
  'HelmRepository',
  'HelmChart',
  'ArtifactGenerator',
  'ImageRepository',
  'ImagePolicy',
  'ImageUpdateAutomation',
];

/** The kinds, in the version that the reconciler writes. */
export const unsupportedKinds: readonly FluxKind[] = names.map(fluxKind);

/** Says in an object's status that nothing reconciles its kind here. */
export function createUnsupportedController(
  { kind, group, plural, versions: [version = 'v1'] }: FluxKind,
  { client, clock }: ReconcilerContext
) {
  async function reconcile(namespace: string, name: string): Promise<undefined> {
    const path = resourcePath({ group, version, plural, namespace, name });
    const object = await getLive(client, path);
    if (!object || object.metadata.deletionTimestamp) return;
    // Flux writes nothing about an OCI HelmRepository either.
    const { suspend, type } = record(object.spec);
    if (suspend === true || (kind === 'HelmRepository' && type === 'oci')) return;
    const draft = createStatusDraft(object, { client, path, manager: 'lumen', now: clock.now });
    const message = `not supported by Lumen's reconciler: ${kind}`;
    // Nothing is broken, and nothing is known: neither False nor Stalled would be true of it.
    draft.mark('Ready', 'Unknown', 'NotSupported', message);
    if (kind !== 'ArtifactGenerator') {
      draft.set({ observedGeneration: object.metadata.generation });
    }
    await draft.save();
  }
  return { reconcile };
}
