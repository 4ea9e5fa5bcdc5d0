import type { IncomingMessage } from 'node:http';
import type { Api } from './api.ts';
import { discoverGroup, discoverRoot, discoverVersion } from './discovery.ts';
import { openApiRoot, openApiV2, openApiVersion } from './openapi.ts';

interface PathAnswer {
  code?: number;
  body: unknown;
  contentType?: string;
}

const version = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.0+lumen',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'lumen/memory',
};

/** What is served at paths that name no object. Undefined: nothing. */
export function answerPath(
  api: Api,
  path: string,
  request: IncomingMessage
): PathAnswer | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  const { catalog } = api;
  const parts = path.split('/').filter(Boolean);
  const [root, second, third] = parts;
  if (root === 'version' && parts.length === 1) return { body: version };
  if (/^(healthz|livez|readyz)$/.test(root ?? '')) {
    return { body: 'ok', contentType: 'text/plain; charset=utf-8' };
  }
  const { accept } = request.headers;
  if (root === 'api') {
    if (parts.length === 1) return discoverRoot(catalog, '/api', accept);
    return parts.length === 2 ? found(discoverVersion(catalog, '', second!)) : undefined;
  }
  if (root === 'apis') {
    if (parts.length === 1) return discoverRoot(catalog, '/apis', accept);
    if (parts.length === 2) return found(discoverGroup(catalog, second!));
    return parts.length === 3 ? found(discoverVersion(catalog, second!, third!)) : undefined;
  }
  if (root === 'openapi' && second === 'v3') {
    return found(third ? openApiVersion(catalog, parts.slice(2).join('/')) : openApiRoot(catalog));
  }
  if (path === '/openapi/v2') {
    return (accept ?? '').includes('proto-openapi')
      ? {
          body: openApiV2(),
          contentType: 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
        }
      : { body: { swagger: '2.0', info: { title: 'Kubernetes', version: 'v1' }, paths: {} } };
  }
  return undefined;
}

function found(body: object | undefined): PathAnswer | undefined {
  return body && { body };
}
