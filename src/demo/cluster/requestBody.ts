import type { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import { badRequest, Failure } from './failure.ts';
import { decodeProtobuf } from './protobuf.ts';

const limit = 3 * 1024 * 1024;
/** Deeper than any real object, shallow enough for every recursion. */
const depthLimit = 256;

/** The parsed body, JSON or YAML; undefined where it is empty. */
export async function readRequestBody(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  const contentType = (request.headers['content-type'] ?? 'application/json').split(';')[0]!.trim();
  const value = contentType.endsWith('protobuf')
    ? decodeProtobuf(bytes)
    : parseText(bytes.toString('utf8'), contentType.endsWith('yaml'));
  if (value === undefined || contentType === 'application/cbor') throw unreadable();
  checkHostile(value);
  return value;
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  // Not `for await`: leaving that loop early would cut the connection, and the answer with it.
  await new Promise<void>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) reject(tooLarge());
      else chunks.push(chunk);
    });
    request.on('end', resolve);
    request.on('error', reject);
  });
  return Buffer.concat(chunks);
}

function unreadable(): Failure {
  return new Failure(
    415,
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml; ' +
      'protobuf of this kind is left out of this API server: add `--dry-run=client -o yaml | kubectl apply -f -`'
  );
}

function tooLarge(): Failure {
  const message = `Request entity too large: limit is ${limit}`;
  return new Failure(413, 'RequestEntityTooLarge', message);
}

function parseText(text: string, isYaml: boolean): unknown {
  // JSON is YAML, and far cheaper to read as what it is.
  if (!isYaml || /^\s*[{[]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (!isYaml) {
        throw badRequest(
          `couldn't get version/kind; json parse error: ${(error as Error).message}`
        );
      }
    }
  }
  try {
    return parse(text, { maxAliasCount: 100, logLevel: 'silent' });
  } catch (error) {
    throw badRequest(`error converting YAML to JSON: ${(error as Error).message.split('\n')[0]!}`);
  }
}

/** Refuses what would overflow a recursion or reach an object's prototype. */
function checkHostile(value: unknown): void {
  const queue: [unknown, number][] = [[value, 0]];
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [current, depth] = next;
    if (typeof current !== 'object' || current === null) continue;
    if (depth > depthLimit) throw badRequest(`the body is nested deeper than ${depthLimit} levels`);
    if (Object.hasOwn(current, '__proto__')) {
      throw badRequest('a field named "__proto__" is not accepted by this API server');
    }
    for (const entry of Object.values(current)) queue.push([entry, depth + 1]);
  }
}
