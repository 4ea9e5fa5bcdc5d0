import { isDescribing, isSecretName, secretHint } from './secretNames.ts';

/** Hides one piece of a text; `name` is what the text calls it, and the same wherever in the text it stands. */
export type Hide = (name: string, piece: string) => string;

/**
 * Secrets in a text that is YAML, or a template of it, found by its lines and their indentation: a parser would take
 * a hundred times as long, and does not read templates at all. Values that stand beside their names on one line are
 * not its affair.
 */
export function hideInYaml(text: string, hide: Hide, isHidden: (piece: string) => boolean): string {
  const isManifest = /kind["']?:[ \t]{0,20}["']?Secret\b/.test(text);
  if (!text.includes(':') || !(isManifest || secretHint.test(text))) return text;
  const shown: string[] = [];
  let block: Block | undefined;
  let named: { indent: number } | undefined;

  const hideLines = ({ name, lines }: Block): void => {
    if (lines.length === 0) return;
    const piece = lines.join('\n');
    const blank = /^[ \t]*/.exec(lines.find(line => line.trim() !== '') ?? '')?.[0] ?? '';
    const isShown = piece.trim() === '' || isHidden(piece.trim());
    shown.push(isShown ? piece : blank + hide(name, piece) + (/\n\s*$/.exec(piece)?.[0] ?? ''));
  };
  const hideValue = (row: Row, name: string): string => {
    const { before, value } = row;
    if (value === '' || isHidden(value) || isTemplate(value)) return before + value;
    return before + hide(name, value);
  };

  for (const line of text.split('\n')) {
    const row = readRow(line);
    while (block && !isWithin(row, block)) {
      if (block.kind === 'text') hideLines(block);
      block = block.outer;
    }
    if (block?.kind === 'text') {
      block.lines.push(line);
      continue;
    }
    const opens: Block['kind'] = /^[|>][-+\d]{0,2}$/.test(row.value) ? 'text' : 'map';
    if (block) {
      const key = row.key ?? '';
      const isShown = row.isBlank || (block.kind === 'map' && isDescribing(key, {}));
      const name = `${block.name}.${key}`;
      if (isShown) shown.push(line);
      else if (opens === 'text') {
        shown.push(line);
        block = { kind: 'text', indent: row.indent, name, lines: [], outer: block };
      } else shown.push(hideValue(row, name));
      continue;
    }
    const isSecret = row.key !== undefined && isSecretName(row.key);
    const isData = isManifest && (row.key === 'data' || row.key === 'stringData');
    if (row.key === 'name') named = isSecretName(row.value) ? { indent: row.indent } : undefined;
    const isNamed = row.key === 'value' && named?.indent === row.indent;
    if (isNamed && opens !== 'text') shown.push(hideValue(row, 'value'));
    else shown.push(line);
    if (isData && row.value === '') {
      block = { kind: 'data', indent: row.indent, name: 'data', lines: [] };
    } else if (isSecret || isNamed) {
      // What is indented below a value goes on with it.
      const kind = row.value === '' && !isNamed ? 'map' : 'text';
      const name = (row.key ?? '').toLowerCase();
      block = { kind, indent: row.indent, name, lines: [] };
    }
  }
  if (block?.kind === 'text') hideLines(block);
  return shown.join('\n');
}

interface Block {
  /** A scalar over several lines; a map or list below a secret's name; the data of a Secret. */
  kind: 'text' | 'map' | 'data';
  indent: number;
  name: string;
  lines: string[];
  outer?: Block;
}

interface Row {
  indent: number;
  isBlank: boolean;
  isItem: boolean;
  key?: string;
  /** The line up to its value. */
  before: string;
  value: string;
}

const keyed =
  /^([ \t]*)((?:-[ \t]+)*)(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|([\w./-]{1,200}))[ \t]*:(?:[ \t]+|$)/;
const item = /^([ \t]*)((?:-(?:[ \t]+|$))*)/;

function readRow(line: string): Row {
  const isBlank = /^[ \t]*(#|$)/.test(line);
  const found = keyed.exec(line);
  const [head = '', blank = '', dashes = '', ...keys] = found ?? item.exec(line) ?? [];
  const key = keys.find(name => name !== undefined);
  const rest = line.slice(head.length);
  const value = rest.trim();
  // Neither an anchor, a tag nor a comment is a value.
  const isEmpty = /^(?:[&!]\S*(?:[ \t]+[&!]\S*)*)?[ \t]*(?:#.*)?$/.test(value);
  return {
    indent: blank.length + (found ? dashes.length : 0),
    isBlank,
    isItem: dashes !== '',
    key,
    before: head,
    value: isEmpty ? '' : value,
  };
}

function isWithin(row: Row, block: Block): boolean {
  if (row.isBlank) return true;
  // A list may stand as far out as its key.
  return (
    row.indent > block.indent || (block.kind !== 'text' && row.isItem && row.indent >= block.indent)
  );
}

function isTemplate(value: string): boolean {
  return /^["']?(\$\{\w+\}|\$\(\w+\)|\{\{[^{}"']*\}\}|true|false|null|~|"")["']?,?$/.test(value);
}
