import { conditionOf } from '../../src/core/kubernetes/conditions.ts';
import { type KubernetesObject, record } from '../../src/core/kubernetes/object.ts';
import { applyObjects } from '../../src/demo/homelab/applyObjects.ts';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';
import type { WorkingCopy } from '../scenario/workingCopy.ts';
import type { Fault, Step } from './fault.ts';
import { fillAddresses, pathOf, toObject } from './faultObject.ts';
import type { FaultServers } from './faultServers.ts';

/** Where a fault happens. */
export interface FaultPlace {
  namespace: string;
  client: KubernetesClient;
  servers: FaultServers;
  copy: WorkingCopy;
}

export async function takeStep(step: Step, fault: Fault, place: FaultPlace): Promise<void> {
  const { namespace, client, servers, copy } = place;
  // First what is fetched: an object that looks for it finds it there.
  if (step.commit) {
    const files = Object.entries(step.commit).map(([path, said]) => [
      path,
      fillAddresses(said, servers.addresses),
    ]);
    await copy.push('A step', Object.fromEntries(files));
  }
  for (const chart of step.charts ?? []) await servers.publish(chart);
  for (const [name, tags] of Object.entries(step.tags ?? {})) {
    tags.forEach(tag => servers.pushTag(name, tag));
  }
  for (const said of step.apply ?? []) {
    await applyObjects(client, [toObject(said, namespace, servers.addresses)], 'person');
  }
  for (const [named, body] of Object.entries(step.patch ?? {})) {
    await change(place, named, body);
  }
  if (step.git) await servers.git(step.git);
  if (step.registry) servers.denyRegistry();
  const asked = [...(step.reconcile ?? []), ...(step.commit && !step.apply ? sourceOf(fault) : [])];
  const annotations = { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() };
  for (const named of asked) {
    await change(place, named, { metadata: { annotations } }).catch(() => undefined);
  }
}

/** The source that has to fetch what a step commits. */
function sourceOf({ steps }: Fault): string[] {
  const applied = steps.flatMap(step => step.apply ?? []);
  const source = applied.find(({ kind }) => kind === 'GitRepository');
  return source ? [`GitRepository/${String(source.name)}`] : [];
}

async function change(
  { client, namespace }: FaultPlace,
  named: string,
  body: unknown
): Promise<void> {
  await client.request({
    method: 'PATCH',
    path: pathOf(named, namespace),
    contentType: 'application/merge-patch+json',
    body,
  });
}

/** Whether what a step waits for has come. */
export async function isSettled(
  { ready = [], ends = {} }: Step,
  { client, namespace }: FaultPlace
): Promise<boolean> {
  const wanted = [...ready.map(named => [named, 'True'] as const), ...Object.entries(ends)];
  for (const [named, want] of wanted) {
    const object = await client
      .request<KubernetesObject>({ path: pathOf(named, namespace) })
      .catch(() => undefined);
    const said = object && conditionOf(object, 'Ready');
    if (!object || !said) return false;
    if (want !== 'True' && said.reason !== want) return false;
    // An ImagePolicy observes no generation.
    const { observedGeneration = object.metadata.generation } = record(object.status);
    const isObserved = observedGeneration === object.metadata.generation;
    if (want === 'True' && (said.status !== 'True' || !isObserved)) return false;
  }
  return true;
}
