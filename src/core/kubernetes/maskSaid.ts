import { type KubernetesObject, list, record } from './object.ts';

/** Of an object printed as JSON: what stands in its data. Controllers print Secrets whole where two of them collide. */
const data = /"(data|stringData)":\{(?:[^"{}]|"(?:[^"\\]|\\.)*(?:"|\\?$))*(?:\}|$)/gs;

function masked(words: string): string {
  const isPrinted = words.includes('"data":{') || words.includes('"stringData":{');
  return isPrinted ? words.replace(data, '"$1":{…}') : words;
}

function maskIn(said: Record<string, unknown>, field: string): void {
  const words = said[field];
  if (typeof words !== 'string') return;
  const clean = masked(words);
  if (clean !== words) said[field] = clean;
}

/** In place, before anybody holds it: no message of a condition or an Event keeps the data of an object. */
export function maskSaid(object: KubernetesObject): void {
  for (const condition of list(record(object.status).conditions))
    maskIn(record(condition), 'message');
  if (object.kind !== 'Event') return;
  maskIn(object, 'message');
  maskIn(object, 'note');
}
