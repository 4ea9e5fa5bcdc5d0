/** The first part is small: what is in it is on the screen while the rest is read. */
const firstPart = 16 * 1024;
/** No other part is larger: what a person asks of the taker is heard between two of them. */
const largestPart = 128 * 1024;
/** So many bytes wait to be taken at most, for the same reason. */
const room = 512 * 1024;

/** Hands a stream to somebody who takes one part after the other. An error of theirs is thrown to who adds. */
export interface Handover {
  /** Resolves when there is room for more. */
  add(piece: Uint8Array): Promise<void>;
  /** Resolves when all has been taken. */
  end(): Promise<void>;
}

export function createHandover(give: (part: Uint8Array) => Promise<void>): Handover {
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  let awayBytes = 0;
  let isFirst = true;
  let failure: unknown;
  let wake = () => {};

  /** So many of the bytes that are held, of one piece or of several. */
  function cut(size: number): Uint8Array {
    const part = new Uint8Array(size);
    for (let at = 0; at < size; ) {
      const piece = held.shift()!;
      const taken = piece.subarray(0, size - at);
      if (taken.length < piece.length) held.unshift(piece.subarray(taken.length));
      part.set(taken, at);
      at += taken.length;
    }
    heldBytes -= size;
    return part;
  }

  /** An idle taker gets whatever there is; a busy one whole parts, so that many small pieces are not many messages. */
  function handOn(): void {
    while (heldBytes > 0 && awayBytes < room && (awayBytes === 0 || heldBytes >= largestPart)) {
      const size = Math.min(heldBytes, isFirst ? firstPart : largestPart);
      isFirst = false;
      awayBytes += size;
      give(cut(size))
        .catch((error: unknown) => {
          failure ??= error;
        })
        .then(() => {
          awayBytes -= size;
          handOn();
          wake();
        });
    }
  }

  async function waitWhile(isBusy: () => boolean): Promise<void> {
    handOn();
    while (isBusy() && failure === undefined) {
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
    if (failure !== undefined) throw failure;
  }

  return {
    add(piece) {
      held.push(piece);
      heldBytes += piece.length;
      return waitWhile(() => heldBytes + awayBytes >= room);
    },
    end: () => waitWhile(() => heldBytes + awayBytes > 0),
  };
}
