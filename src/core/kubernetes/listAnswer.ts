import { maskSaid } from './maskSaid.ts';
import { type KubernetesObject, list, record, text } from './object.ts';

/** One page of a collection. */
export interface Page {
  items: KubernetesObject[];
  resourceVersion: string;
  /** Asks for the next page. Absent on the last one. */
  next?: string;
  /** More of the same answer follows by itself. */
  isPart?: boolean;
}

/** One frame of a watch; `undefined` type stands for anything that is not one. */
export type WatchFrame =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubernetesObject }
  /** `isStart`: what was there before the watch has all been told. */
  | { type: 'BOOKMARK'; resourceVersion: string; isStart?: boolean }
  | { type: 'ERROR'; status: number; message: string }
  | { type: 'malformed'; message: string };

export interface ReadOptions {
  /** Half of an object's bytes, and of no use to most readers: dropped unless asked for. */
  keepManagedFields?: boolean | ((object: KubernetesObject) => boolean);
}

/** An object as read, fit to be held: undefined where it has no name. Changes what was just parsed, in place. */
function toObject(
  value: unknown,
  options: ReadOptions,
  defaults?: { apiVersion: string; kind: string }
): KubernetesObject | undefined {
  const object = record(value);
  const metadata = record(object.metadata);
  if (!text(metadata.name)) return undefined;
  // The items of a built-in kind's list carry neither; all others carry texts of their own that say the same.
  if (object.apiVersion === defaults?.apiVersion) object.apiVersion = defaults?.apiVersion;
  if (object.kind === defaults?.kind) object.kind = defaults?.kind;
  object.apiVersion ??= defaults?.apiVersion ?? '';
  object.kind ??= defaults?.kind ?? '';
  object.metadata = metadata;
  const read = object as KubernetesObject;
  maskSaid(read);
  const { keepManagedFields: keep } = options;
  const isKept = typeof keep === 'function' ? keep(read) : keep;
  if (!isKept && metadata.managedFields) object.metadata = withoutManagedFields(metadata);
  return read;
}

/** A copy: what a field is deleted from is held as a hash table from then on, of several times the size. */
function withoutManagedFields(metadata: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key in metadata) if (key !== 'managedFields') kept[key] = metadata[key];
  return kept;
}

/** The answer to a list, or undefined where it is none (a proxy's page, another kind of object). */
export function toPage(body: unknown, options: ReadOptions = {}): Page | undefined {
  const answer = record(body);
  const metadata = record(answer.metadata);
  if (!Array.isArray(answer.items) && answer.items !== null) return undefined;
  const defaults = {
    apiVersion: text(answer.apiVersion) ?? '',
    kind: (text(answer.kind) ?? '').replace(/List$/, ''),
  };
  return {
    items: list(answer.items).flatMap(item => toObject(item, options, defaults) ?? []),
    resourceVersion: text(metadata.resourceVersion) ?? '',
    next: text(metadata.continue),
  };
}

export function toWatchFrame(body: unknown, options: ReadOptions = {}): WatchFrame {
  const { type, object } = record(body);
  if (type === 'BOOKMARK') {
    const { resourceVersion: version, annotations } = record(record(object).metadata);
    const resourceVersion = text(version);
    if (!resourceVersion)
      return { type: 'malformed', message: 'a BOOKMARK without resourceVersion' };
    const isStart = record(annotations)['k8s.io/initial-events-end'] === 'true';
    return { type, resourceVersion, ...(isStart ? { isStart } : {}) };
  }
  if (type === 'ERROR') {
    const { code, message, reason } = record(object);
    const status = typeof code === 'number' ? code : reason === 'Expired' ? 410 : 500;
    return { type, status, message: text(message) ?? text(reason) ?? 'no message' };
  }
  if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED') {
    return { type: 'malformed', message: `a frame of type ${JSON.stringify(type) ?? 'none'}` };
  }
  const read = toObject(object, options);
  return read
    ? { type, object: read }
    : { type: 'malformed', message: `${type} with an object that has no name` };
}
