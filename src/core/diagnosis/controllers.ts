import { type FluxKindName, fluxKinds } from '../flux/kinds.ts';
import { objectId } from '../graph/nodeId.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import { controllerTrouble, unwatched } from './controllerTrouble.ts';
import type { Finding } from './finding.ts';
import { componentFor, objectsOf, type Reconciler, reconcilersIn } from './reconcilers.ts';
import type { Suspects } from './suspects.ts';
import type { DiagnosisWorld } from './world.ts';

interface Trouble {
  finding: Finding;
  /** What nobody reconciles because of it. */
  sufferers: readonly KubernetesObject[];
}

/** What is wrong with whoever reconciles; `byId`: of each controller's Deployment, if only that nothing is. */
export function troubleOfControllers(
  world: DiagnosisWorld,
  suspects: Suspects
): { found: Trouble[]; byId: ReadonlyMap<string, readonly Finding[]> } {
  const reconcilers = reconcilersIn(world, suspects);
  const byId = new Map<string, readonly Finding[]>();
  const found: Trouble[] = [];
  for (const reconciler of reconcilers) {
    const finding = controllerTrouble(reconciler, world, suspects);
    byId.set(objectId(reconciler.ref), finding ? [finding] : []);
    if (!finding) continue;
    // Between two restarts it works.
    const isDown = finding.rule !== 'controller.restarts';
    found.push({ finding, sufferers: isDown ? objectsOf(reconciler, world, suspects) : [] });
  }
  found.push(...missingIn(reconcilers, world, suspects));
  const told = new Map<string, Trouble & { sufferers: KubernetesObject[] }>();
  for (const { finding, object } of unwatched(reconcilers, world, suspects)) {
    const isKnown = found.some(({ sufferers }) =>
      sufferers.some(({ kind }) => kind === object.kind)
    );
    const alike = told.get(object.kind);
    // One controller is missed, not one for each object.
    if (alike) alike.sufferers.push(object);
    else if (!isKnown) told.set(object.kind, { finding, sufferers: [] });
  }
  found.push(...told.values());
  return { found, byId };
}

/** Where some of Flux's controllers are, one that is not there is missed by all that it would reconcile. */
function missingIn(
  reconcilers: readonly Reconciler[],
  world: DiagnosisWorld,
  suspects: Suspects
): Trouble[] {
  const [first] = reconcilers;
  if (!first || reconcilers.some(({ isLumen }) => isLumen)) return [];
  const there = new Set(reconcilers.map(({ component }) => component));
  const missed = new Map<string, FluxKindName[]>();
  for (const { kind } of fluxKinds) {
    const component = componentFor(kind);
    if (there.has(component) || kind === 'ExternalArtifact') continue;
    missed.set(component, [...(missed.get(component) ?? []), kind]);
  }
  return [...missed].flatMap(([component, kinds]) => {
    const sufferers = objectsOf({ kinds, watches: () => true }, world, suspects);
    const [one] = sufferers;
    if (!one) return [];
    const { namespace } = first.ref;
    const params = { controller: component, kinds: kinds.join(', ') };
    const finding: Finding = {
      rule: 'controller.missing',
      object: { group: 'apps', kind: 'Deployment', namespace, name: component },
      says: { id: 'rule.controller.missing', params },
      remedy: { id: 'remedy.controller.missing', params },
      command: `kubectl get deployments -A -l app.kubernetes.io/component=${component}`,
      evidence: [{ object: toRef(one), seenIn: { type: 'field', path: 'kind' } }],
    };
    return [{ finding, sufferers }];
  });
}
