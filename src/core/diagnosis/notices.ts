import { fluxKind } from '../flux/kinds.ts';
import { isSuspended } from '../flux/suspension.ts';
import { contestedIn } from '../graph/claims.ts';
import { feeding } from '../graph/edge.ts';
import { objectId, refAt } from '../graph/nodeId.ts';
import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import { refText, toRef } from '../kubernetes/ref.ts';
import type { Cause, Victim } from './finding.ts';
import { installationNotices } from './installationNotices.ts';
import type { Suspects } from './suspects.ts';
import type { DiagnosisWorld } from './world.ts';

/** Nothing is broken, and somebody may wonder why nothing happens. */
export function noticesOf(world: DiagnosisWorld, suspects: Suspects): Cause[] {
  // In one order, as the causes.
  const objects = [...suspects.ids()].sort().flatMap(id => world.graph.object(id) ?? []);
  return [
    ...heldSources(world, objects),
    ...unreadPolicies(world, objects),
    ...idleKustomizations(world, suspects),
    ...contestedObjects(world),
    ...installationNotices(world, suspects),
  ];
}

function notice(
  rule: string,
  object: KubernetesObject,
  path: string,
  params: Record<string, string>,
  victims: Victim[] = []
): Cause {
  const ref = toRef(object);
  return {
    rule,
    object: ref,
    says: { id: `rule.${rule}`, params },
    remedy: { id: `remedy.${rule}`, params },
    evidence: [{ object: ref, seenIn: { type: 'field', path } }],
    victims,
    isFresh: false,
    isNotice: true,
  };
}

/** A suspended source: its users get nothing new until somebody resumes it. */
function heldSources({ graph }: DiagnosisWorld, objects: readonly KubernetesObject[]): Cause[] {
  const notices: Cause[] = [];
  for (const object of objects) {
    if (!isSuspended(object) || record(object.status).artifact === undefined) continue;
    const victims: Victim[] = [];
    for (const edge of graph.to(objectId(toRef(object)))) {
      const user = graph.object(edge.from);
      if (user && feeding.has(edge.meaning)) victims.push({ object: toRef(user), effect: 'held' });
    }
    if (victims.length > 0) {
      notices.push(
        notice('suspended', object, 'spec.suspend', { name: object.metadata.name }, victims)
      );
    }
  }
  return notices;
}

/** Two appliers of one object: each takes it from the other at its interval. One notice for all that the same share. */
function contestedObjects({ graph }: DiagnosisWorld): Cause[] {
  const shared = new Map<string, { appliers: string[]; ids: string[] }>();
  for (const { id, appliers } of contestedIn(graph)) {
    const key = appliers.join(' ');
    const there = shared.get(key) ?? { appliers, ids: [] };
    there.ids.push(id);
    shared.set(key, there);
  }
  return [...shared.values()].map(({ appliers, ids }): Cause => {
    const refs = appliers.map(refAt);
    const params = { appliers: refs.map(refText).join(', '), objects: ids.length };
    return {
      rule: 'contested',
      object: refAt(ids[0] ?? ''),
      says: { id: 'rule.contested', params },
      remedy: { id: 'remedy.contested', params },
      evidence: refs.map(object => ({
        object,
        seenIn: { type: 'field', path: 'status.inventory' },
      })),
      victims: [],
      isFresh: false,
      isNotice: true,
    };
  });
}

/** Flux calls it ready, and somebody may have meant another path. */
function idleKustomizations({ graph }: DiagnosisWorld, suspects: Suspects): Cause[] {
  return [...suspects.idle()].sort().flatMap(id => {
    const object = graph.object(id);
    const path = text(record(object?.spec).path) ?? './';
    return object ? [notice('idle', object, 'status.inventory', { path })] : [];
  });
}

/** An automation reads the policies of its own namespace only. Where there is no automation at all, none is missed. */
function unreadPolicies({ isRead }: DiagnosisWorld, objects: readonly KubernetesObject[]): Cause[] {
  const { group } = fluxKind('ImageUpdateAutomation');
  const policies: KubernetesObject[] = [];
  const served = new Set<string>();
  for (const object of objects) {
    if (object.kind === 'ImagePolicy') policies.push(object);
    if (object.kind === 'ImageUpdateAutomation') served.add(object.metadata.namespace ?? '');
  }
  if (served.size === 0) return [];
  return policies.flatMap(policy => {
    const namespace = policy.metadata.namespace ?? '';
    const kind = { group, kind: 'ImageUpdateAutomation', namespace, name: '' };
    if (served.has(namespace) || !isRead(kind)) return [];
    return [notice('unread', policy, 'metadata.namespace', { namespace })];
  });
}
