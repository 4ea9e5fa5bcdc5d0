import { appliedIds, inventoryOf, isApplier } from '../../core/flux/inventory.ts';
import type { Graph } from '../../core/graph/graph.ts';
import { idOfApplied, inventoryIdAt } from '../../core/graph/nodeId.ts';
import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';

/**
 * How much of what inventories name has been looked at, kept up to date object by object: counting 5,000 inventories
 * anew for each change would be the dearest thing on the page. What is named and what is held, the graph knows.
 */
export interface Coverage {
  /** Makes a change of one object in the graph, and counts what it changes. */
  count(id: string, change: () => void): void;
  /** Of the objects named: how many are held, and how many are not. */
  readonly checked: number;
  readonly notChecked: number;
  /** Another one whenever a kind is named that was not before. */
  readonly kindsStamp: number;
}

export function createCoverage(graph: Graph): Coverage {
  /** How many objects of another cluster, where nobody looks, an inventory names. */
  const elsewhere = new Map<string, number>();
  const kinds = new Set<string>();
  const heldKinds = new Set<string>();
  let [checked, allElsewhere, kindsStamp] = [0, 0, 0];

  /** Of most kinds nothing is held: they need no id of a node. */
  function isHeld(inventoryId: string, kind = kindIn(inventoryId)): boolean {
    return heldKinds.has(kind) && graph.object(idOfApplied(inventoryId)) !== undefined;
  }

  function move(applier: string, before: readonly string[], now: readonly string[]): void {
    if (before.length === now.length && before.every((each, index) => each === now[index])) return;
    const old = new Set(before);
    for (const each of before) {
      if (graph.named.count(each) === 0 && isHeld(each)) checked -= 1;
    }
    for (const each of now) {
      const kind = kindIn(each);
      // Which labels to look for depends on the kind of the applier, too.
      const pair = `${applier} ${kind}`;
      if (!kinds.has(pair)) kindsStamp += 1;
      kinds.add(pair);
      if (!old.has(each) && graph.named.count(each) === 1 && isHeld(each, kind)) checked += 1;
    }
  }

  return {
    count(id, change) {
      const before = graph.object(id);
      const wasNamed = graph.isApplied(id);
      change();
      const now = graph.object(id);
      if (wasNamed && (before === undefined) !== (now === undefined)) checked += now ? 1 : -1;
      if (now && !before) heldKinds.add(kindIn(inventoryIdAt(id)));
      move((now ?? before)?.kind ?? '', appliedIn(before), appliedIn(now));
      const far = farInventory(now);
      allElsewhere += far - (elsewhere.get(id) ?? 0);
      if (far > 0) elsewhere.set(id, far);
      else elsewhere.delete(id);
    },
    get checked() {
      return checked;
    },
    get notChecked() {
      return graph.named.size - checked + allElsewhere;
    },
    get kindsStamp() {
      return kindsStamp;
    },
  };
}

const appliedIn = (object: KubernetesObject | undefined) => (object ? appliedIds(object) : []);

function farInventory(object: KubernetesObject | undefined): number {
  if (record(object?.spec).kubeConfig === undefined) return 0;
  return object && isApplier(object) ? inventoryOf(object).length : 0;
}

/** `_<group>_<kind>` of an id as inventories write it. */
function kindIn(inventoryId: string): string {
  return inventoryId.slice(inventoryId.lastIndexOf('_', inventoryId.lastIndexOf('_') - 1));
}
