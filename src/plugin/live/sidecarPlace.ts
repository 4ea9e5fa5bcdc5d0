import type { Failure } from '../../core/kubernetes/informerPhase.ts';
import { toPage } from '../../core/kubernetes/listAnswer.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { accessSecret } from '../../protocol/access.ts';
import { serviceLabel } from '../../protocol/commits.ts';
import { type Connection, ConnectionError, withQuery } from '../headlamp/connection.ts';
import type { SidecarRefusal } from './views.ts';

/** Where a cluster's sidecar is, and what opens it. */
export interface SidecarPlace {
  /** The service proxy's path. */
  proxy: string;
  namespace: string;
  token: string;
}

type Asked = { verb: string; resource: string; namespace: string };

/** Why something was not answered: the missing right where it is for that. */
export function toRefusal(why: Failure, asked: Asked): SidecarRefusal {
  if (why.kind === 'refused' && why.status === 403) return { state: 'forbidden', ...asked };
  return { state: 'failed', message: why.message };
}

/** The service proxy's path to the sidecar's port for HTTP: the one of that name, else its first. */
function proxyPath(service: KubernetesObject): string | undefined {
  const ports = list(record(service.spec).ports).map(record);
  const port = (ports.find(each => each.name === 'http') ?? ports[0])?.port;
  if (typeof port !== 'number') return undefined;
  const { namespace = '', name } = service.metadata;
  return `/api/v1/namespaces/${namespace}/services/http:${name}:${port}/proxy`;
}

const services = { group: '', version: 'v1', plural: 'services' };

/** Where Flux lives unless told otherwise: looked at alone by users who may not list all namespaces. */
const usualNamespace = 'flux-system';

async function findService(connection: Connection): Promise<KubernetesObject | undefined> {
  const labelSelector = `${serviceLabel.key}=${serviceLabel.value}`;
  const list = async (folder: string) => {
    const { body } = await connection.read({ path: withQuery(folder, { labelSelector }) });
    return toPage(body)?.items[0];
  };
  return list('/api/v1/services').catch(error => {
    const why = ConnectionError.whyOf(error);
    if (why.kind === 'refused' && why.status === 403) {
      return list(`/api/v1/namespaces/${usualNamespace}/services`);
    }
    throw error;
  });
}

/** Where a person says that the sidecar's Service is. */
export interface ToldPlace {
  namespace: string;
  name: string;
}

async function readService(connection: Connection, { namespace, name }: ToldPlace) {
  const { body } = await connection.read({ path: resourcePath({ ...services, namespace, name }) });
  return body as KubernetesObject;
}

/** Looks for the sidecar by its label, or where it is told, and reads its token: with the user's own rights. */
export async function findSidecar(
  connection: Connection,
  told?: ToldPlace
): Promise<SidecarPlace | SidecarRefusal> {
  let service: KubernetesObject | undefined;
  try {
    service = await (told ? readService(connection, told) : findService(connection));
  } catch (error) {
    const asked = told
      ? { verb: 'get', resource: `services ${told.name}`, namespace: told.namespace }
      : { verb: 'list', resource: 'services', namespace: usualNamespace };
    return toRefusal(ConnectionError.whyOf(error), asked);
  }
  const proxy = service && proxyPath(service);
  if (!service || !proxy) return { state: 'absent' };
  const namespace = service.metadata.namespace ?? '';
  try {
    const path = `/api/v1/namespaces/${namespace}/secrets/${accessSecret.name}`;
    const { body } = await connection.read({ path });
    const token = text(record(record(body).data)[accessSecret.key]);
    // It fills the Secret when it starts: until then it is not there yet.
    return token ? { proxy, namespace, token: atob(token) } : { state: 'absent' };
  } catch (error) {
    const resource = `secrets ${accessSecret.name}`;
    return toRefusal(ConnectionError.whyOf(error), { verb: 'get', resource, namespace });
  }
}
