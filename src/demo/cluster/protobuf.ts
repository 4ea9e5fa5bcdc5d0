import { badRequest } from './failure.ts';
import { type FieldType, type ProtobufMessages, protobufMessages } from './protobufMessages.ts';

const magic = Buffer.from('k8s\0');

/** An object that came in Kubernetes' protobuf envelope; undefined where its kind is not one that can be read. */
export function decodeProtobuf(bytes: Buffer): Record<string, unknown> | undefined {
  if (!bytes.subarray(0, 4).equals(magic)) throw badRequest('the body is not Kubernetes protobuf');
  const { type = Buffer.alloc(0), raw = Buffer.alloc(0) } = namedParts(bytes.subarray(4), {
    1: 'type',
    2: 'raw',
  });
  const named = namedParts(type, { 1: 'apiVersion', 2: 'kind' });
  const apiVersion = String(named.apiVersion ?? '');
  const kind = String(named.kind ?? '');
  // DeleteOptions come in the version of what they delete.
  const name = kind === 'DeleteOptions' ? 'v1/DeleteOptions' : `${apiVersion}/${kind}`;
  if (!protobufMessages.has(name)) return undefined;
  return { apiVersion, kind, ...readMessage(raw, name, protobufMessages) };
}

function namedParts<Name extends string>(
  bytes: Buffer,
  names: Record<number, Name>
): Partial<Record<Name, Buffer>> {
  const parts: Partial<Record<Name, Buffer>> = {};
  for (const { number, value } of fieldsOf(bytes)) {
    const name = names[number];
    if (name && Buffer.isBuffer(value)) parts[name] = value;
  }
  return parts;
}

/** Go writes empty texts too: they are left out, except in lists and maps, where they mean something. */
function readMessage(
  bytes: Buffer,
  message: string,
  messages: ProtobufMessages
): Record<string, unknown> {
  const result = new Map<string, unknown>();
  for (const { number, value } of fieldsOf(bytes)) {
    const field = messages.get(message)?.get(number);
    if (!field) continue;
    const { name, type } = field;
    const read = readValue(value, type, messages);
    if (type === 'text' && read === '') continue;
    const isMany = type === 'texts' || (typeof type === 'object' && type.many);
    const before = result.get(name);
    if (isMany) result.set(name, [...((before as unknown[]) ?? []), read]);
    else if (type === 'map' || type === 'bytesMap') {
      result.set(name, { ...(before as object), ...(read as object) });
    } else result.set(name, read);
  }
  return Object.fromEntries(result);
}

function readValue(value: Buffer | number, type: FieldType, messages: ProtobufMessages): unknown {
  if (type === 'int') return Number(value);
  if (type === 'bool') return value === 1;
  if (!Buffer.isBuffer(value)) throw malformed();
  if (type === 'text' || type === 'texts') return value.toString('utf8');
  if (type === 'map' || type === 'bytesMap') {
    const { key, entry } = namedParts(value, { 1: 'key', 2: 'entry' });
    const text = entry?.toString(type === 'map' ? 'utf8' : 'base64') ?? '';
    return Object.fromEntries([[key?.toString('utf8') ?? '', text]]);
  }
  return readMessage(value, type.message, messages);
}

function* fieldsOf(bytes: Buffer): Generator<{ number: number; value: Buffer | number }> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) throw malformed();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw malformed();
  };
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw malformed();
    const part = bytes.subarray(at, at + length);
    at += length;
    return part;
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag % 8;
    const number = Math.floor(tag / 8);
    if (wire === 0) yield { number, value: varint() };
    else if (wire === 2) yield { number, value: take(varint()) };
    else if (wire === 1) yield { number, value: take(8) };
    else if (wire === 5) yield { number, value: take(4) };
    else throw malformed();
  }
}

function malformed() {
  return badRequest('the body is not well-formed protobuf');
}
