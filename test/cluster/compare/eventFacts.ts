import { record, text } from '../../../src/core/kubernetes/object.ts';
import { normalisedText } from './normalised.ts';
import type { Side } from './side.ts';

/** What controllers told of a namespace's Flux objects: a text each, once, in no order. */
export function eventFacts(side: Side, namespace: string): string[] {
  const facts = side
    .view('Event')
    .list()
    .filter(event => event.metadata.namespace === namespace)
    .filter(event =>
      /toolkit\.fluxcd\.io/.test(text(record(event.involvedObject).apiVersion) ?? '')
    )
    .map(event => {
      const { kind, name } = record(event.involvedObject);
      const message = normalisedText(text(event.message) ?? '');
      return `${kind}/${name} ${event.type} ${event.reason}: ${message}`;
    });
  return [...new Set(facts)].sort();
}
