import { expect, it } from 'vitest';
import {
  fluxObject,
  gitRepository,
  kustomization,
  newest,
  older,
} from '../../../test/fixtures/fluxObjects.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import { behindBySource, revisionSource, servedRevision } from './revisionSource.ts';
import { toRow } from './row.ts';
import { fluxState } from './state.ts';

const rowOf = (object: KubernetesObject, sourceRevision?: string, cluster = 'noah') =>
  toRow({ cluster, ref: toRef(object), object, state: fluxState(object), sourceRevision });
const homelab = toRef(gitRepository);

it('is what a Kustomization is built from, or the source itself', () => {
  const chart = fluxObject('HelmChart', 'radarr');
  expect(
    [kustomization('apps'), gitRepository, chart].map(each => revisionSource(rowOf(each)))
  ).toEqual([homelab, homelab, undefined]);
});

it('serves what is known of it', () => {
  const behind = kustomization('apps', { revision: older });
  expect(servedRevision(rowOf(behind, newest))).toBe(newest);
  expect(servedRevision(rowOf(kustomization('apps'), newest))).toBe(newest);
  expect(servedRevision(rowOf(behind))).toBeUndefined();
  expect(servedRevision(rowOf(gitRepository))).toBe(newest);
});

it('has those behind it together, each cluster for itself', () => {
  const [a, b] = ['a', 'b'].map(name => kustomization(name, { revision: older }));
  const rows = [
    rowOf(a!, newest),
    rowOf(b!, newest),
    rowOf(a!, newest, 'oslo'),
    rowOf(kustomization('c'), newest),
  ];
  expect(
    behindBySource(rows).map(({ source, rows: held }) => [source.name, held.map(row => row.key)])
  ).toEqual([
    ['homelab', [rows[0]?.key, rows[1]?.key]],
    ['homelab', [rows[2]?.key]],
  ]);
});
