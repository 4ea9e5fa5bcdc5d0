import type { KubernetesObject } from '../kubernetes/object.ts';
import { type ObjectRef, refKey } from '../kubernetes/ref.ts';
import { type Cause, causeOf } from './cause.ts';
import type { FluxState } from './state.ts';

/** What the chain needs to know of an object; undefined where it is not there, or may not be read. */
export interface WhySubject {
  object: KubernetesObject;
  state: FluxState;
}

/** One step from an object towards what keeps it from being ready. */
export interface WhyLink {
  ref: ObjectRef;
  /** Undefined: named, but not found among what is read. */
  state?: FluxState;
  cause?: Cause;
}

/**
 * From an object that is not ready, along what each one says it waits for, to the first that waits for
 * nothing. A cycle ends where it closes, with the object that closes it named once more.
 */
export function whyChain(
  start: ObjectRef,
  find: (ref: ObjectRef) => WhySubject | undefined
): WhyLink[] {
  const chain: WhyLink[] = [];
  const seen = new Set<string>();
  for (let ref: ObjectRef | undefined = start; ref; ) {
    const subject = find(ref);
    const closes = seen.has(refKey(ref));
    if (subject?.state.name === 'ready' && chain.length > 0) return chain;
    const cause: Cause | undefined = subject && causeOf(subject.object, subject.state);
    chain.push({ ref, state: subject?.state, cause });
    if (closes) return chain;
    seen.add(refKey(ref));
    ref = subject?.state.name === 'suspended' ? undefined : cause?.other;
  }
  return chain;
}
