/**
 * The two functions of Headlamp's ApiProxy that Lumen stands on, with its ways: errors that carry a status and
 * join two texts, 502 for no answer, and a socket that comes some moments after it is asked for.
 */
const bases = new Map<string, string>();

/** Where requests of a cluster go from now on. */
export function serveCluster(cluster: string, url: string): void {
  bases.set(cluster, url);
}

function baseOf(cluster: string | null | undefined): string {
  const base = bases.get(cluster ?? '');
  if (!base) throw new Error(`the test serves no cluster ${cluster}`);
  return base;
}

interface Params extends RequestInit {
  cluster?: string;
  isJSON?: boolean;
  autoLogoutOnAuthError?: boolean;
}

async function clusterRequest(path: string, params: Params): Promise<unknown> {
  const { cluster, isJSON = true, method, headers, body, signal } = params;
  let response = new Response(undefined, { status: 502, statusText: 'Unreachable' });
  try {
    response = await fetch(baseOf(cluster) + path, { method, headers, body, signal });
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') {
      response = new Response(undefined, { status: 408, statusText: 'Request timed-out' });
    }
  }
  if (!response.ok) {
    const { message } = (await response.json().catch(() => ({}))) as { message?: string };
    const joined = `${response.statusText} - ${message}`;
    throw Object.assign(new Error(message ? joined : response.statusText), {
      status: response.status,
    });
  }
  return isJSON ? response.json() : response;
}

function stream(
  path: string,
  callback: (data: unknown) => void,
  options: { cluster: string; failCb: () => void }
) {
  let socket: WebSocket | null = null;
  let isClosing = false;
  void new Promise(resolve => setTimeout(resolve, 5)).then(() => {
    const url = baseOf(options.cluster).replace(/^http/, 'ws') + path;
    socket = new WebSocket(url, ['base64.binary.k8s.io']);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', event => {
      if (!isClosing) callback(event.data);
    });
    socket.addEventListener('close', () => {
      if (isClosing) return;
      isClosing = true;
      options.failCb();
    });
  });
  return {
    getSocket: () => socket,
    cancel() {
      if (!socket) return;
      isClosing = true;
      socket.close();
    },
  };
}

export const ApiProxy = { clusterRequest, stream };
