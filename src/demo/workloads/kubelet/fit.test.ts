import { expect, it } from 'vitest';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { whyNoFit } from './fit.ts';

const node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'noah-1', labels: { disk: 'fast' } },
  status: { allocatable: { cpu: '2', memory: '1Gi', pods: '2' } },
};

function podWith(spec: Record<string, unknown>, name = 'web'): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec };
}

const asking = (requests: object, more: object = {}) => ({
  containers: [{ name: 'a', resources: { requests } }],
  ...more,
});
const why = (
  spec: Record<string, unknown>,
  others: KubernetesObject[] = [],
  claim?: KubernetesObject
) =>
  whyNoFit(podWith(spec), {
    node,
    pods: others,
    claim: () => claim,
    waitsForPod: ({ spec }) => spec?.storageClassName === 'lazy',
  });
const there = (spec: Record<string, unknown>) => podWith({ ...spec, nodeName: 'noah-1' }, 'other');

it('takes a pod that asks for nothing, or for just what is left', () => {
  expect(why({})).toBe(undefined);
  expect(why(asking({ cpu: '500m' }), [there(asking({ cpu: '1.5' }))])).toBe(undefined);
});

it.each([
  [{ nodeSelector: { disk: 'slow' } }, "1 node(s) didn't match Pod's node affinity/selector."],
  [asking({ cpu: '2001m' }), '1 Insufficient cpu. preemption'],
  [asking({ cpu: '3', memory: '2Gi' }), '1 Insufficient cpu, 1 Insufficient memory. preemption'],
  [
    { volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] },
    'persistentvolumeclaim "data" not found.',
  ],
])('says why it cannot take a pod with %j', (spec, words) => {
  expect(why(spec)).toContain(`0/1 nodes are available: ${words}`);
});

it('counts what other pods ask for, but not those that have ended', () => {
  const other = there(asking({ memory: '600Mi' }));
  expect(why(asking({ memory: '600Mi' }), [other])).toContain('Insufficient memory');
  expect(why(asking({ memory: '600Mi' }), [{ ...other, status: { phase: 'Succeeded' } }])).toBe(
    undefined
  );
  expect(why({}, [there({}), there({})])).toContain('Too many pods');
});

it('waits for a claim that is not bound, unless that waits for the pod', () => {
  const spec = { volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] };
  const claim = (storageClassName: string) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { storageClassName },
    status: { phase: 'Pending' },
  });
  expect(why(spec, [], claim('eager'))).toContain(
    'pod has unbound immediate PersistentVolumeClaims.'
  );
  expect(why(spec, [], claim('lazy'))).toBe(undefined);
});

it('knows node affinity by labels and by name', () => {
  const affinity = (term: object) => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] },
      },
    },
  });
  const name = (values: string[]) => ({
    matchFields: [{ key: 'metadata.name', operator: 'In', values }],
  });
  const label = { matchExpressions: [{ key: 'disk', operator: 'Exists' }] };
  expect(why(affinity(name(['noah-1'])))).toBe(undefined);
  expect(why(affinity(label))).toBe(undefined);
  expect(why(affinity(name(['noah-2'])))).toContain('node affinity');
});
