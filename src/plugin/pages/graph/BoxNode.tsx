import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { Box, type BoxActs } from './Box.tsx';
import type { BoxLook } from './boxes.ts';

/** A box as React Flow knows it. */
export type BoxNode = Node<
  { look: BoxLook; isActive: boolean; isChosen: boolean; isFound: boolean; acts: BoxActs },
  'box'
>;

/** React Flow puts it in its place. */
export const BoxOfNode = memo(function BoxOfNode({ data }: NodeProps<BoxNode>) {
  return <Box x={0} y={0} {...data} />;
});
