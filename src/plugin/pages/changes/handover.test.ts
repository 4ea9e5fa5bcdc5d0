import { describe, expect, it } from 'vitest';
import { createHandover } from './handover.ts';

const kb = 1024;
const settle = () => new Promise(resolve => setTimeout(resolve, 5));

/** Somebody who takes a part when told to, and what they were given. */
function createTaker() {
  const parts: Uint8Array[][] = [];
  const open: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const handover = createHandover(
    part =>
      new Promise<void>((resolve, reject) => {
        parts.push(part);
        open.push({ resolve, reject });
      })
  );
  return {
    handover,
    parts,
    sizes: () => parts.map(pieces => pieces.map(({ length }) => length / kb)),
    take: () => open.shift()?.resolve(),
    fail: (message: string) => open.shift()?.reject(new Error(message)),
    /** Takes whatever comes from now on. */
    async takeAll() {
      while (open.length > 0) {
        open.shift()?.resolve();
        await settle();
      }
    },
  };
}

describe('a handover', () => {
  it('gives a small part first and alone, and every other piece as it is', async () => {
    const { handover, parts, sizes, take, takeAll } = createTaker();
    const piece = new Uint8Array(300 * kb);
    void handover.add(piece);
    const next = new Uint8Array(200 * kb);
    void handover.add(next);
    await settle();
    expect(sizes()).toEqual([[16]]);
    take();
    await settle();
    expect(sizes()).toEqual([[16], [284, 200]]);
    // A buffer can be given away once: the small part is a copy.
    expect(
      parts.flat().map(({ buffer }) => [piece, next].findIndex(own => own.buffer === buffer))
    ).toEqual([-1, 0, 1]);
    const ended = handover.end();
    await takeAll();
    await ended;
    expect(sizes()).toEqual([[16], [284, 200]]);
  });

  it('gives small pieces together that came while a part was taken, in their order', async () => {
    const { handover, parts, sizes, take, takeAll } = createTaker();
    for (let at = 0; at < 10; at++) await handover.add(new Uint8Array(kb).fill(at));
    expect(sizes()).toEqual([[1]]);
    take();
    await settle();
    expect(sizes()).toEqual([[1], Array.from({ length: 9 }, () => 1)]);
    await takeAll();
    await handover.end();
    const bytes = parts.flat().flatMap(piece => [...piece]);
    expect(bytes).toEqual(Array.from({ length: 10 * kb }, (_, at) => Math.floor(at / kb)));
  });

  it('asks for no more while half a megabyte waits', async () => {
    const { handover, take } = createTaker();
    let hasRoom = false;
    const added = handover.add(new Uint8Array(600 * kb)).then(() => {
      hasRoom = true;
    });
    await settle();
    expect(hasRoom).toBe(false);
    take();
    await settle();
    expect(hasRoom).toBe(false);
    take();
    await added;
    expect(hasRoom).toBe(true);
  });

  it('says what went wrong to who adds', async () => {
    const { handover, fail } = createTaker();
    await handover.add(new Uint8Array(kb));
    fail('no way');
    await expect(handover.end()).rejects.toThrow('no way');
    await expect(handover.add(new Uint8Array(kb))).rejects.toThrow('no way');
  });
});
