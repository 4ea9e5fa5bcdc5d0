import { inventoryOf } from '../../core/flux/inventory.ts';
import type { Graph } from '../../core/graph/graph.ts';
import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';

/**
 * How much of what inventories name has been looked at, kept up to date object by object: counting 5,000 inventories
 * anew for each change would be the dearest thing on the page. What is named and what is held, the graph knows.
 */
export interface Coverage {
  /** Makes a change of one object in the graph, and counts what it changes. */
  count(id: string, change: () => void): void;
  isNamed(id: string): boolean;
  /** Of the objects named: how many are held, and how many are not. */
  readonly checked: number;
  readonly notChecked: number;
  /** Another one whenever a kind is named that was not before. */
  readonly kindsStamp: number;
}

const none: readonly string[] = [];

export function createCoverage(graph: Graph): Coverage {
  /** How many objects of another cluster, where nobody looks, an inventory names. */
  const elsewhere = new Map<string, number>();
  const kinds = new Set<string>();
  let [named, checked, allElsewhere, kindsStamp] = [0, 0, 0, 0];

  const isHeld = (id: string) => graph.object(id) !== undefined;

  function appliersOf(id: string): number {
    let count = 0;
    for (const { meaning } of graph.to(id)) if (meaning === 'applies') count += 1;
    return count;
  }

  /** What goes to another cluster is named by no edge of this one. */
  function appliedBy(id: string): readonly string[] {
    if (!isApplier(graph.object(id))) return none;
    const ids: string[] = [];
    for (const { meaning, to } of graph.from(id)) if (meaning === 'applies') ids.push(to);
    return ids;
  }

  function move(id: string, before: readonly string[], now: readonly string[]): void {
    if (before.length === now.length && before.every((each, index) => each === now[index])) return;
    const old = new Set(before);
    for (const each of before) {
      if (appliersOf(each) > 0) continue;
      named -= 1;
      if (isHeld(each)) checked -= 1;
    }
    for (const each of now) {
      // Which labels to look for depends on the kind of the applier, too.
      const kind = `${kindOf(id)} ${kindOf(each)}`;
      if (!kinds.has(kind)) kindsStamp += 1;
      kinds.add(kind);
      if (old.has(each) || appliersOf(each) > 1) continue;
      named += 1;
      if (isHeld(each)) checked += 1;
    }
  }

  return {
    count(id, change) {
      const [wasHeld, wasNamed, before] = [isHeld(id), appliersOf(id) > 0, appliedBy(id)];
      change();
      if (wasNamed && wasHeld !== isHeld(id)) checked += wasHeld ? -1 : 1;
      move(id, before, appliedBy(id));
      const far = farInventory(graph.object(id));
      allElsewhere += far - (elsewhere.get(id) ?? 0);
      if (far > 0) elsewhere.set(id, far);
      else elsewhere.delete(id);
    },
    isNamed: id => appliersOf(id) > 0,
    get checked() {
      return checked;
    },
    get notChecked() {
      return named - checked + allElsewhere;
    },
    get kindsStamp() {
      return kindsStamp;
    },
  };
}

function isApplier(object: KubernetesObject | undefined): object is KubernetesObject {
  return object?.kind === 'Kustomization' || object?.kind === 'HelmRelease';
}

function farInventory(object: KubernetesObject | undefined): number {
  if (!isApplier(object) || record(object.spec).kubeConfig === undefined) return 0;
  return inventoryOf(object).length;
}

function kindOf(id: string): string {
  return id.slice(0, id.indexOf('/', id.indexOf('/') + 1));
}
