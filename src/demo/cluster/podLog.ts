import { request as requestHttps } from 'node:https';
import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';
import type { Api } from './api.ts';
import { badRequest, Failure, notFound } from './failure.ts';
import type { Proxied } from './forward.ts';
import type { ResourceRequest } from './requestInfo.ts';

const passedOn = [
  'follow',
  'previous',
  'sinceSeconds',
  'sinceTime',
  'timestamps',
  'tailLines',
  'limitBytes',
];

/** A container's log, from the kubelet of the pod's node. */
export function logOf(api: Api, at: ResourceRequest, query: URLSearchParams): Proxied {
  const pod = api.store.collection('pods').get(`${at.namespace}/${at.name}`);
  if (!pod) throw notFound({ group: '', plural: 'pods' }, at.name);
  const container = containerOf(pod.object, query.get('container') ?? '');
  const node = String(record(pod.object.spec).nodeName ?? '');
  const asked = new URLSearchParams();
  for (const name of passedOn) if (query.has(name)) asked.set(name, query.get(name)!);
  const path = `/containerLogs/${[at.namespace, at.name, container]
    .map(encodeURIComponent)
    .join('/')}?${asked}`;
  return {
    async request(_request, response) {
      const text = { 'Content-Type': 'text/plain' };
      // A pod that no node has taken has written nothing yet.
      if (!node) return void response.writeHead(200, text).end();
      const kubelet = kubeletOf(api, node);
      await new Promise<void>((resolve, reject) => {
        const outgoing = requestHttps({
          ...kubelet.real,
          path,
          agent: false,
          rejectUnauthorized: false,
        });
        outgoing.on('error', error => reject(unreachable(kubelet.name, path, error.message)));
        outgoing.on('response', async incoming => {
          if (incoming.statusCode !== 200) {
            const words = await incoming.toArray();
            const message = Buffer.concat(words as Buffer[])
              .toString()
              .trim();
            const code = incoming.statusCode ?? 500;
            const reason =
              code === 400 ? 'BadRequest' : code === 404 ? 'NotFound' : 'InternalError';
            reject(new Failure(code, reason, message || `the kubelet answered ${code}`));
            return;
          }
          response.writeHead(200, text);
          response.flushHeaders();
          incoming.pipe(response);
          incoming.on('close', resolve);
        });
        response.on('close', () => outgoing.destroy());
        outgoing.end();
      });
    },
    upgrade() {
      throw badRequest('logs are not served over WebSocket');
    },
  };
}

function containerOf(pod: KubernetesObject, asked: string): string {
  const spec = record(pod.spec);
  const names = (field: string) => list(spec[field]).map(entry => String(record(entry).name));
  const containers = names('containers');
  const all = [...containers, ...names('initContainers'), ...names('ephemeralContainers')];
  if (asked) {
    if (all.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${pod.metadata.name}`);
  }
  if (all.length === 1) return containers[0]!;
  const byDefault = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  if (byDefault && all.includes(byDefault)) return byDefault;
  const inits = names('initContainers');
  throw badRequest(
    `a container name must be specified for pod ${
      pod.metadata.name
    }, choose one of: [${containers.join(' ')}]` +
      (inits.length ? ` or one of the init containers: [${inits.join(' ')}]` : '')
  );
}

function kubeletOf(api: Api, name: string) {
  const node = api.store.collection('nodes').get(name);
  if (!node) throw notFound({ group: '', plural: 'nodes' }, name);
  const status = record(node.object.status);
  const addresses = list(status.addresses).map(record);
  const address = addresses.find(entry => entry.type === 'InternalIP') ?? addresses[0];
  const port = Number(record(record(status.daemonEndpoints).kubeletEndpoint).Port ?? 10250);
  const host = String(address?.address ?? name);
  const real = api.dial(host, port);
  if (!real) throw unreachable(`${host}:${port}`, '', 'connect: connection refused');
  return { name: `${host}:${port}`, real };
}

function unreachable(kubelet: string, path: string, why: string): Failure {
  const message = `Get "https://${kubelet}${path}": dial tcp ${kubelet}: ${why}`;
  return new Failure(500, 'InternalError', message);
}
