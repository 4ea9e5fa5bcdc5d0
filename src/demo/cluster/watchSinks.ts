import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { EventSink } from './verbs/watch.ts';

/** One JSON object a line. */
export function chunkedSink(response: ServerResponse): EventSink {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' });
  response.flushHeaders();
  response.socket?.setNoDelay(true);
  return {
    send: frame => void response.write(`${frame}\n`),
    get waiting() {
      return response.writableLength;
    },
    end: () => response.end(),
    drop: () => response.destroy(),
    onClose: listener => response.once('close', listener),
  };
}

const binaryProtocol = 'base64.binary.k8s.io';

const sockets = new WebSocketServer({
  noServer: true,
  maxPayload: 4096,
  // Browsers give up where none of the protocols that they offer comes back.
  handleProtocols: offered => (offered.has(binaryProtocol) ? binaryProtocol : false),
});

/** One text frame an event. */
export function webSocketSink(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  start: (sink: EventSink) => void
): void {
  sockets.handleUpgrade(request, socket, head, webSocket => {
    webSocket.on('error', () => webSocket.terminate());
    start({
      send: frame => webSocket.send(frame),
      get waiting() {
        return webSocket.bufferedAmount;
      },
      end: () => webSocket.close(1000),
      drop: () => webSocket.terminate(),
      onClose: listener => webSocket.once('close', listener),
    });
  });
}
