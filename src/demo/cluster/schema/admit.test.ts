import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { admit } from './admit.ts';
import { builtInTypes } from './builtIn.ts';
import { typesOfCrd } from './crd.ts';
import type { FieldError } from './fieldError.ts';
import { fluxCrds } from './fluxCrds.ts';
import { apiVersionOf, type ResourceType } from './resourceType.ts';

/** An object that was sent to kube-apiserver 1.36 as a dry run, and its answer. */
interface Answer {
  object: KubernetesObject;
  /** Set where it was an update. */
  old?: KubernetesObject;
  admitted?: KubernetesObject;
  causes?: FieldError[];
  decodeError?: string;
}

const fixtures = new URL('../../../../test/fixtures/schema/', import.meta.url);
const gizmo = JSON.parse(readFileSync(new URL('gizmo.json', fixtures), 'utf8')) as KubernetesObject;
const types = [...builtInTypes, ...[...fluxCrds(), gizmo].flatMap(typesOfCrd)];

function typeOf({ apiVersion, kind }: KubernetesObject): ResourceType {
  const type = types.find(each => each.kind === kind && apiVersionOf(each) === apiVersion);
  if (!type) throw new Error(`${apiVersion} ${kind} is not a type`);
  return type;
}

function answersIn(name: string): [string, Answer][] {
  return readFileSync(new URL(`${name}.jsonl`, fixtures), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Answer)
    .map((answer, index) => [`${answer.object.kind} ${index + 1}`, answer]);
}

const sorted = (errors: readonly FieldError[]) =>
  [...errors].sort((a, b) => (a.field + a.detail < b.field + b.detail ? -1 : 1));

describe.each(['builtIn', 'flux', 'gizmo'])('admitting %s objects as kube-apiserver does', name => {
  it.each(answersIn(name))('%s', (_, { object, old, admitted, causes = [], decodeError }) => {
    const answer = admit(object, typeOf(object), { old });
    expect(answer.decodeError).toBe(decodeError);
    expect(sorted(answer.errors)).toEqual(sorted(causes));
    if (admitted) expect(answer.object).toEqual(admitted);
  });
});

describe('admit', () => {
  const deployment = (container: object): KubernetesObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'web:1', ...container }] },
      },
    },
  });

  it('names the fields that it drops, and keeps what it is given as it was', () => {
    const object = deployment({ imagee: 'x', env: [{ name: 'A', vallue: 'b' }] });
    const copy = structuredClone(object);
    expect(admit(object, typeOf(object)).unknownFields).toEqual([
      'spec.template.spec.containers[0].imagee',
      'spec.template.spec.containers[0].env[0].vallue',
    ]);
    expect(object).toEqual(copy);
  });

  it('changes nothing in what it admitted before', () => {
    const object = deployment({ ports: [{ containerPort: 80 }] });
    const once = admit(object, typeOf(object)).object;
    expect(admit(once, typeOf(object)).object).toEqual(once);
  });

  it('keeps unknown fields under free values only', () => {
    const object: KubernetesObject = {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'web' },
      spec: {
        interval: '1m',
        chartRef: { kind: 'HelmChart', name: 'web', extra: 1 },
        values: { any: { depth: [{ of: null }] } },
      },
    };
    const { object: admitted, unknownFields } = admit(object, typeOf(object));
    expect(unknownFields).toEqual(['spec.chartRef.extra']);
    expect(admitted.spec).toEqual({
      interval: '1m',
      chartRef: { kind: 'HelmChart', name: 'web' },
      values: { any: { depth: [{ of: null }] } },
    });
  });

  it('takes a field named __proto__ for an unknown one', () => {
    const object = JSON.parse(
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"__proto__":{"a":1},"data":{"__proto__":"x"}}'
    ) as KubernetesObject;
    expect(admit(object, typeOf(object)).unknownFields).toEqual(['__proto__', 'data.__proto__']);
  });
});
