import { inventoryOf } from '../flux/inventory.ts';
import { type FluxKind, fluxKind, fluxKindOf } from '../flux/kinds.ts';
import { objectId } from '../graph/nodeId.ts';
import { type ObjectRef, toRef } from '../kubernetes/ref.ts';
import type { Cause, Evidence } from './finding.ts';
import { reconcilersIn } from './reconcilers.ts';
import { isOutdatedEntry, type Suspects } from './suspects.ts';
import type { DiagnosisWorld } from './world.ts';

/** What the next update of Flux would break, and what the last one left out. */
export function installationNotices(world: DiagnosisWorld, suspects: Suspects): Cause[] {
  return [...missingKinds(world, suspects), ...deprecatedVersions(world, suspects)];
}

function definitionOf({ group, plural }: FluxKind): ObjectRef {
  const kind = 'CustomResourceDefinition';
  return { group: 'apiextensions.k8s.io', kind, namespace: '', name: `${plural}.${group}` };
}

function notice(
  rule: string,
  object: ObjectRef,
  params: Record<string, string | number>,
  evidence: Evidence[]
): Cause {
  return {
    rule,
    object,
    says: { id: `rule.${rule}`, params },
    remedy: { id: `remedy.${rule}`, params },
    evidence,
    victims: [],
    isFresh: false,
    isNotice: true,
  };
}

/** A controller of Flux runs, and a kind of its own is not installed: it cannot start, or only partly works. */
function missingKinds(world: DiagnosisWorld, suspects: Suspects): Cause[] {
  const { served } = world;
  if (!served) return [];
  return reconcilersIn(world, suspects).flatMap(({ ref, kinds, isLumen }) => {
    const missing = (isLumen ? [] : kinds.map(fluxKind)).filter(
      ({ group, plural, versions }) =>
        !versions.some(each => served.has(`${group}/${each}/${plural}`))
    );
    return missing.map(kind =>
      notice('crd', definitionOf(kind), { kind: kind.kind, controller: ref.name }, [
        { object: ref, seenIn: { type: 'field', path: 'metadata.name' } },
      ])
    );
  });
}

/** Whoever applies an object of Flux does so at the version that Git says: the API server only converts it. */
function deprecatedVersions({ graph, served }: DiagnosisWorld, suspects: Suspects): Cause[] {
  const used = new Map<
    string,
    { kind: FluxKind; version: string; appliers: Map<string, ObjectRef> }
  >();
  const counts = new Map<string, number>();
  for (const id of [...suspects.outdated()].sort()) {
    const applier = graph.object(id);
    for (const entry of applier ? inventoryOf(applier).filter(isOutdatedEntry) : []) {
      const kind = fluxKindOf(entry.group, entry.kind);
      const [newest = ''] = kind?.versions ?? [];
      const read = graph.object(objectId(entry));
      const isServed = served
        ? served.has(`${entry.group}/${newest}/${kind?.plural}`)
        : read?.apiVersion === `${entry.group}/${newest}`;
      if (!kind || !applier || !isServed) continue;
      const key = `${kind.kind} ${entry.version}`;
      const there = used.get(key) ?? { kind, version: entry.version, appliers: new Map() };
      there.appliers.set(id, toRef(applier));
      used.set(key, there);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...used].map(([key, { kind, version, appliers }]) => {
    const params = {
      kind: kind.kind,
      version,
      newest: kind.versions[0] ?? '',
      objects: counts.get(key) ?? 0,
    };
    const evidence = [...appliers.values()].map(object => ({
      object,
      seenIn: { type: 'field', path: 'status.inventory' } as const,
    }));
    return notice('version', definitionOf(kind), params, evidence);
  });
}
