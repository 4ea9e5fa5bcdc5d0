import type { IncomingHttpHeaders } from 'node:http';
import type { Api } from './api.ts';
import { refused } from './authorize.ts';
import { badRequest, Failure } from './failure.ts';
import type { RequestInfo } from './requestInfo.ts';
import { anonymous, groupsOfServiceAccount, type User } from './users.ts';

const tokenProtocol = 'base64url.bearer.authorization.k8s.io.';

/** Who asks, by bearer token (for WebSockets also as a subprotocol) and impersonation headers. 401 for an unknown token. */
export function authenticate(api: Api, headers: IncomingHttpHeaders, info: RequestInfo): User {
  const token = tokenOf(headers);
  if (token === undefined) return impersonated(api, anonymous, headers, info);
  const user = api.users.byToken(token);
  if (!user) throw new Failure(401, 'Unauthorized', 'Unauthorized');
  return impersonated(api, user, headers, info);
}

function tokenOf(headers: IncomingHttpHeaders): string | undefined {
  const [, token] = /^Bearer\s+(\S+)\s*$/i.exec(headers.authorization ?? '') ?? [];
  if (token) return token;
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map(entry => entry.trim());
  const carrier = offered.find(entry => entry.startsWith(tokenProtocol));
  if (!carrier) return undefined;
  return Buffer.from(carrier.slice(tokenProtocol.length), 'base64url').toString();
}

function impersonated(api: Api, user: User, headers: IncomingHttpHeaders, info: RequestInfo): User {
  const name = first(headers['impersonate-user']);
  const groups = manyOf(headers['impersonate-group']);
  const uid = first(headers['impersonate-uid']);
  if (!name) {
    if (groups.length || uid) {
      throw badRequest('requested impersonation of groups or uid without impersonating a user');
    }
    return user;
  }
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
  const mode = account ? 'serviceaccount' : 'user-info';
  const check = (group: string, resource: string, namespace: string, who: string) => {
    const wanted = { verb: 'impersonate', group, resource, namespace, name: who };
    if (api.authorizer.decide(user, wanted).allowed) return;
    // The API server names the right that it asks last: to be this kind of somebody for this request alone.
    throw refused(user, { ...info, verb: `impersonate-on:${mode}:${info.verb}` });
  };
  if (namespace && account) check('', 'serviceaccounts', namespace, account);
  else check('', 'users', '', name);
  groups.forEach(group => check('', 'groups', '', group));
  if (uid) check('authentication.k8s.io', 'uids', '', uid);
  const own = groups.length ? groups : groupsOfServiceAccount(name);
  const all =
    name === anonymous.name ? [...own, ...anonymous.groups] : [...own, 'system:authenticated'];
  return { name, ...(uid && { uid }), groups: [...new Set(all)] };
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** Node joins a header that is sent several times by a comma and a space. */
function manyOf(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : value.split(', ')).filter(Boolean);
}
