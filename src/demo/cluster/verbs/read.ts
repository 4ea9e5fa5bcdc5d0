import type { Answer, Call } from '../call.ts';
import { collectionOf } from '../catalog.ts';
import type { Collection } from '../collection.ts';
import { badRequest, Failure, invalid } from '../failure.ts';
import { rendererOf } from '../render.ts';
import { selectionOf } from '../selection.ts';
import type { Stored } from '../stored.ts';
import { find } from './update.ts';

export function get(call: Call): Answer {
  const stored = find(call.api, call.type, call.at.namespace, call.at.name);
  return { code: 200, body: rendererOf(call).one(stored) };
}

/** One page of a collection. All pages of a list show the objects as they were at the first. */
export function list(call: Call): Answer {
  const { api, type, query } = call;
  const renderer = rendererOf(call);
  const { isAll, matches } = selectionOf(call);
  const collection = api.store.collection(collectionOf(type));
  const limit = limitOf(query.get('limit'));
  const from = query.get('continue')
    ? readContinue(query.get('continue')!)
    : { revision: revisionOf(call), after: '' };
  const isSnapshot = from.revision > 0;
  const revision = isSnapshot ? from.revision : api.store.revision;
  const all = isSnapshot ? snapshot(call, collection, from) : collection.list(call.at.namespace);
  const items: Stored[] = [];
  let index = from.after ? all.findIndex(({ key }) => key > from.after) : 0;
  if (index < 0) index = all.length;
  for (; index < all.length && (limit === 0 || items.length < limit); index++) {
    if (isAll || matches(all[index]!.object)) items.push(all[index]!);
  }
  const hasMore = index < all.length && (isAll || all.slice(index).some(it => matches(it.object)));
  const metadata = {
    resourceVersion: String(revision),
    ...(hasMore && { continue: writeContinue({ revision, after: all[index - 1]!.key }) }),
    ...(hasMore && isAll && { remainingItemCount: all.length - index }),
  };
  return { code: 200, body: renderer.list(items, metadata) };
}

interface Continue {
  /** 0: whatever is there now. */
  revision: number;
  after: string;
}

function snapshot({ at }: Call, collection: Collection, from: Continue): Stored[] {
  try {
    return collection.listAt(from.revision, at.namespace);
  } catch (error) {
    if (!(error instanceof Failure) || !from.after) throw error;
    const failure = new Failure(410, 'Expired', expired);
    failure.status.metadata.continue = writeContinue({ revision: 0, after: from.after });
    throw failure;
  }
}

const expired =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
  'deleted between the time the first chunk was returned and now may show up in the list.';

/** The revision that a list must show exactly; 0 where the newest will do. */
function revisionOf({ api, query }: Call): number {
  const asked = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  const refuse = (message: string, reason = 'FieldValueForbidden') =>
    invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
      { reason, message, field: 'resourceVersionMatch' },
    ]);
  if (match && !asked) {
    throw refuse('Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided');
  }
  if (match && match !== 'Exact' && match !== 'NotOlderThan') {
    throw refuse(
      `Unsupported value: "${match}": supported values: "Exact", "NotOlderThan"`,
      'FieldValueNotSupported'
    );
  }
  if (match === 'Exact' && asked === '0') {
    throw refuse('Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  const revision = parseRevision(asked);
  if (revision > api.store.revision) {
    const message = `Too large resource version: ${revision}, current: ${api.store.revision}`;
    throw new Failure(504, 'Timeout', message, {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    });
  }
  // With a limit and no word about matching, the server answers with exactly what was asked for.
  const isExact = match === 'Exact' || (!match && !!query.get('limit') && revision > 0);
  return isExact ? revision : 0;
}

export function parseRevision(text: string): number {
  if (text === '') return 0;
  if (!/^\d{1,15}$/.test(text)) {
    throw badRequest(`Invalid value: "${text}": resourceVersion must be a number`);
  }
  return Number(text);
}

function limitOf(text: string | null): number {
  if (!text) return 0;
  if (!/^\d{1,9}$/.test(text)) throw badRequest(`limit: Invalid value: "${text}"`);
  return Number(text);
}

function writeContinue({ revision, after }: Continue): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, after })).toString(
    'base64url'
  );
}

function readContinue(token: string): Continue {
  try {
    const { v, rv, after } = JSON.parse(Buffer.from(token, 'base64url').toString()) as Record<
      string,
      unknown
    >;
    if (v === 'meta.k8s.io/v1' && typeof rv === 'number' && typeof after === 'string' && after) {
      return { revision: rv, after };
    }
  } catch {
    // Falls through: what cannot be read is as bad as what says nothing.
  }
  throw badRequest('continue key is not valid');
}
