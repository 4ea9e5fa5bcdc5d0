import { memo } from 'react';
import type { Layout } from '../../../core/graph/layout.ts';
import { Box, type BoxActs } from './Box.tsx';
import type { BoxLook } from './boxes.ts';
import { cornerOf } from './geometry.ts';

/** All boxes at their places. */
export const Boxes = memo(function Boxes({
  layout,
  looks,
  active,
  chosen,
  found,
  acts,
}: {
  layout: Layout;
  looks: ReadonlyMap<string, BoxLook>;
  active: string | undefined;
  chosen: string | undefined;
  found: ReadonlySet<string>;
  acts: BoxActs;
}) {
  return (
    <>
      {[...layout.places].map(([id, place]) => {
        const look = looks.get(id);
        const { x, y } = cornerOf(place);
        return (
          look && (
            <Box
              key={id}
              look={look}
              x={x}
              y={y}
              isActive={id === active}
              isChosen={id === chosen}
              isFound={found.has(id)}
              acts={acts}
            />
          )
        );
      })}
    </>
  );
});
