import type { Failure } from '../../core/kubernetes/informerPhase.ts';

/** How one cluster's API server is reached from the browser, as the user who is signed in. */
export interface Connection {
  /** Reads once. Rejects with a `ConnectionError`. `signal` cancels; without it the host's timeout rules. */
  read(request: ReadRequest): Promise<Answer>;
  /**
   * Opens an answer that comes piece by piece. Rejects with a `ConnectionError` where it is refused, and so do the
   * pieces where it breaks off. To leave the loop over them ends the request: walk them, or abort.
   */
  stream(request: StreamRequest): Promise<AsyncIterable<Uint8Array>>;
  /** Sends a change. Rejects with a `ConnectionError`. */
  send(request: SendRequest): Promise<unknown>;
  /** Opens a watch. Returns its undo, after which nothing is said. */
  watch(path: string, listener: WatchListener): () => void;
}

export interface ReadRequest {
  path: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Only whether it is granted: the body is not read. */
  isProbe?: true;
  /** Hears the body as it comes. Without it all of the body is JSON. */
  onPiece?: (piece: Uint8Array) => void;
}

export interface StreamRequest {
  path: string;
  headers?: Record<string, string>;
  signal: AbortSignal;
}

export interface SendRequest {
  method: 'POST' | 'PATCH';
  path: string;
  body: unknown;
  contentType?: string;
}

export interface Answer {
  body: unknown;
  /** The server's clock when it answered, milliseconds. Absent where the browser hides it. */
  date?: number;
}

export interface WatchListener {
  onOpen(): void;
  /** One frame's text. */
  onFrame(text: string): void;
  /** Closed or never opened: a browser does not tell which, nor why. */
  onClose(): void;
}

export class ConnectionError extends Error {
  readonly why: Failure;

  constructor(why: Failure) {
    super(why.message);
    this.name = 'ConnectionError';
    this.why = why;
  }

  /** What any error means for whoever asked. */
  static whyOf(error: unknown): Failure {
    if (error instanceof ConnectionError) return error.why;
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'unreachable', message };
  }
}

/** A path with its query, in the order given. */
export function withQuery(path: string, query: Record<string, string | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, value);
  return params.size > 0 ? `${path}?${params}` : path;
}
