import type { ObjectRef } from '../kubernetes/ref.ts';
import type { TextRow } from './textRow.ts';
import { quotedVisibly } from './visible.ts';

const context = 3;

interface PatchLine {
  sign: ' ' | '-' | '+';
  text: string;
}

/** Rows as `git diff` writes them; empty where nothing differs. */
export function toUnifiedDiff(
  ref: ObjectRef,
  rows: readonly TextRow[],
  exists: { left: boolean; right: boolean }
): string {
  const lines = toLines(rows);
  const hunks = toHunks(lines);
  if (hunks.length === 0) return '';
  const file = fileOf(ref);
  const [from, to] = [quoted(`a/${file}`), quoted(`b/${file}`)];
  const mode = exists.left
    ? exists.right
      ? []
      : ['deleted file mode 100644']
    : ['new file mode 100644'];
  const head = [
    `diff --git ${from} ${to}`,
    ...mode,
    `--- ${exists.left ? from : '/dev/null'}`,
    `+++ ${exists.right ? to : '/dev/null'}`,
  ];
  return [...head, ...hunks, ''].join('\n');
}

/** Of a run of differences what went comes first, as patches have it. */
function toLines(rows: readonly TextRow[]): PatchLine[] {
  const lines: PatchLine[] = [];
  let came: PatchLine[] = [];
  for (const { kind, left, right } of rows) {
    if (kind === 'same' && left && right && left.text === right.text) {
      lines.push(...came, { sign: ' ', text: right.text });
      came = [];
      continue;
    }
    if (left) lines.push({ sign: '-', text: left.text });
    if (right) came.push({ sign: '+', text: right.text });
  }
  return [...lines, ...came];
}

function toHunks(lines: readonly PatchLine[]): string[] {
  const hunks: string[] = [];
  const at = { left: 1, right: 1 };
  let next = 0;
  const isChange = (line: PatchLine | undefined) => line !== undefined && line.sign !== ' ';
  const pass = (end: number) => {
    for (; next < end; next++) {
      if (lines[next]?.sign !== '+') at.left += 1;
      if (lines[next]?.sign !== '-') at.right += 1;
    }
  };
  for (;;) {
    let first = next;
    while (first < lines.length && !isChange(lines[first])) first += 1;
    if (first >= lines.length) return hunks;
    pass(Math.max(next, first - context));
    let end = first;
    for (let index = first; index < lines.length && index <= end + 2 * context; index++) {
      if (isChange(lines[index])) end = index + 1;
    }
    const start = { ...at };
    const part = lines.slice(next, Math.min(lines.length, end + context));
    pass(next + part.length);
    const range = (from: number, to: number) => `${to === from ? from - 1 : from},${to - from}`;
    hunks.push(`@@ -${range(start.left, at.left)} +${range(start.right, at.right)} @@`);
    hunks.push(...part.map(({ sign, text }) => sign + text));
  }
}

/** A path of its own for each object, whatever its name is. */
function fileOf({ group, kind, namespace, name }: ObjectRef): string {
  const kindPart = group === '' ? kind : `${kind}.${group}`;
  const parts = [namespace, kindPart, name].filter(part => part !== '');
  return `${parts.map(part => part.replace(/[/\\]/g, '_').replace(/^\.+$/, '_')).join('/')}.yaml`;
}

function quoted(path: string): string {
  return /^[\w./:@+-]+$/.test(path) ? path : quotedVisibly(path);
}
