import { inventoryOf } from '../flux/inventory.ts';
import { groupOfKind } from '../flux/message.ts';
import type { ObjectRef } from '../kubernetes/ref.ts';
import { toRef } from '../kubernetes/ref.ts';
import type { Subject } from './subject.ts';

/**
 * The object that a message calls `Kind/namespace/name` or `Kind/name`: the writer's inventory or what was read knows
 * its group, which messages leave out.
 */
export function namedIn(said: string, { object, world }: Subject): ObjectRef | undefined {
  const [kind = '', first = '', ...more] = said.replace(/[:,]$/, '').split('/');
  const [namespace, name] = more.length === 0 ? ['', first] : [first, more.join('/')];
  const isIt = (ref: ObjectRef) =>
    ref.kind === kind && ref.namespace === namespace && ref.name === name;
  const held = inventoryOf(object).find(isIt);
  if (held) return { group: held.group, kind, namespace, name };
  for (const other of world.graph.objects()) if (isIt(toRef(other))) return toRef(other);
  // Never applied: built-in kinds are known by their names alone.
  const group = groupOfKind(kind);
  return group === undefined || !name ? undefined : { group, kind, namespace, name };
}
