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
  const isNavigation = request.headers['sec-fetch-mode'] === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation) {
    return `A page of another site (${String(site)}) may not use this server.`;
  }
  return undefined;
}

const bare = (name: string, port: number) => (port === 80 ? [name] : []);
