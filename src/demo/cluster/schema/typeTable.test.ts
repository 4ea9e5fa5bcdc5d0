import { describe, expect, it } from 'vitest';
import { builtInTypes } from './builtIn.ts';
import { definitionName, readTypes } from './typeTable.ts';

describe('a table of types', () => {
  const schemaOf = readTypes(
    [
      `
ObjectMeta name
Thing * spec!:ThingSpec={} owner:Ref
ThingSpec size!:int=3 mode:On|Off=On text="" labels:string{} frozen:string{atomic}
  names:string[set] parts:Part[name,kind] order:string[] span:span
Part name! kind=x
Ref(atomic) uid
`,
    ],
    { scalars: { span: { type: 'string', pattern: '^[0-9]+s$' } } }
  );

  it('says of each field its type, its default, whether it is needed, and how it merges', () => {
    expect(schemaOf('ThingSpec')).toEqual({
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', default: 3 },
        mode: { type: 'string', enum: ['On', 'Off'], default: 'On' },
        text: { type: 'string', default: '' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        frozen: {
          type: 'object',
          additionalProperties: { type: 'string' },
          'x-kubernetes-map-type': 'atomic',
        },
        names: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
        parts: {
          type: 'array',
          items: schemaOf('Part'),
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name', 'kind'],
        },
        order: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'atomic' },
        span: { type: 'string', pattern: '^[0-9]+s$' },
      },
    });
    expect(schemaOf('Ref')).toEqual({
      type: 'object',
      'x-kubernetes-map-type': 'atomic',
      properties: { uid: { type: 'string' } },
    });
  });

  it('gives a kind what every object has', () => {
    const { properties, required } = schemaOf('Thing');
    expect(Object.keys(properties ?? {})).toEqual([
      'apiVersion',
      'kind',
      'metadata',
      'spec',
      'owner',
    ]);
    expect(required).toEqual(['spec']);
    expect(properties?.spec && definitionName(properties.spec)).toBe('ThingSpec');
  });

  it('names what it lacks', () => {
    expect(() => schemaOf('Other')).toThrow('no table of built-in types defines Other');
  });

  it('describes every built-in type', () => {
    expect(builtInTypes.length).toBeGreaterThan(45);
    const names = builtInTypes.map(({ group, plural }) => `${plural}.${group}`);
    expect(new Set(names).size).toBe(names.length);
    for (const type of builtInTypes) expect(type.schema.properties).toHaveProperty('metadata');
  });
});
