import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a webhook's request brings. */
export interface WebhookRequest {
  header(name: string): string | undefined;
  body: Buffer;
}

/**
 * Why a request is not from who it should be from, or not about what the Receiver wants; undefined where it is fine.
 * The types and their headers are those of Flux's notification-controller; Gitea sends as `github`.
 */
export function refusalOf(
  type: string,
  token: string,
  events: readonly string[],
  request: WebhookRequest
): string | undefined {
  switch (type) {
    case 'generic':
      // Its path is its secret.
      return undefined;
    case 'generic-hmac':
      return isSigned(request.header('X-Signature'), request.body, token)
        ? undefined
        : 'unable to validate HMAC signature';
    case 'github': {
      const signature = request.header('X-Hub-Signature-256') ?? request.header('X-Hub-Signature');
      if (!isSigned(signature, request.body, token))
        return 'the GitHub signature header is invalid';
      return eventRefusal('GitHub', request.header('X-GitHub-Event'), events);
    }
    case 'gitlab':
      if (!isSame(request.header('X-Gitlab-Token') ?? '', token)) {
        return 'the X-Gitlab-Token header value does not match the receiver token';
      }
      return eventRefusal('GitLab', request.header('X-Gitlab-Event'), events);
  }
  return `receiver type '${type}' not supported`;
}

function eventRefusal(
  forge: string,
  event: string | undefined,
  events: readonly string[]
): string | undefined {
  const wanted = events.map(name => name.toLowerCase());
  if (wanted.length === 0 || wanted.includes((event ?? '').toLowerCase())) return undefined;
  return `the ${forge} event ${JSON.stringify(event ?? '')} is not authorised`;
}

/** `sha256=HEX` of the body with the token as key; sha1 and sha512 too. */
function isSigned(signature: string | undefined, body: Buffer, token: string): boolean {
  const [algorithm = '', given = ''] = (signature ?? '').split('=');
  if (!['sha1', 'sha256', 'sha512'].includes(algorithm) || !/^[0-9a-f]+$/i.test(given))
    return false;
  const expected = createHmac(algorithm, token).update(body).digest('hex');
  return isSame(given.toLowerCase(), expected);
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
