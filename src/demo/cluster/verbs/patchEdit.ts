import jsonPatch, { type Operation } from 'fast-json-patch';
import type { IncomingHttpHeaders } from 'node:http';
import { badRequest, Failure } from '../failure.ts';
import { mergePatch } from '../mergePatch.ts';

const accepted = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/apply-patch+yaml',
];
const operationLimit = 10_000;

export function contentTypeOf(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';')[0]!.trim();
}

/** The edit that a JSON or merge patch describes; 415 for patches of other kinds. */
export function patchEdit(
  headers: IncomingHttpHeaders,
  body: unknown
): (object: object) => unknown {
  const contentType = contentTypeOf(headers);
  if (contentType === 'application/json-patch+json') return object => jsonPatched(object, body);
  if (contentType === 'application/merge-patch+json') {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw badRequest('a merge patch must be an object');
    }
    return object => mergePatch(object, body);
  }
  const isStrategic = contentType === 'application/strategic-merge-patch+json';
  const hint = isStrategic
    ? '; strategic merge is left out of this API server: use `kubectl apply --server-side` or `kubectl patch --type=merge`'
    : '';
  throw new Failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(
      ', '
    )}${hint}`
  );
}

function jsonPatched(object: object, body: unknown): unknown {
  if (!Array.isArray(body)) throw badRequest('a JSON patch must be a list of operations');
  if (body.length > operationLimit) {
    throw new Failure(
      413,
      'RequestEntityTooLarge',
      `The allowed maximum operations in a JSON patch is ${operationLimit}, got ${body.length}`
    );
  }
  try {
    const operations = body as Operation[];
    return jsonPatch.applyPatch(structuredClone(object), operations, true, true).newDocument;
  } catch (error) {
    const why = (error as Error).message.split('\n')[0]!;
    throw new Failure(
      422,
      'Invalid',
      `the server rejected our request due to an error in our request: ${why}`
    );
  }
}
