import { type KubernetesObject, list, record } from './object.ts';

/** Of an object printed as JSON: what stands in its data. Controllers print Secrets whole where two of them collide. */
const data = /"(data|stringData)":\{(?:[^"{}]|"(?:[^"\\]|\\.)*(?:"|\\?$))*(?:\}|$)/gs;

function maskIn(said: Record<string, unknown>, field: string): void {
  const words = said[field];
  if (typeof words === 'string') said[field] = words.replace(data, '"$1":{…}');
}

/** In place, before anybody holds it: no message of a condition or an Event keeps the data of an object. */
export function maskSaid(object: KubernetesObject): void {
  for (const condition of list(record(object.status).conditions))
    maskIn(record(condition), 'message');
  if (object.kind !== 'Event') return;
  maskIn(object, 'message');
  maskIn(object, 'note');
}
