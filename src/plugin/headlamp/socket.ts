import { ApiProxy } from '@kinvolk/headlamp-plugin/lib';
import type { WatchListener } from './connection.ts';
import { createTurns } from './turns.ts';

/**
 * Browsers open one WebSocket at a time to a host, and make whoever asks for sixteen at once wait for
 * seconds. All clusters share Headlamp's host, so one that does not answer would hold up the others.
 */
const turns = createTurns(() => 2);

const bytes = new TextDecoder();
/** Clusters that refused a watch which was to bring what is there: too old for it, or for lack of a right. */
const unstreamed = new Set<string>();

/** How often the host is asked for its socket, which it makes some moments after it is told to. */
const askEvery = 10;
/** After this long without a socket there will be none. */
const askFor = 5000;
/** Closing a socket that is still opening is an error in the browser's console: it may open first, for this long. */
const openFor = 2000;

/**
 * A watch over the host's WebSocket, which knows its address, tokens and stateless clusters. The host
 * tells neither when the socket opens nor gives it at once, and leaks it when cancelled before: so this
 * waits for the socket itself.
 */
export function openSocket(cluster: string, path: string, listener: WatchListener): () => void {
  let state: 'waiting' | 'opening' | 'open' | 'closed' = 'waiting';
  let close = () => {};
  const isStream = path.includes('sendInitialEvents=');

  function onOpen() {
    if (state !== 'opening') return;
    state = 'open';
    endTurn();
    listener.onOpen();
  }

  function onEnd() {
    endTurn();
    if (state === 'closed') return;
    if (isStream && state === 'opening') unstreamed.add(cluster);
    state = 'closed';
    listener.onClose();
  }

  function start() {
    if (isStream && unstreamed.has(cluster)) return queueMicrotask(onEnd);
    state = 'opening';
    const stream = ApiProxy.stream<string | ArrayBuffer>(
      path,
      frame => {
        // A frame may come before the socket was attended to.
        onOpen();
        if (state === 'open') {
          listener.onFrame(typeof frame === 'string' ? frame : bytes.decode(frame));
        }
      },
      { cluster, isJson: false, reconnectOnFailure: false, failCb: onEnd }
    );
    const finish = () => {
      stream.cancel();
      endTurn();
    };
    const asked = Date.now();

    function attend() {
      const socket = stream.getSocket();
      if (!socket) {
        if (Date.now() - asked < askFor) window.setTimeout(attend, askEvery);
        else onEnd();
        return;
      }
      close = () => {
        if (socket.readyState !== WebSocket.CONNECTING) return finish();
        const tooLate = window.setTimeout(finish, openFor);
        socket.addEventListener('open', () => {
          window.clearTimeout(tooLate);
          finish();
        });
      };
      if (state === 'closed') return close();
      if (socket.readyState === WebSocket.OPEN) onOpen();
      else socket.addEventListener('open', onOpen);
    }
    attend();
  }

  const endTurn = turns.take(cluster, start);
  return () => {
    if (state === 'closed') return;
    const wasWaiting = state === 'waiting';
    state = 'closed';
    if (wasWaiting) endTurn();
    close();
  };
}
