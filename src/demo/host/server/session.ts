import type { IncomingMessage } from 'node:http';

/** Browsers bound a cookie at 4 kB, and tokens of some clusters are longer: Headlamp numbers the pieces. */
const pieceLength = 3800;
const mostPieces = 8;

const cookieName = (cluster: string, piece: number) => `headlamp-auth-${cluster}.${piece}`;

/** Sent to this cluster's routes only, never to scripts, never by other sites. */
const attributes = (cluster: string) =>
  `Path=/clusters/${encodeURIComponent(cluster)}; HttpOnly; SameSite=Strict`;

export function cookiesOf(request: IncomingMessage): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0) cookies.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  return cookies;
}

/** The token that the browser holds for a cluster. */
export function tokenOf(request: IncomingMessage, cluster: string): string | undefined {
  const cookies = cookiesOf(request);
  const pieces: string[] = [];
  for (let piece = 0; piece < mostPieces; piece++) {
    const value = cookies.get(cookieName(cluster, piece));
    if (!value) break;
    pieces.push(value);
  }
  return pieces.length > 0 ? pieces.join('') : undefined;
}

/** `Set-Cookie` headers that sign in with a token, or out without; pieces of an older, longer token go too. */
export function tokenCookies(cluster: string, token: string | undefined): string[] {
  return Array.from({ length: mostPieces }, (_, piece) => {
    const value = token?.slice(piece * pieceLength, (piece + 1) * pieceLength) ?? '';
    const life = value ? '' : '; Max-Age=0';
    return `${cookieName(cluster, piece)}=${value}; ${attributes(cluster)}${life}`;
  });
}

/** What a token is made of in any authenticator: nothing that could end a cookie or a header. */
export function isToken(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= pieceLength * mostPieces &&
    /^[\w.~+/:=-]+$/.test(value)
  );
}
