import { type Controller, controllersOf } from '../flux/controllers.ts';
import { fluxKind, type FluxKindName, fluxKinds } from '../flux/kinds.ts';
import { isStatic, isSuspended } from '../flux/suspension.ts';
import { componentOf } from '../flux/unhandled.ts';
import { objectId } from '../graph/nodeId.ts';
import { type KubernetesObject, list, record } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import { matchesLabels, parseLabelSelector, toRequirements } from '../kubernetes/selector.ts';
import type { Suspects } from './suspects.ts';
import type { DiagnosisWorld } from './world.ts';

/** A controller and what it is there for: one of Flux's own, or Lumen's sidecar where it stands in for them. */
export interface Reconciler extends Controller {
  isLumen: boolean;
  deployment: KubernetesObject;
  /** Those that were read, the newest first. */
  pods: KubernetesObject[];
  kinds: readonly FluxKindName[];
  /** Whether it is this one, and no other shard, that reconciles the object. */
  watches(object: KubernetesObject): boolean;
}

/** Every controller that was read, by its namespace and name. */
export function reconcilersIn({ graph }: DiagnosisWorld, suspects: Suspects): Reconciler[] {
  const objects = [...suspects.controllers()].flatMap(id => graph.object(id) ?? []);
  const deployments = new Map(objects.map(object => [objectId(toRef(object)), object]));
  return (['flux', 'lumen'] as const).flatMap(partOf =>
    controllersOf(objects, partOf).flatMap(controller => {
      const deployment = deployments.get(objectId(controller.ref));
      const isLumen = partOf === 'lumen';
      if (!deployment) return [];
      const args = argsOf(deployment);
      // Beside Flux the sidecar only looks on.
      if (isLumen && !args.includes('--mode=apply')) return [];
      const component = isLumen ? controller.component : knownComponent(deployment, controller);
      const kinds = kindsOf(component, isLumen);
      if (kinds.length === 0) return [];
      const pods = podsOf(deployment, objects);
      const watches = watcherOf(deployment, args);
      return { ...controller, component, isLumen, deployment, pods, kinds, watches };
    })
  );
}

function argsOf(deployment: KubernetesObject): string[] {
  const { spec } = record(record(deployment.spec).template);
  return list(record(spec).containers).flatMap(container =>
    list(record(container).args).map(String)
  );
}

const components: ReadonlySet<string> = new Set(fluxKinds.map(kind => componentFor(kind.kind)));

/** Which controller reconciles a kind. */
export function componentFor(name: FluxKindName): string {
  const { group, versions } = fluxKind(name);
  const apiVersion = `${group}/${versions[0]}`;
  return componentOf({ apiVersion, kind: name, metadata: { name: '' } }) ?? '';
}

/** A shard may be labelled by its own name: then its image tells. */
function knownComponent(deployment: KubernetesObject, { component }: Controller): string {
  if (components.has(component)) return component;
  const { spec } = record(record(deployment.spec).template);
  const image = String(record(list(record(spec).containers)[0]).image ?? '');
  return /([^/:@]+)(?:[:@][^/]*)?$/.exec(image)?.[1] ?? component;
}

function kindsOf(component: string, isLumen: boolean): FluxKindName[] {
  const all = fluxKinds.map(({ kind }) => kind);
  // Whatever else there is, it says of each object that it does not reconcile it.
  if (isLumen) return all;
  // An ExternalArtifact is whoever's made it.
  return all.filter(kind => kind !== 'ExternalArtifact' && componentFor(kind) === component);
}

function podsOf(
  { metadata, spec }: KubernetesObject,
  objects: readonly KubernetesObject[]
): KubernetesObject[] {
  const requirements = toRequirements(record(spec).selector);
  const made = (pod: KubernetesObject) => pod.metadata.creationTimestamp ?? '';
  return objects
    .filter(
      pod =>
        pod.kind === 'Pod' &&
        pod.metadata.namespace === metadata.namespace &&
        matchesLabels(requirements, pod.metadata.labels)
    )
    .sort((a, b) => made(b).localeCompare(made(a)));
}

function watcherOf(deployment: KubernetesObject, args: readonly string[]) {
  const flag = (name: string) =>
    args.flatMap(arg => (arg.startsWith(`--${name}=`) ? arg.slice(name.length + 3) : []))[0];
  const parsed = parseLabelSelector(flag('watch-label-selector') ?? '');
  const requirements = 'requirements' in parsed ? parsed.requirements : [];
  const isHereOnly = flag('watch-all-namespaces') === 'false';
  return ({ metadata }: KubernetesObject) =>
    (!isHereOnly || metadata.namespace === deployment.metadata.namespace) &&
    matchesLabels(requirements, metadata.labels);
}

/** What it has to reconcile: neither suspended nor left alone by nature. */
export function objectsOf(
  { kinds, watches }: Pick<Reconciler, 'kinds' | 'watches'>,
  { graph }: DiagnosisWorld,
  suspects: Suspects
): KubernetesObject[] {
  return kinds.flatMap(kind =>
    [...suspects.ofKind(kind)].flatMap(id => {
      const object = graph.object(id);
      const isIts = object && !isSuspended(object) && watches(object);
      return isIts && (kind === 'Alert' || !isStatic(object)) ? [object] : [];
    })
  );
}
