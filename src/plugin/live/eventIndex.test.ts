import { expect, it } from 'vitest';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { toRef } from '../../core/kubernetes/ref.ts';
import { createEventIndex } from './eventIndex.ts';

const event = (name: string, namespace: string, about: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name, namespace },
  involvedObject: { kind: 'Pod', namespace, name: about },
});

it('tells the Events of a namespace, whatever they are about, until they go', () => {
  const index = createEventIndex();
  const [one, two, elsewhere] = [
    event('one', 'media', 'web-a'),
    event('two', 'media', 'web-b'),
    event('one', 'shop', 'web-a'),
  ];
  [one, two, elsewhere].forEach(index.set);
  expect(index.in('media')).toEqual([one, two]);
  index.delete(toRef(one));
  expect(index.in('media')).toEqual([two]);
  expect([...index.of({ kind: 'Pod', namespace: 'shop', name: 'web-a' })]).toEqual([elsewhere]);
});
