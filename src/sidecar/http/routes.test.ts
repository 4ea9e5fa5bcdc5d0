import { describe, expect, it } from 'vitest';
import { tokenHeader } from '../../protocol/commits.ts';
import type { AccessToken } from './accessToken.ts';
import { createApi, routesOf } from './routes.ts';

const commit = {
  revision: `main@sha1:${'a'.repeat(40)}`,
  hash: 'a'.repeat(40),
  subject: 'Add radarr',
  author: { name: 'Harriet', email: 'h@example.org' },
  date: '2026-01-01T00:00:00Z',
};
const access: AccessToken = { admits: async token => token === 'right', close() {} };
const options = {
  access,
  isReady: () => true,
  commit: async (namespace: string, name: string) =>
    namespace === 'flux-system' && name === 'homelab' ? commit : undefined,
};
const query = (source: string, revision = commit.revision) =>
  `/v1/commits?source=${encodeURIComponent(source)}&revision=${encodeURIComponent(revision)}`;
const right = { headers: { [tokenHeader]: 'right' } };

describe('createApi', () => {
  it.each(routesOf(options).filter(({ isOpen }) => !isOpen))(
    'answers 401 and nothing else at $path without the token, and with a wrong one',
    async ({ path }) => {
      const app = createApi(options);
      const answers = await Promise.all([
        app.request(path),
        app.request(path, { headers: { [tokenHeader]: 'wrong' } }),
        app.request(path, { method: 'POST' }),
      ]);
      const seen = await Promise.all(answers.map(async a => [a.status, await a.text()]));
      expect(seen).toEqual([
        [401, ''],
        [401, ''],
        [401, ''],
      ]);
    }
  );

  it('tells a stranger of no path whether there is one', async () => {
    const answer = await createApi(options).request('/v2/anything');
    expect([answer.status, await answer.text()]).toEqual([401, '']);
  });

  it('is healthy always, and ready once the API server was reached', async () => {
    const app = createApi({ ...options, isReady: () => false });
    const answers = await Promise.all([app.request('/healthz'), app.request('/readyz')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 503]);
  });

  it('answers what is known of a commit', async () => {
    const answer = await createApi(options).request(query('flux-system/homelab'), right);
    expect(await answer.json()).toEqual({ version: 1, commit });
  });

  it('names what it does not know or understand', async () => {
    const app = createApi(options);
    const said = async (path: string) => (await app.request(path, right)).json();
    expect([
      await said(query('flux-system/other', 'main@sha1:b')),
      await said(query('nonsense')),
      await said(query('flux-system/homelab', '')),
    ]).toEqual([
      {
        version: 1,
        error: {
          code: 'not-found',
          message: 'flux-system/other: nothing is known of revision main@sha1:b',
        },
      },
      { version: 1, error: { code: 'bad-request', message: 'source: must be NAMESPACE/NAME' } },
      {
        version: 1,
        error: { code: 'bad-request', message: "revision: must be a source's revision" },
      },
    ]);
  });
});
