import { describe, expect, it } from 'vitest';
import { kustomization } from '../../../../test/fixtures/fluxObjects.ts';
import { seeded } from '../../../../test/fixtures/randomWorld.ts';
import { type StateName, stateNames } from '../../flux/state.ts';
import { toRef } from '../../kubernetes/ref.ts';
import { objectId } from '../nodeId.ts';
import { type Drawing, drawingOf, type DrawingQuery, type DrawnNode } from './drawing.ts';
import type { LineName } from './line.ts';
import type { Picture } from './picture.ts';

const idOf = (name: string, namespace = 'flux-system') =>
  objectId(toRef(kustomization(name, { metadata: { namespace } })));

interface Parts {
  /** `left right`, by name. */
  lines: [string, string, LineName?][];
  states?: Record<string, StateName>;
  namespaces?: Record<string, string>;
  alone?: string[];
}

function pictureOf({ lines, states = {}, namespaces = {}, alone = [] }: Parts): Picture {
  const place = (name: string) => idOf(name, namespaces[name]);
  const names = [...new Set([...lines.flatMap(([left, right]) => [left, right]), ...alone])];
  return {
    nodes: new Map(
      names.map(name => {
        const object = kustomization(name, {
          metadata: { namespace: namespaces[name] ?? 'flux-system' },
        });
        const id = place(name);
        const state = states[name] ?? 'ready';
        return [id, { id, ref: toRef(object), object, state, marks: [], applies: 0 }];
      })
    ),
    lines: lines.map(([left, right, name = 'applies']) => ({
      name,
      from: place(left),
      to: place(right),
      edge: { from: place(left), to: place(right), meaning: 'applies', field: '' },
    })),
    hidden: 0,
  };
}

const nothing = { opened: new Set<string>(), pinned: new Set<string>() };
const draw = (picture: Picture, query: Partial<DrawingQuery> = {}) =>
  drawingOf(picture, { by: 'layer', ...nothing, limit: 300, ...query });

const short = (id: string) => id.replaceAll(/[^ ]*\//g, '');
const told = (node: DrawnNode) =>
  node.type === 'one' ? short(node.id) : `${short(node.id)}: ${JSON.stringify(node.states)}`;
const boxes = ({ nodes }: Drawing) => nodes.map(told);

/** `root` and `count` children, `c0` to the last. */
const wide = (count: number): Parts['lines'] =>
  Array.from({ length: count }, (_, at) => ['root', `c${at}`]);

describe('a picture by layers', () => {
  it('is drawn whole while it is small', () => {
    expect(boxes(draw(pictureOf({ lines: wide(15) })))).toHaveLength(16);
  });

  it('draws who is not simply well, two of the others, and counts the rest by their states', () => {
    const drawing = draw(pictureOf({ lines: wide(60), states: { c59: 'suspended' } }));
    expect(boxes(drawing)).toEqual(['root', 'c0', 'c1', 'c59', 'rest of root: {"ready":57}']);
    expect(drawing.lines.map(({ to, count }) => [short(to), count])).toContainEqual([
      'rest of root',
      57,
    ]);
  });

  it('draws who is in trouble before all others, and who has somebody in trouble below', () => {
    const drawing = draw(
      pictureOf({
        lines: [...wide(60), ['c50', 'deep']],
        states: { c40: 'failing', deep: 'stalled' },
      })
    );
    expect(boxes(drawing)).toEqual(expect.arrayContaining(['c40', 'c50', 'deep']));
  });

  it('draws what a person looks for, and opens the box of the others', () => {
    const picture = pictureOf({ lines: wide(60) });
    expect(boxes(draw(picture, { pinned: new Set([idOf('c44')]) }))).toContain('c44');
    const opened = new Set([`rest of ${idOf('root')}`]);
    expect(boxes(draw(picture, { opened }))).toHaveLength(61);
  });

  it('draws no box for a single other one', () => {
    const lines = [
      ...wide(4),
      ...Array.from({ length: 50 }, (_, at) => ['c0', `d${at}`]),
    ] as Parts['lines'];
    expect(boxes(draw(pictureOf({ lines })))).toContain('c3');
  });

  it('counts in a box what has no room for one of its own', () => {
    const lines: Parts['lines'] = Array.from({ length: 80 }, (_, at) => [`n${at}`, `n${at + 1}`]);
    const { nodes } = draw(pictureOf({ lines }), { limit: 10 });
    expect(nodes).toHaveLength(10);
    const inside = nodes.flatMap(node => (node.type === 'one' && node.inside) || []);
    expect(inside.map(({ size }) => size)).toEqual([71]);
  });

  it('bears a circle that nothing leads to', () => {
    const lines: Parts['lines'] = [['a', 'b', 'dependsOn'], ['b', 'a', 'dependsOn'], ...wide(60)];
    expect(boxes(draw(pictureOf({ lines })))).toEqual(expect.arrayContaining(['a', 'b']));
  });
});

describe('a picture by groups', () => {
  const namespaces = { a: 'one', b: 'one', c: 'one', d: 'two', e: 'two', f: 'three' };
  const picture = pictureOf({
    lines: [
      ['a', 'd'],
      ['b', 'd'],
      ['c', 'e'],
      ['a', 'f'],
    ],
    namespaces,
    states: { d: 'failing' },
  });

  it('has one box a namespace, and one line for all between two', () => {
    const drawing = draw(picture, { by: 'namespace' });
    expect(boxes(drawing)).toEqual([
      'f',
      'namespace two: {"failing":1,"ready":1}',
      'namespace one: {"ready":3}',
    ]);
    expect(drawing.lines.map(({ from, to, count }) => [short(from), short(to), count])).toEqual([
      ['namespace one', 'namespace two', 3],
      ['namespace one', 'f', 1],
    ]);
  });

  it('draws the members of an opened one', () => {
    const drawing = draw(picture, { by: 'namespace', opened: new Set(['namespace one']) });
    expect(boxes(drawing)).toEqual(['a', 'b', 'c', 'f', 'namespace two: {"failing":1,"ready":1}']);
  });

  it('draws itself the last of a group whose others are drawn', () => {
    const pinned = new Set([idOf('e', 'two')]);
    expect(boxes(draw(picture, { by: 'namespace', pinned }))).toEqual([
      'd',
      'e',
      'f',
      'namespace one: {"ready":3}',
    ]);
  });

  it('has one box for all that one object applied', () => {
    const applied = pictureOf({
      lines: [
        ['root', 'infra'],
        ['root', 'apps'],
        ['apps', 'web'],
        ['apps', 'api'],
        ['infra', 'web', 'dependsOn'],
      ],
    });
    const drawing = draw(applied, { by: 'owner' });
    expect(boxes(drawing)).toEqual(['root', 'owner apps: {"ready":2}', 'owner root: {"ready":2}']);
    expect(drawing.lines.map(({ name, from, to }) => [short(from), name, short(to)])).toEqual([
      ['root', 'applies', 'owner root'],
      ['owner root', 'applies', 'owner apps'],
      ['owner root', 'dependsOn', 'owner apps'],
    ]);
  });
});

describe('a picture of any world', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'never has more boxes than it may, and every node in one (seed %i)',
    seed => {
      const random = seeded(seed);
      const size = 100 + Math.floor(random() * 1500);
      const some = () => Math.floor(random() * size);
      const meanings: LineName[] = ['applies', 'dependsOn', 'source', 'values'];
      const lines = Array.from({ length: size * 2 }, (): [string, string, LineName] => [
        `n${Math.floor(some() / (1 + seed))}`,
        `n${some()}`,
        meanings[Math.floor(random() * 4)] ?? 'applies',
      ]);
      const names = Array.from({ length: size }, (_, at) => `n${at}`);
      const world = pictureOf({
        lines,
        alone: names,
        namespaces: Object.fromEntries(
          names.map(name => [name, `team-${Math.floor(random() * 40)}`])
        ),
        states: Object.fromEntries(
          names.map(name => [
            name,
            random() < 0.9
              ? 'ready'
              : stateNames[Math.floor(random() * stateNames.length)] ?? 'ready',
          ])
        ),
      });
      for (const by of ['layer', 'namespace', 'owner'] as const) {
        for (const limit of [5, 40, 300]) {
          const pinned = new Set([...world.nodes.keys()].filter(() => random() < 0.3));
          const drawing = draw(world, { by, limit, pinned });
          const drawn = new Set(drawing.nodes.map(({ id }) => id));
          expect(drawn.size).toBe(drawing.nodes.length);
          expect(drawn.size).toBeLessThanOrEqual(limit);
          expect(
            [...world.nodes.keys()].filter(id => !drawn.has(drawing.homes.get(id) ?? ''))
          ).toEqual([]);
          const counted = drawing.nodes.reduce(
            (sum, node) => sum + (node.type === 'group' ? node.size : 1 + (node.inside?.size ?? 0)),
            0
          );
          expect(counted).toBe(world.nodes.size);
          expect(
            drawing.lines.filter(({ from, to }) => !drawn.has(from) || !drawn.has(to))
          ).toEqual([]);
        }
      }
    }
  );
});
