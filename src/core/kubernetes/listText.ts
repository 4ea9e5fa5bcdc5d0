import { type Page, type ReadOptions, toPage } from './listAnswer.ts';

/** The text of a list, taken in while it comes. */
export interface ListText {
  /** The objects that are whole by now, once that is worth a part. Throws never. */
  add(text: string): Page | undefined;
  /** What is left; undefined where it was no list. Throws where it was no JSON. */
  end(): Page | undefined;
}

/** Characters of a hundred objects, enough to show, and of as many as keep nobody waiting. */
const [firstPart, longestPart] = [2 ** 18, 2 ** 20];

/**
 * No walk over the characters: an object ends where the next one begins as the first one did, and where that is but an
 * object within an object, what lies before it is no JSON. Text of another shape (with spaces) comes as one part.
 */
export function createListText(options: ReadOptions = {}): ListText {
  /** All before the first object: with whole objects behind it, a list of its own. */
  let head = '';
  let rest = '';
  let seam = '';
  let part = firstPart;
  let due = part;

  return {
    add(text) {
      rest += text;
      if (rest.length < due) return undefined;
      if (!seam) {
        const [, before, begin] =
          /^(\{.*?"items":\[)(\{(?:"\w+":"[^"]*",)*"metadata":\{)/.exec(rest) ?? [];
        if (before && begin) {
          [head, seam] = [before, `},${begin}`];
          rest = rest.slice(head.length);
        }
      }
      // However much has come by then, the first part is small: it is on the screen before the next is read.
      const end = seam ? rest.lastIndexOf(seam, due === firstPart ? firstPart : Infinity) + 1 : 0;
      const page = end > 0 && readPage(`${head}${rest.slice(0, end)}]}`, options);
      // What failed is tried again when there is twice as much, so that no text costs more than twice its length.
      due = 2 * rest.length;
      if (!page) return undefined;
      due = part = Math.min(2 * part, longestPart);
      rest = rest.slice(end + 1);
      return { ...page, next: undefined, isPart: true };
    },
    end() {
      const left = head + rest;
      // Whoever asked may hold on to this for as long as it follows the list.
      head = rest = '';
      return toPage(JSON.parse(left), options);
    },
  };
}

function readPage(json: string, options: ReadOptions): Page | undefined {
  try {
    return toPage(JSON.parse(json), options);
  } catch {
    return undefined;
  }
}
