import { isDeepStrictEqual } from 'node:util';
import { record } from '../../core/kubernetes/object.ts';

export const hashLabel = 'pod-template-hash';

/** Letters that spell no word, as Kubernetes uses for names it makes up. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A short name for a template: the same for the same template, other collisions give others. */
export function templateHash(template: unknown, collisions = 0): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${canonical(template)}${collisions || ''}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return [...String(hash)].map(digit => alphabet[digit.charCodeAt(0) % alphabet.length]).join('');
}

/** Whether two pod templates are the same but for the hash that was put on one of them. */
export function isSameTemplate(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(withoutHash(left), withoutHash(right));
}

function withoutHash(template: unknown): unknown {
  const { metadata, ...rest } = record(template);
  const labels = without(record(metadata).labels, hashLabel);
  return { ...rest, metadata: { ...without(metadata, 'creationTimestamp'), labels } };
}

function without(fields: unknown, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record(fields)).filter(([name]) => name !== key));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`;
}
