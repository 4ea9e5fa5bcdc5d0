import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './signature.ts';

const body = Buffer.from('{"ref":"refs/heads/flux"}');
const token = 'a-token';
const signed = (algorithm: string, key = token, what = body) =>
  `${algorithm}=${createHmac(algorithm, key).update(what).digest('hex')}`;

function refusal(type: string, headers: Record<string, string>, events: string[] = []) {
  const lower = new Map(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  );
  return refusalOf(type, token, events, { body, header: name => lower.get(name.toLowerCase()) });
}

describe('refusalOf', () => {
  it('lets a generic request pass: its path is its secret', () => {
    expect(refusal('generic', {})).toBeUndefined();
  });

  it.each(['sha1', 'sha256', 'sha512'])('takes a %s signature of the body', algorithm => {
    expect(refusal('generic-hmac', { 'X-Signature': signed(algorithm) })).toBeUndefined();
  });

  it.each([
    ['another key', signed('sha256', 'other')],
    ['another body', signed('sha256', token, Buffer.from('{}'))],
    ['another algorithm', signed('md5')],
    ['no algorithm', signed('sha256').slice('sha256='.length)],
    ['nothing', ''],
    ['a prefix', signed('sha256').slice(0, 40)],
  ])('refuses a signature with %s', (_what, signature) => {
    expect(refusal('generic-hmac', { 'X-Signature': signature })).toBe(
      'unable to validate HMAC signature'
    );
    expect(refusal('github', { 'X-Hub-Signature-256': signature })).toBe(
      'the GitHub signature header is invalid'
    );
  });

  it('takes both headers of GitHub, and the newer one where there are two', () => {
    const event = { 'X-GitHub-Event': 'push' };
    expect([
      refusal('github', { ...event, 'X-Hub-Signature': signed('sha1') }),
      refusal('github', { ...event, 'X-Hub-Signature-256': signed('sha256') }),
      refusal('github', {
        'X-Hub-Signature': signed('sha1'),
        'X-Hub-Signature-256': signed('sha256', 'other'),
      }),
    ]).toEqual([undefined, undefined, 'the GitHub signature header is invalid']);
  });

  it('lets only the events pass that the Receiver names, in any case', () => {
    const headers = { 'X-Hub-Signature-256': signed('sha256'), 'X-GitHub-Event': 'Push' };
    expect([
      refusal('github', headers, ['ping', 'push']),
      refusal('github', headers, ['ping']),
      refusal('github', { 'X-Hub-Signature-256': signed('sha256') }, ['ping']),
    ]).toEqual([
      undefined,
      'the GitHub event "Push" is not authorised',
      'the GitHub event "" is not authorised',
    ]);
  });

  it('compares the token of GitLab', () => {
    expect([
      refusal('gitlab', { 'X-Gitlab-Token': token, 'X-Gitlab-Event': 'Push Hook' }, ['Push Hook']),
      refusal('gitlab', { 'X-Gitlab-Token': 'other' }),
      refusal('gitlab', {}),
      refusal('gitlab', { 'X-Gitlab-Token': token, 'X-Gitlab-Event': 'Tag' }, ['Push Hook']),
    ]).toEqual([
      undefined,
      'the X-Gitlab-Token header value does not match the receiver token',
      'the X-Gitlab-Token header value does not match the receiver token',
      'the GitLab event "Tag" is not authorised',
    ]);
  });

  it('refuses a type that it does not know', () => {
    expect(refusal('quay', {})).toBe("receiver type 'quay' not supported");
  });
});
