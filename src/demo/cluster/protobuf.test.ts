import { describe, expect, it } from 'vitest';
import { Failure } from './failure.ts';
import { decodeProtobuf } from './protobuf.ts';

const field = (number: number, value: Buffer | string) => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
};
const envelope = (apiVersion: string, kind: string, raw: Buffer) =>
  Buffer.concat([
    Buffer.from('k8s\0'),
    field(1, Buffer.concat([field(1, apiVersion), field(2, kind)])),
    field(2, raw),
  ]);

describe('Kubernetes protobuf', () => {
  it('reads a ConfigMap, and leaves out the empty texts that Go writes', () => {
    const metadata = Buffer.concat([
      field(1, 'a'),
      field(2, ''),
      field(11, Buffer.concat([field(1, 'k'), field(2, 'v')])),
    ]);
    const entry = (key: string, value: string) =>
      field(2, Buffer.concat([field(1, key), field(2, value)]));
    const raw = Buffer.concat([field(1, metadata), entry('x', '1'), entry('empty', '')]);
    expect(decodeProtobuf(envelope('v1', 'ConfigMap', raw))).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', labels: { k: 'v' } },
      data: { x: '1', empty: '' },
    });
  });

  it('keeps an empty text in a list: it names the core group', () => {
    const rule = Buffer.concat([field(1, 'get'), field(2, ''), field(3, 'pods')]);
    const role = decodeProtobuf(envelope('rbac.authorization.k8s.io/v1', 'Role', field(2, rule)));
    expect(role?.rules).toEqual([{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }]);
  });

  it('does not read kinds that it does not know', () => {
    expect(decodeProtobuf(envelope('apps/v1', 'Deployment', Buffer.alloc(0)))).toBeUndefined();
  });

  it('refuses what is cut off at any byte, or no protobuf at all', () => {
    const whole = envelope('v1', 'ConfigMap', field(1, field(1, 'a-name')));
    for (let length = 0; length < whole.length; length++) {
      const read = () => decodeProtobuf(whole.subarray(0, length));
      try {
        expect(read()?.metadata).toBeUndefined();
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
      }
    }
    expect(() => decodeProtobuf(Buffer.from('hello, protobuf'))).toThrow('not Kubernetes protobuf');
  });
});
