import type { FieldChange } from './changeSet.ts';
import { contentKey, isMap } from './content.ts';
import { identitiesOf, nameBy } from './listRules.ts';
import type { PathStep } from './path.ts';
import { below, type Place, rootPlace } from './place.ts';

/**
 * The right side, from the left one and its diff: the oracle of the fuzz. It reads nothing but what a diff says, so
 * that a path which names two items, or a position that is wrong, shows.
 */
export function applyDiff(left: Record<string, unknown>, fields: readonly FieldChange[]): unknown {
  const root = wrap(left, rootPlace(left.apiVersion, left.kind));
  for (const field of fields) apply(root, field);
  return unwrap(root);
}

type Wrapped =
  | { type: 'leaf'; value: unknown }
  | { type: 'map'; entries: Map<string, Wrapped>; place: Place }
  | { type: 'list'; items: Item[]; place: Place };

interface Item {
  original: unknown;
  index: number;
  content: Wrapped;
  isRemoved?: boolean;
  to?: number;
  isAdded?: boolean;
}

function wrap(value: unknown, place: Place): Wrapped {
  if (isMap(value)) {
    const entries = Object.entries(value).map(
      ([key, child]) => [key, wrap(child, below(place, key))] as const
    );
    return { type: 'map', entries: new Map(entries), place };
  }
  if (Array.isArray(value)) {
    const at = below(place, '[]');
    const items = value.map((item, index) => ({ original: item, index, content: wrap(item, at) }));
    return { type: 'list', items, place };
  }
  return { type: 'leaf', value };
}

function unwrap(wrapped: Wrapped): unknown {
  if (wrapped.type === 'leaf') return wrapped.value;
  if (wrapped.type === 'map') {
    return Object.fromEntries([...wrapped.entries].map(([key, child]) => [key, unwrap(child)]));
  }
  const kept = wrapped.items.filter(item => !item.isRemoved);
  const result = kept.filter(item => item.to === undefined);
  for (const item of kept.filter(hasPlace).sort((a, b) => a.to - b.to)) {
    result.splice(item.to, 0, item);
  }
  return result.map(item => unwrap(item.content));
}

function hasPlace(item: Item): item is Item & { to: number } {
  return item.to !== undefined;
}

function apply(root: Wrapped, field: FieldChange): void {
  let at = root;
  for (const step of field.steps.slice(0, -1)) at = enter(at, step);
  const last = field.steps.at(-1);
  if (!last) throw new Error('a diff of the whole object');
  if ('key' in last) {
    if (at.type !== 'map') throw new Error(`${field.path}: no map on the left`);
    if (field.kind === 'removed') at.entries.delete(last.key);
    else at.entries.set(last.key, wrap(field.right, below(at.place, last.key)));
    return;
  }
  if (at.type !== 'list') throw new Error(`${field.path}: no list on the left`);
  const content = wrap(field.right, below(at.place, '[]'));
  if (field.kind === 'added') {
    at.items.push({ original: undefined, index: -1, content, to: field.to, isAdded: true });
    return;
  }
  const item = find(at.items, last, at.place);
  if (field.kind === 'removed') item.isRemoved = true;
  else if (field.kind === 'moved') item.to = field.to;
  else item.content = content;
}

function enter(at: Wrapped, step: PathStep): Wrapped {
  if ('key' in step) {
    if (at.type !== 'map') throw new Error(`no map at ${step.key}`);
    const child = at.entries.get(step.key);
    // A null stands for nothing: what is below it is made.
    if (child && !(child.type === 'leaf' && child.value === null)) return child;
    const made: Wrapped = { type: 'map', entries: new Map(), place: below(at.place, step.key) };
    at.entries.set(step.key, made);
    return made;
  }
  if (at.type !== 'list') throw new Error(`no list at ${JSON.stringify(step)}`);
  return find(at.items, step, at.place).content;
}

/** The one item of the left that the step names: two would mean that the diff is ambiguous. */
function find(items: readonly Item[], step: PathStep, place: Place): Item {
  const originals = items.filter(item => !item.isAdded);
  const found = originals.filter(item => isNamed(item, step, place));
  const item = 'nth' in step && step.nth !== undefined ? found[step.nth - 1] : found[0];
  const isOne = ('nth' in step && step.nth !== undefined) || found.length === 1;
  if (!item || !isOne) throw new Error(`${found.length} items are ${JSON.stringify(step)}`);
  return item;
}

function isNamed(item: Item, step: PathStep, place: Place): boolean {
  if ('index' in step) return item.index === step.index;
  if ('value' in step) return contentKey(item.original) === contentKey(step.value);
  if ('key' in step || !isMap(item.original)) return false;
  const key = contentKey(step.item);
  return identitiesOf(place).some(
    identity => contentKey(nameBy(item.original, identity)?.name) === key
  );
}
