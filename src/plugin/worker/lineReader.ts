/** Cuts bytes into lines of text, wherever the pieces end: in mid-line, or in mid-character. */
export interface LineReader {
  /** The lines that these bytes complete. */
  read(bytes: Uint8Array): string[];
  /** What came after the last line's end, if anything. */
  rest(): string;
}

export function createLineReader(): LineReader {
  const decoder = new TextDecoder();
  let begun = '';
  return {
    read(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      // Only the new piece is looked through: a line of many pieces must not be searched once for each.
      const last = text.lastIndexOf('\n');
      if (last < 0) {
        begun += text;
        return [];
      }
      const lines = (begun + text.slice(0, last)).split('\n');
      begun = text.slice(last + 1);
      return lines.filter(line => line !== '');
    },
    rest() {
      const left = begun + decoder.decode();
      begun = '';
      return left;
    },
  };
}
