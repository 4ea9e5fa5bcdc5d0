import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../../core/graph/layout.ts';
import { boundsOf, boxHeight, boxWidth, cornerOf, pathOf } from './geometry.ts';
import { toNodeId, toNodeText } from './nodeText.ts';
import { steer } from './steer.ts';
import { type GraphSearch, parseGraphSearch, toSearch } from './useGraphSearch.ts';
import { firstViewport, inSight } from './viewport.ts';

const apps = 'kustomize.toolkit.fluxcd.io/Kustomization/flux-system/apps';

describe('the address of the graph', () => {
  it('names nodes as people do', () => {
    const nodes = {
      'Kustomization/flux-system/apps': apps,
      'Deployment.apps/media/radarr': 'apps/Deployment/media/radarr',
      'ConfigMap/home/vars': '/ConfigMap/home/vars',
      'ClusterRole.rbac.authorization.k8s.io//admin':
        'rbac.authorization.k8s.io/ClusterRole//admin',
      'git:https://forge/homelab': 'git:https://forge/homelab',
    };
    expect(Object.keys(nodes).map(toNodeId)).toEqual(Object.values(nodes));
    expect(Object.values(nodes).map(toNodeText)).toEqual(Object.keys(nodes));
    expect(['', 'apps', 'Kustomization/apps'].map(toNodeId)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('holds everything that can be set, and nothing that is usual', () => {
    const whole: GraphSearch = {
      of: apps,
      by: 'owner',
      lines: new Set(['applies', 'notifies']),
      opened: new Set([`rest of ${apps}`, apps]),
      query: 'state:failing',
      chosen: 'namespace media',
      view: 'table',
    };
    expect(parseGraphSearch(toSearch(whole))).toEqual(whole);
    expect(toSearch(parseGraphSearch(''))).toBe('');
    expect(toSearch(parseGraphSearch('of=Kustomization/a/b'))).toBe('of=Kustomization%2Fa%2Fb');
    expect(parseGraphSearch('by=colour&view=sound&lines=love').lines.size).toBe(0);
  });
});

describe('places and paths', () => {
  const edges = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'a', to: 'c' },
  ];
  const layout = layoutOf(['a', 'b', 'c'], edges);

  it('leads a line from side to side, past the boxes between', () => {
    const corner = (id: string) => cornerOf(layout.places.get(id) ?? { layer: 0, height: 0 });
    const direct = pathOf(layout, 'a', 'b');
    expect(direct.startsWith(`M${corner('a').x + boxWidth},${corner('a').y + boxHeight / 2}`)).toBe(
      true
    );
    expect(direct.endsWith(` ${corner('b').x},${corner('b').y + boxHeight / 2}`)).toBe(true);
    expect(pathOf(layout, 'a', 'c').match(/H/g)).toHaveLength(1);
    expect(pathOf(layout, 'a', 'gone')).toBe('');
    expect(boundsOf(layoutOf([], []))).toEqual({ left: 0, top: 0, width: 0, height: 0 });
  });

  it('steers along lines, and to whatever is there where none leads', () => {
    const wide = layoutOf(
      ['root', 'x', 'y', 'z'],
      ['x', 'y', 'z'].map(to => ({ from: 'root', to }))
    );
    const to = (at: string, key: string) => steer(wide, [{ from: 'root', to: 'z' }], at, key);
    expect(to('root', 'ArrowRight')).toBe('z');
    expect(to('x', 'ArrowLeft')).toBe('root');
    expect(to('x', 'ArrowDown')).toBe('y');
    expect(to('z', 'ArrowDown')).toBeUndefined();
    expect([to('y', 'Home'), to('y', 'End')]).toEqual(['x', 'z']);
    expect(to('y', 'a')).toBeUndefined();
  });
});

describe('the view', () => {
  const size = { width: 1000, height: 600 };

  it('shows all where that fits, as large as it is', () => {
    const bounds = { left: 0, top: 0, width: 500, height: 300 };
    expect(firstViewport(bounds, size)).toEqual({ x: 24, y: 150, zoom: 1 });
  });

  it('begins at the left, and at the height of what matters', () => {
    const bounds = { left: 0, top: 0, width: 900, height: 9000 };
    expect(firstViewport(bounds, size, { x: 200, y: 4000 })).toEqual({ x: 24, y: -3725, zoom: 1 });
    expect(firstViewport(bounds, size, { x: 200, y: 0 })).toEqual({ x: 24, y: 24, zoom: 1 });
  });

  it('begins further right where what all is about is there', () => {
    const bounds = { left: 0, top: 0, width: 3000, height: 300 };
    const narrow = { width: 300, height: 600 };
    const { x, zoom } = firstViewport(bounds, narrow, { x: 2000, y: 100 });
    expect((2000 + boxWidth) * zoom + x).toBe(300 - 24);
    expect(firstViewport(bounds, narrow, { x: 0, y: 100 }).x).toBe(24);
  });

  it('moves as little as it must to show a box', () => {
    const view = { x: 0, y: 0, zoom: 1 };
    expect(inSight(view, size, { x: 100, y: 100 })).toBeUndefined();
    expect(inSight(view, size, { x: 950, y: 100 })).toEqual({
      x: 976 - 950 - boxWidth,
      y: 0,
      zoom: 1,
    });
    expect(inSight(view, size, { x: -50, y: 100 })).toEqual({ x: 74, y: 0, zoom: 1 });
  });
});
