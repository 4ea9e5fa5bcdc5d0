/** Control characters, and those that turn the direction of what follows or cannot be seen. */
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** Text from elsewhere, fit for a terminal: what would steer it is written out. */
export function harmless(text: string): string {
  return text.replace(hidden, character => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
