/**
 * Characters that deceive or that a terminal obeys: controls but tab, line and paragraph separators, bidi controls,
 * zero-width ones, and halves of surrogate pairs. They are written out in one place: here.
 */
const hostile =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A line in which every such character is seen: `⟨U+202E⟩`. */
export function visible(line: string): string {
  return line.replace(hostile, character => `⟨U+${hexOf(character).toUpperCase()}⟩`);
}

/** In double quotes, as JSON and YAML escape. */
export function quotedVisibly(text: string): string {
  return JSON.stringify(text).replace(hostile, character => `\\u${hexOf(character)}`);
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}
