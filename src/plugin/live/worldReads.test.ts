import { describe, expect, it } from 'vitest';
import { createFakeCluster } from '../../../test/doubles/fakeConnection.ts';
import { handClock, settled } from '../../../test/doubles/handClock.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { refText, toRef } from '../../core/kubernetes/ref.ts';
import { builtInResources } from '../../core/kubernetes/servedResources.ts';
import { createWorldReads, type WantedRead } from './worldReads.ts';

const deployments = '/apis/apps/v1/deployments';
const kind = { group: 'apps', kind: 'Deployment' };
const applied: WantedRead = { kind, labelSelector: 'kustomize.toolkit.fluxcd.io/name' };
const controllers: WantedRead = { kind, labelSelector: 'app.kubernetes.io/part-of=flux' };
const object: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'source-controller', namespace: 'flux-system', uid: 'a' },
};

function start(fake = createFakeCluster()) {
  fake.collection(deployments, [object]);
  const { clock, pass } = handClock();
  const held = new Set<string>();
  const reads = createWorldReads({
    connection: fake.connection,
    clock,
    allowedNamespaces: [],
    served: () => builtInResources,
    isGranted: () => true,
    sinkOf: () => ({
      set: each => void held.add(refText(toRef(each))),
      delete: ref => void held.delete(refText(ref)),
    }),
    onChange: () => {},
  });
  return { fake, reads, pass, held };
}

describe('what is read beside the kinds of Flux', () => {
  it('keeps an object as long as one of the reads that hold it is wanted', async () => {
    const { reads, held, pass } = start();
    reads.want([applied, controllers]);
    await settled();
    reads.want([applied]);
    await pass(61_000);
    reads.want([applied]);
    expect([...held]).toEqual(['Deployment/flux-system/source-controller']);
    reads.want([]);
    await pass(61_000);
    reads.want([]);
    expect([...held]).toEqual([]);
  });

  it('knows all of a kind only where it was read without a selector', async () => {
    const { reads } = start();
    reads.want([applied]);
    await settled();
    expect(reads.isRead(toRef(object))).toBe(false);
    reads.want([applied, { kind, namespace: 'flux-system' }]);
    await settled();
    const elsewhere = { ...toRef(object), namespace: 'media' };
    expect([reads.isComplete(), reads.isRead(elsewhere)]).toEqual([true, false]);
  });

  it('knows of a field selector only what that takes', async () => {
    const { reads } = start();
    reads.want([{ kind, fieldSelector: 'type=Warning' }]);
    await settled();
    const ref = toRef(object);
    expect([reads.isRead(ref), reads.isRead(ref, 'type=Warning')]).toEqual([false, true]);
  });

  it('asks again for nothing that it reads already', async () => {
    const { fake, reads, pass } = start();
    reads.want([applied]);
    await settled();
    reads.want([]);
    await pass(30_000);
    reads.want([applied]);
    await settled();
    expect(fake.asked.filter(line => line.startsWith('GET')).length).toBe(1);
  });
});
