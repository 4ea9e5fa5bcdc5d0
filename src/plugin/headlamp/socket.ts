import { ApiProxy } from '@kinvolk/headlamp-plugin/lib';
import type { WatchListener } from './connection.ts';

const bytes = new TextDecoder();
/** How often the host is asked for its socket, which it makes some moments after it is told to. */
const askEvery = 10;
/** After this long without a socket there will be none. */
const askFor = 5000;

/**
 * A watch over the host's WebSocket, which knows its address, tokens and stateless clusters. The host
 * tells neither when the socket opens nor gives it at once, and leaks it when cancelled before: so this
 * waits for the socket itself.
 */
export function openSocket(cluster: string, path: string, listener: WatchListener): () => void {
  let isClosed = false;
  let isOpen = false;
  let timer: number | undefined;

  function end() {
    if (isClosed) return;
    isClosed = true;
    window.clearTimeout(timer);
    listener.onClose();
  }

  function open() {
    if (isOpen || isClosed) return;
    isOpen = true;
    listener.onOpen();
  }

  const stream = ApiProxy.stream<string | ArrayBuffer>(
    path,
    frame => {
      if (isClosed) return;
      // A frame may come before the socket was attended to.
      open();
      listener.onFrame(typeof frame === 'string' ? frame : bytes.decode(frame));
    },
    { cluster, isJson: false, reconnectOnFailure: false, failCb: end }
  );

  function attend(since: number) {
    const socket = stream.getSocket();
    if (!socket && Date.now() - since < askFor) {
      timer = window.setTimeout(() => attend(since), askEvery);
    } else if (!socket) {
      end();
    } else if (isClosed) {
      // Closing a socket that is still connecting is an error in the browser's console.
      if (socket.readyState === WebSocket.CONNECTING)
        socket.addEventListener('open', stream.cancel);
      else stream.cancel();
    } else if (socket.readyState === WebSocket.CONNECTING) {
      socket.addEventListener('open', () => {
        if (isClosed) stream.cancel();
        else open();
      });
    } else if (socket.readyState === WebSocket.OPEN) {
      open();
    }
  }
  attend(Date.now());

  return () => {
    if (isClosed) return;
    isClosed = true;
    const socket = stream.getSocket();
    // Without a socket yet, `attend` closes it when it comes.
    if (socket && socket.readyState !== WebSocket.CONNECTING) stream.cancel();
  };
}
