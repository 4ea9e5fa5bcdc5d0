/**
 * How much of what inventories name has been looked at, kept up to date object by object: counting 5,000 inventories
 * anew for each change would be the dearest thing on the page.
 */
export interface Coverage {
  /** What an applier's inventory names now, by id; `isElsewhere`: in another cluster, where nobody looks. */
  name(applier: string, ids: readonly string[], isElsewhere?: boolean): void;
  /** An object is there now, or is not any more. */
  setHeld(id: string, isHeld: boolean): void;
  isNamed(id: string): boolean;
  /** Of the objects named: how many are held, and how many are not. */
  readonly checked: number;
  readonly notChecked: number;
  /** Another one whenever a kind is named that was not before. */
  readonly kindsStamp: number;
}

interface Inventory {
  ids: readonly string[];
  isElsewhere: boolean;
}

const none: Inventory = { ids: [], isElsewhere: false };

/** `held`: what is there now; it is told of each change after it is made. */
export function createCoverage(held: ReadonlySet<string>): Coverage {
  const inventories = new Map<string, Inventory>();
  /** How many inventories name an object. */
  const named = new Map<string, number>();
  const kinds = new Set<string>();
  let [checked, elsewhere, kindsStamp] = [0, 0, 0];

  function add(id: string): void {
    const count = named.get(id) ?? 0;
    named.set(id, count + 1);
    if (count === 0 && held.has(id)) checked += 1;
  }

  function drop(id: string): void {
    const count = named.get(id) ?? 0;
    if (count > 1) return void named.set(id, count - 1);
    if (named.delete(id) && held.has(id)) checked -= 1;
  }

  return {
    name(applier, ids, isElsewhere = false) {
      const before = inventories.get(applier) ?? none;
      const isSame =
        before.isElsewhere === isElsewhere &&
        before.ids.length === ids.length &&
        before.ids.every((id, index) => id === ids[index]);
      if (isSame) return;
      if (before.isElsewhere) elsewhere -= before.ids.length;
      else before.ids.forEach(drop);
      if (isElsewhere) elsewhere += ids.length;
      else ids.forEach(add);
      if (ids.length > 0) inventories.set(applier, { ids, isElsewhere });
      else inventories.delete(applier);
      for (const id of isElsewhere ? [] : ids) {
        // Which labels to look for depends on the kind of the applier, too.
        const kind = `${kindOf(applier)} ${kindOf(id)}`;
        if (!kinds.has(kind)) kindsStamp += 1;
        kinds.add(kind);
      }
    },
    setHeld(id, isNow) {
      if (named.has(id)) checked += isNow ? 1 : -1;
    },
    isNamed: id => named.has(id),
    get checked() {
      return checked;
    },
    get notChecked() {
      return named.size - checked + elsewhere;
    },
    get kindsStamp() {
      return kindsStamp;
    },
  };
}

function kindOf(id: string): string {
  return id.slice(0, id.indexOf('/', id.indexOf('/') + 1));
}
