import { readMasked } from '../../core/diff/mask.ts';

/** Longer values are seldom searched to their end, and would be held twice. */
const longest = 20_000;

/** What a search looks through: each value behind its key, as YAML writes it, in small letters. Never a masked one. */
export function searchText(value: unknown): string {
  const lines: string[] = [];
  collect('', value, lines);
  return lines.join('\n').toLowerCase();
}

function collect(key: string, value: unknown, lines: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect('-', item, lines);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, child] of Object.entries(value)) collect(name, child, lines);
  } else if (!readMasked(value)) {
    lines.push(`${key}: ${String(value).slice(0, longest)}`);
  } else {
    lines.push(`${key}:`);
  }
}
