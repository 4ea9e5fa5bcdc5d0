import type { Api } from './api.ts';
import { notFound } from './failure.ts';
import { forwardTo, type Proxied } from './forward.ts';
import { logOf } from './podLog.ts';
import type { ResourceRequest } from './requestInfo.ts';
import { addressOfPod, addressOfService } from './targets.ts';

/** Who answers in the API server's stead: a pod, a Service's pod, or a kubelet for logs. Undefined for all other requests. */
export function proxiedOf(api: Api, at: ResourceRequest, url: URL): Proxied | undefined {
  if (at.group !== '' || at.version !== 'v1') return undefined;
  if (at.plural === 'pods' && at.subresource === 'log') return logOf(api, at, url.searchParams);
  if (at.subresource !== 'proxy' || (at.plural !== 'services' && at.plural !== 'pods')) {
    return undefined;
  }
  const { scheme, name, port } = splitName(at.name);
  const stored = api.store.collection(at.plural).get(`${at.namespace}/${name}`);
  if (!stored) throw notFound({ group: '', plural: at.plural }, name);
  const address =
    at.plural === 'pods'
      ? addressOfPod(stored.object, port)
      : addressOfService(api, stored.object, port);
  return forwardTo(api, {
    scheme,
    ...address,
    path: `/${at.rest}${url.search}`,
    prefix: url.pathname.slice(0, url.pathname.length - at.rest.length).replace(/\/$/, ''),
  });
}

/** `[SCHEME:]NAME[:PORT]` */
function splitName(text: string): { scheme: 'http' | 'https'; name: string; port: string } {
  const [, scheme, name = text, port = ''] =
    /^(?:(https?|):)?([^:]*)(?::([^:]*))?$/.exec(text) ?? [];
  return { scheme: scheme === 'https' ? 'https' : 'http', name, port };
}
