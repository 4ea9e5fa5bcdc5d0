import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a server of the demo wants from its clients. */
export interface Credentials {
  username: string;
  password: string;
}

/** Whether a request may pass: always where no credentials are wanted. */
export function isAuthorized(
  { headers }: Pick<IncomingMessage, 'headers'>,
  wanted: Credentials | undefined
): boolean {
  if (!wanted) return true;
  const { username, password } = wanted;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(expected));
}

/** The value of `WWW-Authenticate` that asks for them. */
export function basicChallenge(realm: string): string {
  return `Basic realm="${realm}", charset="UTF-8"`;
}
