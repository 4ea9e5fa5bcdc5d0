import { describe, expect, it } from 'vitest';
import { seeded } from '../../../test/fixtures/randomWorld.ts';
import { type Layout, type LayoutEdge, layoutOf } from './layout.ts';

/** A world as Flux's are: a few roots, what they apply, and dependencies among that. Without a circle. */
function randomEdges(size: number, random: () => number): LayoutEdge[] {
  const edges: LayoutEdge[] = [];
  const before = (node: number) => Math.floor(random() * node);
  for (let node = 1; node < size; node += 1) {
    if (random() < 0.05) continue;
    edges.push({ from: `n${Math.floor(before(node) / 8)}`, to: `n${node}` });
    if (random() < 0.3) edges.push({ from: `n${before(node)}`, to: `n${node}` });
  }
  return edges;
}

const idsOf = (size: number) => Array.from({ length: size }, (_, node) => `n${node}`);

/** The ids of each layer, from the top. */
function columnsOf(layout: Layout): string[][] {
  const columns: string[][] = [];
  const all = [...layout.places].sort(([, a], [, b]) => a.height - b.height);
  for (const [id, { layer }] of all) (columns[layer] ??= []).push(id);
  return columns;
}

/** Everything that has no room of its own. */
function overlapsIn(layout: Layout): string[] {
  return columnsOf(layout).flatMap(column =>
    column.flatMap((id, index) => {
      const above = layout.places.get(column[index - 1] ?? '')?.height ?? -Infinity;
      return (layout.places.get(id)?.height ?? 0) - above < 1 - 1e-6 ? id : [];
    })
  );
}

function leftwardIn(layout: Layout, edges: readonly LayoutEdge[]): LayoutEdge[] {
  const layerOf = (id: string) => layout.places.get(id)?.layer ?? -1;
  return edges.filter(({ from, to }) => layerOf(from) >= layerOf(to));
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe('the layout', () => {
  it('puts parents in the middle of their children, in the order of the ids', () => {
    const edges = ['infra', 'mon', 'apps'].map(to => ({ from: 'root', to }));
    const { places } = layoutOf(['root', 'infra', 'mon', 'apps'], edges);
    const rounded = [...places].map(([id, { layer, height }]) => [id, layer, Math.round(height)]);
    expect(rounded).toEqual([
      ['root', 0, 1],
      ['infra', 1, 0],
      ['mon', 1, 1],
      ['apps', 1, 2],
    ]);
  });

  it('crosses no edges of a tree, whatever the order of the ids', () => {
    const edges = [
      ['root', 'a'],
      ['root', 'b'],
      ['b', 'b1'],
      ['a', 'a1'],
      ['b', 'b2'],
      ['a', 'a2'],
    ].map(([from = '', to = '']) => ({ from, to }));
    const columns = columnsOf(layoutOf(['b2', 'a1', 'b1', 'a2', 'b', 'root', 'a'], edges));
    const parents = columns[2]?.map(id => id[0]);
    expect(parents).toEqual(columns[1]?.flatMap(id => [id, id]));
  });

  it('keeps what nothing leads to beside what it leads to', () => {
    const edges = [
      { from: 'root', to: 'apps' },
      { from: 'apps', to: 'release' },
      { from: 'values', to: 'release' },
    ];
    const layout = layoutOf(['root', 'apps', 'release', 'values'], edges);
    expect(layout.places.get('values')?.layer).toBe(1);
  });

  it('gives up the weak edge of a circle: a root applies its own source, and still stands right of it', () => {
    const edges = [
      { from: 'root', to: 'source', isWeak: true },
      { from: 'source', to: 'root' },
    ];
    const layers = [...layoutOf(['root', 'source'], edges).places].map(([id, { layer }]) => [
      id,
      layer,
    ]);
    expect(layers).toEqual([
      ['root', 1],
      ['source', 0],
    ]);
  });

  it('bears a circle of edges that are all the same, and a node that leads to itself', () => {
    const edges = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'a' },
      { from: 'a', to: 'a' },
    ];
    const layers = [...layoutOf(['a', 'b', 'c'], edges).places.values()].map(({ layer }) => layer);
    expect(layers).toEqual([0, 1, 2]);
  });

  it('leaves a gap for a line that passes a layer, and parts lines as late as it can', () => {
    const edges = ['a', 'b', 'c'].map(to => ({ from: 'root', to }));
    edges.push({ from: 'a', to: 'a1' }, { from: 'b', to: 'b1' }, { from: 'root', to: 'b1' });
    const { places, passes } = layoutOf(['root', 'a', 'b', 'c', 'a1', 'b1'], edges);
    const pass = passes.get('root')?.get(1) ?? NaN;
    const distances = ['a', 'b', 'c'].map(id => Math.abs((places.get(id)?.height ?? 0) - pass));
    expect(Math.min(...distances)).toBeGreaterThan(0.6);
    expect([...passes.keys()]).toEqual(['root']);
  });

  it('does not see edges to what is not drawn', () => {
    expect(layoutOf(['a'], [{ from: 'gone', to: 'a' }]).places).toEqual(
      new Map([['a', { layer: 0, height: 0 }]])
    );
  });

  it.each(seeds)('leads every edge to the right, and gives each node its room (seed %i)', seed => {
    const random = seeded(seed);
    const size = 20 + Math.floor(random() * 300);
    const edges = randomEdges(size, random);
    const layout = layoutOf(idsOf(size), edges);
    expect(leftwardIn(layout, edges)).toEqual([]);
    expect(overlapsIn(layout)).toEqual([]);
    const heights = [...layout.passes.values()].flatMap(passes => [...passes.values()]);
    for (const { height } of layout.places.values()) heights.push(height);
    expect(Math.min(...heights)).toBe(0);
  });

  it.each(seeds)('is the same for the same graph (seed %i)', seed => {
    const edges = randomEdges(150, seeded(seed));
    expect(layoutOf(idsOf(150), edges)).toEqual(layoutOf(idsOf(150), [...edges]));
  });

  it.each(seeds)('lets no node change places when others come and go (seed %i)', seed => {
    const random = seeded(seed);
    const size = 120;
    const edges = randomEdges(size, random);
    let shown = idsOf(size).filter(() => random() < 0.9);
    let layout = layoutOf(shown, edges);
    for (let turn = 0; turn < 30; turn += 1) {
      const changed = `n${1 + Math.floor(random() * (size - 1))}`;
      shown = shown.includes(changed) ? shown.filter(id => id !== changed) : [...shown, changed];
      const keep = turn % 2 === 0 ? 'places' : 'order';
      const next = layoutOf(shown, edges, { layout, keep });
      const before = layout;
      const stayed = (id: string) => next.places.get(id)?.layer === before.places.get(id)?.layer;
      const orderIn = (of: Layout) =>
        columnsOf(of).flatMap(column => column.filter(stayed).join(' ') || []);
      expect(orderIn(next)).toEqual(orderIn(before));
      expect(overlapsIn(next)).toEqual([]);
      layout = next;
    }
  });

  it('moves nothing at all for a node that finds room, and little for one that does not', () => {
    const edges = [...['a', 'b', 'c'].map(to => ({ from: 'root', to })), { from: 'c', to: 'leaf' }];
    const layout = layoutOf(['root', 'a', 'c'], edges);
    const wider = layoutOf(['root', 'a', 'c', 'leaf'], edges, { layout, keep: 'places' });
    expect([...wider.places].slice(0, 3)).toEqual([...layout.places]);
    expect(wider.places.get('leaf')).toEqual({ layer: 2, height: 1 });
    const longer = layoutOf(['root', 'a', 'c', 'b'], edges, { layout, keep: 'places' });
    expect(Object.fromEntries([...longer.places].map(([id, { height }]) => [id, height]))).toEqual({
      root: 0.5,
      a: -0.5,
      b: 0.5,
      c: 1.5,
    });
  });

  it('places five thousand nodes while a person blinks', () => {
    const random = seeded(1);
    const edges = randomEdges(5000, random);
    const started = Date.now();
    const layout = layoutOf(idsOf(5000), edges);
    expect(Date.now() - started).toBeLessThan(5000);
    expect(overlapsIn(layout)).toEqual([]);
  });
});
