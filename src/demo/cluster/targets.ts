import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';
import type { Api } from './api.ts';
import { badRequest, Failure } from './failure.ts';

export interface Target {
  address: string;
  port: number;
}

export function unavailable(message: string): Failure {
  return new Failure(503, 'ServiceUnavailable', message);
}

/** Where a pod listens: at the port told, else at its first container's first port. */
export function addressOfPod(pod: KubernetesObject, port: string): Target {
  const address = String(record(pod.status).podIP ?? '');
  if (!address) throw badRequest('address not allowed');
  const ports = list(record(pod.spec).containers).flatMap(entry => list(record(entry).ports));
  const chosen = port || String(record(ports[0]).containerPort ?? 80);
  return { address, port: Number(chosen) };
}

/** One of the ready addresses behind a Service's port; 503 in the API server's words where there is none. */
export function addressOfService(api: Api, service: KubernetesObject, port: string): Target {
  const { name, namespace } = service.metadata;
  const ports = list(record(service.spec).ports).map(record);
  const chosen = port
    ? ports.find(entry => entry.name === port || String(entry.port) === port)
    : ports.length === 1
    ? ports[0]
    : undefined;
  if (!chosen) throw unavailable(`no service port "${port}" found for service "${name}"`);
  const endpoints = api.store.collection('endpoints').get(`${namespace}/${name}`);
  const targets = list(endpoints?.object.subsets).flatMap(subset => {
    const { addresses, ports: open } = record(subset);
    const match = list(open)
      .map(record)
      .find(entry => (entry.name ?? '') === (chosen.name ?? ''));
    if (!match) return [];
    return list(addresses).map(entry => ({
      address: String(record(entry).ip),
      port: Number(match.port),
    }));
  });
  const target = targets[Math.floor(Math.random() * targets.length)];
  if (!target) throw unavailable(`no endpoints available for service "${name}"`);
  return target;
}
