import { describe, expect, it } from 'vitest';
import { toPage, toWatchFrame } from './listAnswer.ts';
import type { KubernetesObject } from './object.ts';

// As Flux 2.9 writes it where a namespace makes one object of two.
const secret = (data: string) =>
  `{"apiVersion":"v1","data":{${data}},"kind":"Secret","metadata":{"name":"one"},"stringData":{"b":"{hunter2}\\"}"}}`;
const told = `namespace transformation produces ID conflict: [${secret(
  '"a":"aHVudGVyMg=="'
)} ${secret('"a":"eA=="')}]`;
const clean =
  '{"apiVersion":"v1","data":{…},"kind":"Secret","metadata":{"name":"one"},"stringData":{…}}';

const speaking = (message: string) => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'apps' },
  status: { conditions: [{ type: 'Ready', status: 'False', message }] },
});
const event = { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' }, message: told };

function read(object: object): KubernetesObject | undefined {
  const frame = toWatchFrame({ type: 'ADDED', object });
  return 'object' in frame ? frame.object : undefined;
}

describe('what a controller says with the data of a Secret', () => {
  it('is read without it, from a list and from a watch', () => {
    const said = `namespace transformation produces ID conflict: [${clean} ${clean}]`;
    expect(toPage({ items: [speaking(told)] })?.items[0]).toEqual(speaking(said));
    expect(read(speaking(told))).toEqual(speaking(said));
    expect(read(event)?.message).toBe(said);
    expect(read({ ...event, message: undefined, note: told })?.note).toBe(said);
  });

  it('is read without it where the message was cut', () => {
    for (let end = told.indexOf('aHVu'); end < told.length; end += 1)
      expect(JSON.stringify(read(speaking(told.slice(0, end))))).not.toMatch(/aHVu|hunter/);
  });

  it('costs no time, whatever was written to cost it', () => {
    const begun = performance.now();
    for (const piece of ['"data":{', '"data":{"', '"data":{"\\', '"stringData":{"a":"'])
      read(speaking(piece.repeat(20_000)));
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it('is left as it is where it is but words', () => {
    const words = 'Secret "one" is invalid: data[a]: Required value';
    expect(read(speaking(words))).toEqual(speaking(words));
  });
});
