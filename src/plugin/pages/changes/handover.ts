/** The first part is small, and taken alone: what is in it is on the screen before the rest is read. */
const firstPart = 16 * 1024;
/** A busy taker is given no less: many small pieces are not many messages. */
const leastPart = 128 * 1024;
/** So many bytes wait to be taken, and no more are asked for: what a person asks of the taker is heard soon. */
const room = 512 * 1024;

/** Hands a stream to somebody who takes one part after the other. An error of theirs is thrown to who adds. */
export interface Handover {
  /** Resolves when there is room for more. The piece is given away as it is: nobody else may hold its buffer. */
  add(piece: Uint8Array): Promise<void>;
  /** Resolves when all has been taken. */
  end(): Promise<void>;
}

export function createHandover(give: (part: Uint8Array[]) => Promise<void>): Handover {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let awayBytes = 0;
  let isFirst = true;
  let isFirstTaken = false;
  let failure: unknown;
  let wake = () => {};

  function hold(piece: Uint8Array): void {
    held.push(piece);
    heldBytes += piece.length;
  }

  /** An idle taker gets whatever there is. */
  function handOn(): void {
    if (heldBytes === 0 || awayBytes >= room) return;
    if (awayBytes > 0 && (heldBytes < leastPart || !isFirstTaken)) return;
    const [part, size] = [held, heldBytes];
    [held, heldBytes] = [[], 0];
    awayBytes += size;
    give(part)
      .catch((error: unknown) => {
        failure ??= error;
      })
      .then(() => {
        awayBytes -= size;
        isFirstTaken = true;
        handOn();
        wake();
      });
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
      if (isFirst && piece.length > firstPart) {
        hold(piece.slice(0, firstPart));
        handOn();
        hold(piece.subarray(firstPart));
      } else hold(piece);
      isFirst = false;
      return waitWhile(() => heldBytes + awayBytes >= room);
    },
    end: () => waitWhile(() => heldBytes + awayBytes > 0),
  };
}
