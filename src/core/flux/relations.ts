import type { KubernetesObject } from '../kubernetes/object.ts';
import { type ObjectRef, refKey, toRef } from '../kubernetes/ref.ts';
import { applierOf } from './applier.ts';
import { compact, type Fact, objectsFact } from './facts/fact.ts';
import { isListeningTo } from './facts/notificationFacts.ts';
import { dependenciesOf, sourceOf } from './sourceOf.ts';

/** What other objects have to do with this one: who applied it, uses it, waits for it, hears about it. */
export function relationsOf(object: KubernetesObject, others: Iterable<KubernetesObject>): Fact[] {
  const ref = toRef(object);
  const key = refKey(ref);
  const users: ObjectRef[] = [];
  const waiting: ObjectRef[] = [];
  const hearing: ObjectRef[] = [];
  const triggering: ObjectRef[] = [];
  const same = (other: ObjectRef | undefined) => other !== undefined && refKey(other) === key;
  for (const other of others) {
    if (same(sourceOf(other))) users.push(toRef(other));
    if (other.kind === object.kind && dependenciesOf(other).some(same)) waiting.push(toRef(other));
    if (other.kind === 'Alert' && isListeningTo(other, object)) hearing.push(toRef(other));
    if (other.kind === 'Receiver' && isListeningTo(other, object)) triggering.push(toRef(other));
  }
  return compact([
    objectsFact('fact.appliedBy', [applierOf(object)]),
    objectsFact('fact.usedBy', users),
    objectsFact('fact.neededBy', waiting),
    objectsFact('fact.heardBy', hearing),
    objectsFact('fact.triggeredBy', triggering),
  ]);
}
