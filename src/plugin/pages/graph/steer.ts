import type { Layout, Place } from '../../../core/graph/layout.ts';

interface Ends {
  from: string;
  to: string;
}

const byHeight = (layout: Layout) => (a: string, b: string) =>
  (layout.places.get(a)?.height ?? 0) - (layout.places.get(b)?.height ?? 0);

/** The nearest of some boxes to a place: in the nearest layer, the one that is least further up or down. */
function nearest(layout: Layout, ids: readonly string[], { layer, height }: Place) {
  const distance = (id: string) => {
    const place = layout.places.get(id);
    return place ? Math.abs(place.layer - layer) * 1e6 + Math.abs(place.height - height) : Infinity;
  };
  return [...ids].sort((a, b) => distance(a) - distance(b) || byHeight(layout)(a, b))[0];
}

/**
 * Where a key leads from a box: up and down within its layer, left and right along a line, or to whatever is there
 * where no line leads that way. Undefined where there is nothing.
 */
export function steer(
  layout: Layout,
  lines: readonly Ends[],
  at: string,
  key: string
): string | undefined {
  const place = layout.places.get(at);
  const ids = [...layout.places.keys()];
  if (!place) return ids[0];
  const inLayer = (layer: number) => ids.filter(id => layout.places.get(id)?.layer === layer);
  const column = inLayer(place.layer).sort(byHeight(layout));
  const index = column.indexOf(at);
  switch (key) {
    case 'ArrowUp':
      return column[index - 1];
    case 'ArrowDown':
      return column[index + 1];
    case 'Home':
      return column[0];
    case 'End':
      return column.at(-1);
    case 'ArrowLeft':
    case 'ArrowRight': {
      const isRight = key === 'ArrowRight';
      const along = lines.flatMap(({ from, to }) =>
        isRight ? (from === at ? to : []) : to === at ? from : []
      );
      const next = place.layer + (isRight ? 1 : -1);
      return nearest(layout, along, place) ?? nearest(layout, inLayer(next), place);
    }
    default:
      return undefined;
  }
}
