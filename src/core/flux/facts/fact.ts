import { type KubernetesObject, record, text } from '../../kubernetes/object.ts';
import type { ObjectRef } from '../../kubernetes/ref.ts';
import type { Sentence } from '../../sentence.ts';

/** A value of an object as a person reads it. The page chooses how each looks. */
export type FactValue =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'says'; says: Sentence }
  | { type: 'revision'; revision: string; source?: ObjectRef }
  | { type: 'objects'; refs: ObjectRef[] }
  | { type: 'time'; time: string }
  | { type: 'list'; items: string[] };

/** One line of an object's summary. `label` is a sentence id. */
export interface Fact {
  label: string;
  value: FactValue;
}

type Maybe<T> = T | undefined | false;

/** The facts that are there: absent values make no line. */
export function compact(facts: Maybe<Fact>[]): Fact[] {
  return facts.filter(fact => fact !== undefined && fact !== false);
}

export function textFact(label: string, text: string | undefined): Maybe<Fact> {
  return text !== undefined && { label, value: { type: 'text', text } };
}

export function codeFact(label: string, text: string | undefined): Maybe<Fact> {
  return text !== undefined && { label, value: { type: 'code', text } };
}

export function saysFact(label: string, says: Sentence | undefined): Maybe<Fact> {
  return says !== undefined && { label, value: { type: 'says', says } };
}

export function timeFact(label: string, time: string | undefined): Maybe<Fact> {
  return time !== undefined && { label, value: { type: 'time', time } };
}

export function objectsFact(label: string, refs: (ObjectRef | undefined)[]): Maybe<Fact> {
  const known = refs.filter(ref => ref !== undefined);
  return known.length > 0 && { label, value: { type: 'objects', refs: known } };
}

export function listFact(label: string, items: string[]): Maybe<Fact> {
  return items.length > 0 && { label, value: { type: 'list', items } };
}

export function revisionFact(
  label: string,
  revision: string | undefined,
  source?: ObjectRef
): Maybe<Fact> {
  return revision !== undefined && { label, value: { type: 'revision', revision, source } };
}

/** How often it is reconciled, and how soon again after a failure where that is another span. */
export function intervalFact(object: KubernetesObject): Maybe<Fact> {
  const { interval, retryInterval } = record(object.spec);
  if (!text(interval)) return undefined;
  const every = { interval: String(interval) };
  return saysFact(
    'fact.interval',
    text(retryInterval)
      ? { id: 'interval.retry', params: { ...every, retry: String(retryInterval) } }
      : { id: 'interval', params: every }
  );
}
