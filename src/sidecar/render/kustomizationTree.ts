import { isMarked, kustomizeGroup } from '../../core/flux/markers.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import { groupOf } from '../../core/kubernetes/ref.ts';
import type { MaskedObject } from './toMaskedObjects.ts';
import { differingKeys } from './twins.ts';

/** A Kustomization that is to be rendered, with the spec that counts. */
export interface Wanted {
  namespace: string;
  name: string;
  /** `NAMESPACE/NAME` to be shown, where a variable gave part of it. */
  shown?: string;
  spec: Record<string, unknown>;
  /** Names of `postBuild.substitute` whose values came from secret variables of a parent, … */
  tainted: ReadonlySet<string>;
  /** … and from some that may not be read. */
  unknown: ReadonlySet<string>;
  /** What a parent put into the spec: values that may be shown to nobody. */
  secrets: readonly string[];
  /** What of the spec is not known, so that nothing can be rendered. */
  obstacle?: string;
  /** Not applied by the parent: what lives counts, where something does. */
  keepsLive?: 'always' | 'if-there';
}

const none: ReadonlySet<string> = new Set();

/** `NAMESPACE/NAME`. */
export function keyOf(named: { namespace?: string; name: string; shown?: string }): string {
  return named.shown ?? `${named.namespace ?? ''}/${named.name}`;
}

/** `KIND/NAMESPACE/NAME` of the source that it takes its files from. */
export function sourceOf({ namespace, spec }: Pick<Wanted, 'namespace' | 'spec'>): string {
  const { kind, name, namespace: said } = record(spec.sourceRef);
  return [text(kind) ?? '', text(said) ?? namespace, text(name) ?? ''].join('/');
}

export function toWanted({ metadata, spec }: KubernetesObject): Wanted {
  const { namespace = '', name } = metadata;
  return { namespace, name, spec: record(spec), tainted: none, unknown: none, secrets: [] };
}

/**
 * Where the trees of a source begin: with the live Kustomizations on it that no other on it has applied. Some that apply
 * each other in a circle begin with the first of them.
 */
export function rootsOf(live: readonly KubernetesObject[], source: string): Wanted[] {
  const on = new Map(
    live
      // What is being deleted applies nothing any more.
      .filter(object => isKustomization(object) && !object.metadata.deletionTimestamp)
      .map(toWanted)
      .filter(wanted => sourceOf(wanted) === source)
      .map(wanted => [keyOf(wanted), wanted])
  );
  const parents = new Map(live.map(object => [keyOf(object.metadata), parentOf(object)]));
  const isRoot = (key: string): boolean => {
    const circle: string[] = [];
    for (let at = key; !circle.includes(at); ) {
      circle.push(at);
      const parent = parents.get(at);
      if (parent === undefined || parent === at || !on.has(parent)) return at === key;
      at = parent;
      if (at === key) return [...circle].sort()[0] === key;
    }
    return false;
  };
  return [...on.keys()].sort().flatMap(key => {
    const wanted = on.get(key);
    return wanted && isRoot(key) ? [wanted] : [];
  });
}

/** The Kustomization that has applied an object, `NAMESPACE/NAME`. */
export function parentOf({ metadata }: KubernetesObject): string | undefined {
  const name = metadata.labels?.[`${kustomizeGroup}/name`];
  const namespace = metadata.labels?.[`${kustomizeGroup}/namespace`];
  return name === undefined ? undefined : keyOf({ namespace, name });
}

export function isKustomization({
  apiVersion,
  kind,
}: {
  apiVersion: string;
  kind: string;
}): boolean {
  return kind === 'Kustomization' && groupOf(apiVersion) === kustomizeGroup;
}

/** The Kustomizations among objects that were just rendered. One without a namespace cannot be applied. */
export function childrenOf(objects: readonly MaskedObject[], secrets: readonly string[]): Wanted[] {
  return objects.flatMap(({ ref, twins: { real, twin, third } }) => {
    if (!isKustomization(real) || !text(real.metadata.namespace)) return [];
    const isNamed = keyOf(real.metadata) === keyOf(third.metadata);
    const spec = record(real.spec);
    const variables = (other: KubernetesObject) =>
      new Set(
        differingKeys(
          record(record(spec.postBuild).substitute),
          record(record(record(other.spec).postBuild).substitute)
        )
      );
    const unknownFields = differingKeys(spec, third.spec).filter(field =>
      ['path', 'components', 'sourceRef'].includes(field)
    );
    const isGiven = differingKeys(spec, twin.spec).length > 0;
    const obstacle = isNamed ? unknownFields[0] && `spec.${unknownFields[0]}` : 'metadata';
    return [
      {
        ...toWanted(real),
        shown: keyOf(ref),
        tainted: variables(twin),
        unknown: variables(third),
        secrets: isGiven ? secrets : [],
        ...(obstacle === undefined ? {} : { obstacle }),
        ...keeps(real),
      },
    ];
  });
}

/** Those among stored objects. Nothing where a spec is masked: then only rendering tells what it says. */
export function childrenIn(texts: Iterable<string>): Wanted[] | undefined {
  const children: Wanted[] = [];
  for (const text of texts) {
    if (!text.includes('"kind":"Kustomization"')) continue;
    const object = JSON.parse(text) as KubernetesObject;
    if (!isKustomization(object) || !object.metadata.namespace) continue;
    if (/"lumen:(masked|unknown):/.test(text)) return undefined;
    children.push({ ...toWanted(object), ...keeps(object) });
  }
  return children;
}

function keeps(object: KubernetesObject): Pick<Wanted, 'keepsLive'> {
  const isLeftAlone =
    isMarked(object, `${kustomizeGroup}/reconcile`, 'disabled') ||
    isMarked(object, `${kustomizeGroup}/ssa`, 'Ignore');
  if (isLeftAlone) return { keepsLive: 'always' };
  return isMarked(object, `${kustomizeGroup}/ssa`, 'IfNotPresent') ? { keepsLive: 'if-there' } : {};
}
