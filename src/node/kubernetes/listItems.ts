/** Splits the text of a list into its items as it comes, so that nobody holds the whole of it. */
export interface ListItems {
  /** The next piece of the text. */
  add(text: string): void;
  /** The list with a 0 in the place of each item, parsed. Throws where the text is no JSON, or not all of it. */
  end(): unknown;
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openMap, closeMap, openList, closeList] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * The items are the maps in the list `items`, wherever that stands among the fields of the whole. Only brackets and
 * strings are told apart here: what an item holds is for `onItem` to parse.
 */
export function createListItems(onItem: (json: string) => void): ListItems {
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  let isInItems = false;
  /** The strings since the last comma among the fields of the whole: the name of a field, then what it holds. */
  let field = '';
  let item: string[] | undefined;
  const shell: string[] = [];

  return {
    add(text) {
      let from = 0;
      const take = (to: number): string => {
        const piece = text.slice(from, to);
        from = to;
        return piece;
      };
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (isInString) {
          if (isEscaped) isEscaped = false;
          else if (code === backslash) isEscaped = true;
          else if (code === quote) isInString = false;
          if (depth === 1) field += text[at];
        } else if (code === quote) {
          isInString = true;
        } else if (code === openMap || code === openList) {
          depth++;
          if (depth === 2) isInItems = code === openList && field === 'items"';
          else if (depth === 3 && isInItems && code === openMap) {
            shell.push(take(at));
            item = [];
          }
        } else if (code === closeMap || code === closeList) {
          depth--;
          if (depth === 2 && item) {
            onItem(item.join('') + take(at + 1));
            item = undefined;
            shell.push('0');
          }
        } else if (code === comma && depth === 1) field = '';
      }
      (item ?? shell).push(take(text.length));
    },
    end: () => JSON.parse(shell.join('')) as unknown,
  };
}
