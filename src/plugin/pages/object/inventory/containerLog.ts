import { resourcePath } from '../../../../core/kubernetes/path.ts';
import type { ObjectRef } from '../../../../core/kubernetes/ref.ts';
import { type Connection, ConnectionError, withQuery } from '../../../headlamp/connection.ts';

export type LogRun = 'current' | 'previous';

/** The end of what one run of a container wrote. */
export interface LogEnd {
  lines: string[];
  /** There is more of it than was read, or than is shown. */
  isCut: boolean;
}

/** What comes of asking for a log. What the API server said is told in its own words. */
export type LogAnswer =
  | { state: 'read'; end: LogEnd }
  | { state: 'forbidden' }
  /** The container is there, and this run of it never began. */
  | { state: 'notStarted'; said: string }
  | { state: 'gone' }
  | { state: 'failed'; said: string };

const linesAtMost = 20;
const bytesAtMost = 64 * 1024;
/** Of one line so much is shown: nobody reads further, and a log may be one line of a megabyte. */
const lineAtMost = 1000;
/** Colours of terminals, and what would move the text about. */
const escapes = /\u001b\[[0-9;?]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Log text as it can be shown: the last lines, without what a terminal would do with them. */
function toLogEnd(text: string, isCut: boolean): LogEnd {
  const lines = text.replace(/\n$/, '').split('\n');
  const last = text === '' ? [] : lines.slice(-linesAtMost);
  let isShort = isCut || lines.length > linesAtMost;
  const shown = last.map(line => {
    const plain = line.replaceAll(escapes, '');
    if (plain.length <= lineAtMost) return plain;
    isShort = true;
    return `${plain.slice(0, lineAtMost)}…`;
  });
  return { lines: shown, isCut: isShort };
}

/** Reads with the person's own rights, and gives what it read to nobody but the caller. */
export async function readLog(
  connection: Connection,
  at: { pod: ObjectRef; container: string; run: LogRun },
  signal: AbortSignal
): Promise<LogAnswer> {
  const { namespace, name } = at.pod;
  const path = resourcePath({
    group: '',
    version: 'v1',
    plural: 'pods',
    namespace,
    name,
    subresource: 'log',
  });
  const asked = withQuery(path, {
    container: at.container,
    tailLines: String(linesAtMost),
    limitBytes: String(bytesAtMost),
    previous: at.run === 'previous' ? 'true' : undefined,
  });
  try {
    const pieces = await connection.stream({ path: asked, signal });
    const decoder = new TextDecoder();
    let [text, bytes] = ['', 0];
    for await (const piece of pieces) {
      bytes += piece.length;
      text += decoder.decode(piece, { stream: true });
      // Who does not keep to the limit that was asked for is not listened to any longer.
      if (bytes >= bytesAtMost) break;
    }
    return { state: 'read', end: toLogEnd(text + decoder.decode(), bytes >= bytesAtMost) };
  } catch (error) {
    const why = ConnectionError.whyOf(error);
    if (why.kind !== 'refused') return { state: 'failed', said: why.message };
    if (why.status === 403) return { state: 'forbidden' };
    if (why.status === 404) return { state: 'gone' };
    if (why.status === 400) return { state: 'notStarted', said: why.message };
    return { state: 'failed', said: why.message };
  }
}
