import { afterEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { ApiRequest, KubernetesClient } from '../../node/kubernetes/client.ts';
import { type AccessToken, startAccessToken } from './accessToken.ts';

/** A cluster that holds one Secret. */
function createSecretCluster(
  secret: { data?: Record<string, string>; resourceVersion: string } | undefined
) {
  const cluster = {
    secret,
    asked: [] as string[],
    client: {
      async request(asked: ApiRequest) {
        cluster.asked.push(`${asked.method ?? 'GET'} ${asked.path}`);
        if (!cluster.secret) throw new ApiError(404, '', asked.path);
        if (asked.method === 'PATCH') {
          const { data, metadata } = asked.body as {
            data: Record<string, string>;
            metadata?: { resourceVersion?: string };
          };
          const { resourceVersion: known } = metadata ?? {};
          if (known && known !== cluster.secret.resourceVersion) {
            throw new ApiError(409, '', asked.path);
          }
          cluster.secret = { resourceVersion: '2', data: { ...cluster.secret.data, ...data } };
        }
        const { data, resourceVersion } = cluster.secret;
        return { metadata: { name: 'lumen-access', resourceVersion }, data };
      },
      open: () => Promise.reject(new Error('not asked for')),
      close() {},
    } as unknown as KubernetesClient,
  };
  return cluster;
}

const log = { info() {}, error() {} };
let access: AccessToken | undefined;
afterEach(() => access?.close());

const settle = () => new Promise(resolve => setImmediate(resolve));
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('startAccessToken', () => {
  it('fills an empty Secret with 256 bits, touching that one name only', async () => {
    const cluster = createSecretCluster({ resourceVersion: '1' });
    access = startAccessToken({ client: cluster.client, namespace: 'flux-system', log });
    await settle();
    const token = Buffer.from(cluster.secret?.data?.token ?? '', 'base64').toString();
    expect(Buffer.from(token, 'base64url').length).toBe(32);
    expect([await access.admits(token), await access.admits(`${token}x`)]).toEqual([true, false]);
    const path = '/api/v1/namespaces/flux-system/secrets/lumen-access';
    expect(new Set(cluster.asked)).toEqual(new Set([`GET ${path}`, `PATCH ${path}`]));
  });

  it('takes the token of another sidecar that was faster', async () => {
    let time = 0;
    const cluster = createSecretCluster({ resourceVersion: '1' });
    const { client } = cluster;
    const now = () => time;
    access = startAccessToken({ client, namespace: 'flux-system', log, now });
    const other = startAccessToken({ client, namespace: 'flux-system', log, now });
    await settle();
    const token = Buffer.from(cluster.secret?.data?.token ?? '', 'base64').toString();
    const first = await access.admits(token);
    time = 2000;
    expect([first, await other.admits(token)]).toEqual([true, true]);
    other.close();
  });

  it('admits nobody where there is no Secret, or an empty token', async () => {
    const cluster = createSecretCluster(undefined);
    access = startAccessToken({ client: cluster.client, namespace: 'flux-system', log });
    await settle();
    const given = [undefined, '', 'undefined', 'x'];
    expect(await Promise.all(given.map(token => access?.admits(token)))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('takes a new token at once when the Secret was cleared, and the old one no more', async () => {
    let time = 0;
    const cluster = createSecretCluster({ resourceVersion: '1', data: { token: base64('old') } });
    const now = () => time;
    access = startAccessToken({ client: cluster.client, namespace: 'flux-system', log, now });
    await settle();
    const before = await access.admits('old');
    cluster.secret = { resourceVersion: '3', data: { token: base64('new') } };
    const tooSoon = await access.admits('new');
    time = 2000;
    expect([before, tooSoon, await access.admits('new'), await access.admits('old')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
