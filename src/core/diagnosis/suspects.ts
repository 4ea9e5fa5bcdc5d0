import { inventoryOf } from '../flux/inventory.ts';
import { type FluxKindName, fluxKindOf } from '../flux/kinds.ts';
import { fluxState, isAtRest } from '../flux/state.ts';
import { unhandledOf } from '../flux/unhandled.ts';
import { health } from '../kubernetes/health.ts';
import { type KubernetesObject, list, record } from '../kubernetes/object.ts';
import { groupOf, type ObjectRef } from '../kubernetes/ref.ts';
import { hasFailedRun } from './cronTrouble.ts';
import { isController, isPartOfController } from './reads.ts';

/**
 * The objects that a diagnosis must look at: those that are not plainly well, kept up to date object by object. Most of
 * a cluster is well, and costs nothing again.
 */
export interface Suspects {
  ids(): Iterable<string>;
  /** Deployments of controllers, their Pods, and Leases. */
  controllers(): Iterable<string>;
  /** Those that their controller has been asked about and has not taken note of. */
  unhandled(): Iterable<string>;
  /** Kustomizations and HelmReleases that apply Flux's own objects at a version that is not the newest. */
  outdated(): Iterable<string>;
  /** Kustomizations that are ready, and have applied nothing. */
  idle(): Iterable<string>;
  ofKind(kind: FluxKindName): Iterable<string>;
  /** By its id in the graph. */
  set(id: string, object: KubernetesObject): void;
  delete(id: string): void;
}

/** Kinds that are about others: whether all is well with them, their own status does not tell. */
const aboutOthers = new Set(['Alert', 'Receiver', 'ImagePolicy', 'ImageUpdateAutomation']);

export function createSuspects(objects: Iterable<[string, KubernetesObject]> = []): Suspects {
  const ids = new Set<string>();
  const controllers = new Set<string>();
  const unhandled = new Set<string>();
  const outdated = new Set<string>();
  const idle = new Set<string>();
  const byKind = new Map<FluxKindName, Set<string>>();
  const put = (set: Set<string>, id: string, isIn: boolean) =>
    void (isIn ? set.add(id) : set.delete(id));

  const suspects: Suspects = {
    ids: () => ids,
    controllers: () => controllers,
    unhandled: () => unhandled,
    outdated: () => outdated,
    idle: () => idle,
    ofKind: kind => byKind.get(kind) ?? [],
    set(id, object) {
      const flux = fluxKindOf(groupOf(object.apiVersion), object.kind);
      put(ids, id, flux ? isFluxSuspect(object) : isSuspect(object));
      if (flux) {
        const own = byKind.get(flux.kind) ?? new Set();
        byKind.set(flux.kind, own.add(id));
        put(unhandled, id, unhandledOf(object) !== undefined);
        put(outdated, id, appliesOutdated(object));
        put(idle, id, appliesNothing(object));
      } else if (isController(object) || isPartOfController(object)) controllers.add(id);
    },
    delete(id) {
      const sets = [ids, controllers, unhandled, outdated, idle, ...byKind.values()];
      for (const set of sets) set.delete(id);
    },
  };
  for (const [id, object] of objects) suspects.set(id, object);
  return suspects;
}

/** Most inventories hold nothing of Flux, and are not worth taking apart. */
function appliesOutdated(object: KubernetesObject): boolean {
  const entries = list(record(object.status?.inventory).entries);
  const isFlux = entries.some(entry => String(record(entry).id).includes('.fluxcd.io_'));
  return isFlux && inventoryOf(object).some(isOutdatedEntry);
}

/** One that checks the health of others may have nothing of its own to apply. */
function appliesNothing(object: KubernetesObject): boolean {
  const { inventory, lastAppliedRevision } = record(object.status);
  const { entries } = record(inventory);
  return (
    object.kind === 'Kustomization' &&
    Array.isArray(entries) &&
    entries.length === 0 &&
    lastAppliedRevision !== undefined &&
    list(record(object.spec).healthChecks).length === 0 &&
    fluxState(object, {}).name === 'ready'
  );
}

/** An object of Flux that is applied at a version older than the newest that Lumen knows. */
export function isOutdatedEntry({
  group,
  kind,
  version,
}: ObjectRef & { version: string }): boolean {
  const flux = fluxKindOf(group, kind);
  return flux !== undefined && flux.versions.indexOf(version) > 0;
}

function isFluxSuspect(object: KubernetesObject): boolean {
  return aboutOthers.has(object.kind) || !isAtRest(fluxState(object, {}).name);
}

function isSuspect(object: KubernetesObject): boolean {
  // Only a Pod without a node looks at the time, and it is not healthy before either.
  return health(object, 0).status !== 'Current' || hasFailedRun(object);
}
