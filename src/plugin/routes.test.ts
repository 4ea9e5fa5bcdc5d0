import { expect, it } from 'vitest';
import { fluxKinds } from '../core/flux/kinds.ts';
import { kindRoutes, pages } from './headlamp/routes.ts';
import { kindPath } from './parts/objectPath.ts';

it('has a list and an object page for every kind, where the links of the parts lead', () => {
  expect(kindRoutes.map(route => [route.kind, route.list.path, route.object.path])).toEqual(
    fluxKinds.map(kind => [kind.kind, kindPath(kind), `${kindPath(kind)}/:namespace/:name`])
  );
});

it('names no route and no path twice, and none outside its own', () => {
  const all = [...Object.values(pages), ...kindRoutes.flatMap(each => [each.list, each.object])];
  expect(new Set(all.map(route => route.path)).size).toBe(all.length);
  expect(new Set(all.map(route => route.name)).size).toBe(all.length);
  expect(all.filter(route => !route.path.startsWith('/lumen/'))).toEqual([]);
  expect(all.filter(route => !route.name.startsWith('lumen-'))).toEqual([]);
});
