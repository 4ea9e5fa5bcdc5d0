import { isMap, maxDepth } from './content.ts';
import { orderKeys } from './fieldOrder.ts';
import { quotedVisibly, visible } from './visible.ts';

const longestKey = 200;

/** A value as the lines of YAML that a person would have written, in the order of `orderKeys`; never a raw control. */
export function yamlLines(value: unknown, depth = 0): string[] {
  if (isMap(value) && Object.keys(value).length > 0) {
    if (depth >= maxDepth) return ['… # nested too deep to be shown'];
    return orderKeys(Object.keys(value)).flatMap(key => entryLines(key, value[key], depth));
  }
  if (Array.isArray(value) && value.length > 0) {
    if (depth >= maxDepth) return ['… # nested too deep to be shown'];
    return value.flatMap(item => itemLines(item, depth));
  }
  return isBlock(value) ? [blockHead(value), ...indented(blockLines(value))] : [scalarText(value)];
}

/** `key: value`, or the key with what belongs to it below. */
export function entryLines(key: string, value: unknown, depth = 0): string[] {
  const head = `${keyText(key)}:`;
  if (isBlock(value)) return [`${head} ${blockHead(value)}`, ...indented(blockLines(value))];
  const lines = yamlLines(value, depth + 1);
  return hasBody(value) ? [head, ...indented(lines)] : [`${head} ${lines[0] ?? ''}`];
}

export function itemLines(item: unknown, depth = 0): string[] {
  if (isBlock(item)) return [`- ${blockHead(item)}`, ...indented(blockLines(item))];
  const [first = '', ...rest] = yamlLines(item, depth + 1);
  return [`- ${first}`, ...indented(rest)];
}

/** Whether a value takes lines of its own, below its key. */
export function hasBody(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function indented(lines: readonly string[]): string[] {
  return lines.map(line => (line === '' ? '' : `  ${line}`));
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
