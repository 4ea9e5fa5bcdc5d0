import type { IncomingMessage } from 'node:http';

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Why a request is refused, or undefined. The host acts with the cookies that a browser sends by itself, so it answers
 * only under its own names (a foreign name that resolves to this machine is DNS rebinding), and only its own pages.
 */
export function refusal(
  request: IncomingMessage,
  port: number,
  names: readonly string[]
): string | undefined {
  const own = [...loopback, ...names].flatMap(name => [`${name}:${port}`, ...bare(name, port)]);
  const { host = '', origin } = request.headers;
  if (!own.includes(host.toLowerCase())) {
    return `The Host "${host}" is not one of this server's: ${own.join(', ')}.`;
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return `A page of ${origin} may not use this server.`;
  }
  const site = request.headers['sec-fetch-site'];
  // A link from elsewhere may lead to a page, never straight into a cluster.
  const isNavigation =
    request.headers['sec-fetch-mode'] === 'navigate' && !request.url?.startsWith('/clusters/');
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation) {
    return `A page of another site (${String(site)}) may not use this server.`;
  }
  return undefined;
}

/**
 * Whether a browser says that one of this server's own pages sent it. They say so of each request that may change
 * something and of each WebSocket; one that is silent is another program, or a page that hides where it is from.
 */
export function isFromOwnPage({ headers }: IncomingMessage): boolean {
  return headers.origin === `http://${headers.host}` || headers['sec-fetch-site'] === 'same-origin';
}

const bare = (name: string, port: number) => (port === 80 ? [name] : []);
