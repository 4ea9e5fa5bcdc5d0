import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createReceiverApi, type KnownReceiver } from './receiver.ts';

const path = `/hook/${'a'.repeat(64)}`;
const log = { info() {}, error() {} };

function post(receiver: Partial<KnownReceiver> | undefined, body = '{}', signature?: string) {
  const notified: string[] = [];
  const known: KnownReceiver = {
    namespace: 'flux-system',
    name: 'gitea',
    type: 'github',
    events: ['push'],
    isSuspended: false,
    isReady: true,
    token: async () => 'token',
    notify: async () => {
      notified.push('all');
    },
    ...receiver,
  };
  const find = async (asked: string) => (receiver && asked === path ? known : undefined);
  const app = createReceiverApi({ find, log, now: () => 0 });
  const valid = `sha256=${createHmac('sha256', 'token').update(body).digest('hex')}`;
  const headers = { 'X-Hub-Signature-256': signature ?? valid, 'X-GitHub-Event': 'push' };
  return {
    notified,
    status: async () => (await app.request(path, { method: 'POST', body, headers })).status,
  };
}

describe('createReceiverApi', () => {
  it('asks for reconciliation when the request is genuine', async () => {
    const { status, notified } = post({});
    expect([await status(), notified]).toEqual([200, ['all']]);
  });

  it.each([
    ['an unknown path', undefined, undefined, 404],
    ['a suspended Receiver', { isSuspended: true }, undefined, 503],
    ['a Receiver that is not ready', { isReady: false }, undefined, 503],
    ['a wrong signature', {}, 'sha256=00', 400],
    ['another event', { events: ['ping'] }, undefined, 400],
    ['a Secret that is gone', { token: () => Promise.reject(new Error('gone')) }, undefined, 400],
    ['what cannot be asked', { notify: () => Promise.reject(new Error('no')) }, undefined, 500],
  ])(
    'answers %s with a status alone, and asks for nothing',
    async (_what, receiver, sent, code) => {
      const { status, notified } = post(receiver, '{}', sent);
      expect([await status(), notified]).toEqual([code, []]);
    }
  );

  it('refuses a body of more than 3 MiB', async () => {
    const { status, notified } = post({}, 'x'.repeat(3 * 1024 * 1024 + 1));
    expect([await status(), notified]).toEqual([413, []]);
  });

  it('answers nothing but 404 to another path or method', async () => {
    const app = createReceiverApi({ find: async () => undefined, log });
    const answers = await Promise.all([app.request('/'), app.request(path)]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });
});
