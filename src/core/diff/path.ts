/**
 * One step from an object to a field of it: the key of a map, or an item of a list, named by what identifies it there
 * (`name: app`), by its own value, or, where it has neither, by its position on the left (of an added one: on the
 * right). `nth` counts, from 1, the items of one list that would otherwise be named alike.
 */
export type PathStep =
  | { key: string }
  | { item: Readonly<Record<string, unknown>>; nth?: number }
  | { value: unknown; nth?: number }
  | { index: number };

/** `spec.template.spec.containers[name=app].image`, as a person reads it. */
export function pathText(steps: readonly PathStep[]): string {
  return steps.reduce(pathBelow, '');
}

/** The path one step further: what `pathText` gives for both, without going over all of it again. */
export function pathBelow(path: string, step: PathStep): string {
  const text = stepText(step);
  return path === '' && text.startsWith('.') ? text.slice(1) : path + text;
}

function stepText(step: PathStep): string {
  if ('key' in step) return /^[\w-]+$/.test(step.key) ? `.${step.key}` : `[${quoted(step.key)}]`;
  if ('index' in step) return `[${step.index}]`;
  const nth = step.nth === undefined ? '' : `#${step.nth}`;
  if ('value' in step) return `[=${quoted(step.value)}${nth}]`;
  const parts = Object.entries(step.item).map(([key, value]) => `${key}=${bare(value)}`);
  return `[${parts.join(',')}${nth}]`;
}

function bare(value: unknown): string {
  const said = String(value);
  return /^[\w./:*-]+$/.test(said) ? cut(said) : quoted(value);
}

function quoted(value: unknown): string {
  return cut(JSON.stringify(value) ?? 'null');
}

function cut(said: string): string {
  return said.length > 80 ? `${said.slice(0, 79)}…` : said;
}
