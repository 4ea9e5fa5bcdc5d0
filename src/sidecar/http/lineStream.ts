import { pipeline, Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { constants, createGzip } from 'node:zlib';

interface LineStreamOptions {
  isGzip: boolean;
  /** Milliseconds without a chunk, whoever is slow, and for the whole; after them the stream is cut. */
  stall: number;
  whole: number;
  /** Once, when nothing more will be read: with the error that cut it, if one did. */
  onEnd(error?: Error): void;
}

/** Characters that are sent together where they are there at once. */
const chunkSize = 16 * 1024;

/** Lines as bytes, read no faster than they are taken; each chunk can be read when it arrives, compressed ones too. */
export function toLineStream(
  lines: AsyncIterable<string>,
  { isGzip, stall, whole, onEnd }: LineStreamOptions
): ReadableStream<Uint8Array> {
  const iterator = lines[Symbol.asyncIterator]();
  const nextChunk = createChunks(iterator);
  const source = new Readable({
    highWaterMark: chunkSize,
    read() {
      nextChunk().then(
        chunk => {
          stalled.refresh();
          source.push(chunk);
        },
        (error: Error) => source.destroy(error)
      );
    },
    destroy(error, done) {
      clearTimeout(stalled);
      clearTimeout(ended);
      // What is being read ends by itself; nobody waits for it.
      iterator.return?.().catch(() => {});
      onEnd(error ?? undefined);
      done(error);
    },
  });
  const cut = (after: number) => {
    const error = new Error(`the answer was cut off: not taken within ${after / 1000} s`);
    return setTimeout(() => source.destroy(error), after);
  };
  const [stalled, ended] = [cut(stall), cut(whole)];
  const packed = () => {
    const gzip = createGzip({ level: 4, flush: constants.Z_SYNC_FLUSH });
    pipeline(source, gzip, () => {});
    return gzip;
  };
  return Readable.toWeb(isGzip ? packed() : source) as ReadableStream<Uint8Array>;
}

/** The next bytes, null at the end. What is ready goes together; what is not is not waited for. */
function createChunks(iterator: AsyncIterator<string>): () => Promise<Buffer | null> {
  let next: ReturnType<typeof iterator.next> | undefined;
  return async () => {
    for (let chunk = ''; ; ) {
      next ??= iterator.next();
      const taken = chunk === '' ? await next : await Promise.race([next, nextTurn(undefined)]);
      if (taken && !taken.done) {
        next = undefined;
        chunk += taken.value;
        if (chunk.length < chunkSize) continue;
      }
      if (chunk !== '') {
        // Thrown where it is awaited; until then it is nobody's unhandled rejection.
        next?.catch(() => {});
        return Buffer.from(chunk);
      }
      if (taken?.done) return null;
    }
  };
}
