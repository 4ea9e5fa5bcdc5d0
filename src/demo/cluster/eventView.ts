import type { KubernetesObject } from '../../core/kubernetes/object.ts';

/** core/v1 name of each field that events.k8s.io/v1 calls otherwise. Events are stored as core/v1. */
const names: readonly (readonly [core: string, newer: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
];

export function toNewerEvent(event: KubernetesObject): KubernetesObject {
  return renamed(event, new Map(names), 'events.k8s.io/v1');
}

export function toCoreEvent(event: KubernetesObject): KubernetesObject {
  return renamed(event, new Map(names.map(([core, newer]) => [newer, core])), 'v1');
}

function renamed(
  event: KubernetesObject,
  to: ReadonlyMap<string, string>,
  apiVersion: string
): KubernetesObject {
  const entries = Object.entries(event).map(([field, value]) => [to.get(field) ?? field, value]);
  return { ...(Object.fromEntries(entries) as KubernetesObject), apiVersion };
}
