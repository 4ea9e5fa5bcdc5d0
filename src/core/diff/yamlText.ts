import { isMap, maxDepth } from './content.ts';
import { orderKeys } from './fieldOrder.ts';
import { quotedVisibly, visible } from './visible.ts';

const longestKey = 200;

/** A value as the lines of YAML that a person would have written, in the order of `orderKeys`; never a raw control. */
export function yamlLines(value: unknown): string[] {
  const lines: string[] = [];
  pushValue(lines, '', '', value, 0);
  return lines;
}

/** `key: value`, or the key with what belongs to it below. */
export function entryLines(key: string, value: unknown): string[] {
  const lines: string[] = [];
  pushEntry(lines, '', '', key, value, 0);
  return lines;
}

export function itemLines(item: unknown): string[] {
  const lines: string[] = [];
  pushItem(lines, '', '', item, 0);
  return lines;
}

/** `first` stands before the first line of it, `rest` before all others: the dashes of an item, then blanks. */
function pushValue(lines: string[], first: string, rest: string, value: unknown, depth: number) {
  if (isBlock(value)) {
    lines.push(first + blockHead(value));
    return pushBlock(lines, rest, value);
  }
  if (!hasBody(value)) return void lines.push(first + scalarText(value));
  if (depth >= maxDepth) return void lines.push(`${first}… # nested too deep to be shown`);
  let before = first;
  if (isMap(value)) {
    for (const key of orderKeys(Object.keys(value))) {
      pushEntry(lines, before, rest, key, value[key], depth);
      before = rest;
    }
  } else {
    for (const item of value) {
      pushItem(lines, before, rest, item, depth);
      before = rest;
    }
  }
}

function pushEntry(
  ...[lines, first, rest, key, value, depth]: [string[], string, string, string, unknown, number]
) {
  const head = `${first}${keyText(key)}:`;
  if (!hasBody(value)) return pushValue(lines, `${head} `, rest, value, depth + 1);
  lines.push(head);
  pushValue(lines, `${rest}  `, `${rest}  `, value, depth + 1);
}

function pushItem(lines: string[], first: string, rest: string, item: unknown, depth: number) {
  const below = isBlock(item) ? rest : `${rest}  `;
  pushValue(lines, `${first}- `, below, item, depth + 1);
}

function pushBlock(lines: string[], before: string, text: string): void {
  for (const line of blockLines(text)) lines.push(line === '' ? '' : `${before}  ${line}`);
}

/** Whether a value takes lines of its own, below its key. */
export function hasBody(value: unknown): value is Record<string, unknown> | unknown[] {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Whether it is written line by line, below its key. */
export function isBlock(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n') && value.trim() !== '';
}

export function blockHead(text: string): string {
  const indent = /^[\n]*[ \t]/.test(text) ? '2' : '';
  const end = text.endsWith('\n') ? (/\n\n$/.test(text) ? '+' : '') : '-';
  return `|${indent}${end}`;
}

export function blockLines(text: string): string[] {
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  return lines.map(visible);
}

export function keyText(key: string): string {
  const cut = key.length > longestKey ? `${key.slice(0, longestKey)}…` : key;
  return isPlain(cut) ? cut : quotedVisibly(cut);
}

function scalarText(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null';
  return isPlain(value) ? value : quotedVisibly(value);
}

const plain = /^[A-Za-z_/.$][\w./:@%+~=$*,()-]*(?: [\w./:@%+~=$*,()-]+)*$/;
/** `1000m`, `1Gi`, `10s`: a number with a unit is no number to YAML, but for exponents, hexadecimals and the like. */
const withUnit = /^\d+(?:\.\d+)?(?:[mnukKMGTPEshd]|[KMGTPE]i|ms)$/;
const words = /^(true|false|yes|no|on|off|null|y|n|nan|\.inf|\.nan)$/i;

/** Strings that YAML reads back as the same string without quotes. In doubt they are quoted. */
function isPlain(text: string): boolean {
  if (!plain.test(text)) return withUnit.test(text);
  return !/:( |$)|^\.+$|^\.\d/.test(text) && !words.test(text);
}
