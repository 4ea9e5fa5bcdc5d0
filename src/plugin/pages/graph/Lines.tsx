import { memo } from 'react';
import type { Layout } from '../../../core/graph/layout.ts';
import type { DrawnLine } from '../../../core/graph/picture/drawing.ts';
import { pathOf } from './geometry.ts';

/** All lines in one drawing, below the boxes. What they say is in the panel and in the table, too. */
export const Lines = memo(function Lines({
  layout,
  lines,
  broken,
  chosen,
}: {
  layout: Layout;
  lines: readonly DrawnLine[];
  /** Boxes that are broken: the lines to them show the way. */
  broken: ReadonlySet<string>;
  chosen: string | undefined;
}) {
  const isBroken = ({ name, to }: DrawnLine) => name === 'applies' && broken.has(to);
  const isNear = ({ from, to }: DrawnLine) => from === chosen || to === chosen;
  const draw = (line: DrawnLine) => (
    <path
      key={line.id}
      className={`line is-${line.name}${isBroken(line) ? ' is-broken' : ''}`}
      d={pathOf(layout, line.from, line.to)}
    />
  );
  const isLoud = (line: DrawnLine) => isBroken(line) || isNear(line);
  return (
    <svg className="lumen-lines" aria-hidden focusable={false} width={1} height={1}>
      <g className="is-quiet">{lines.filter(line => !isLoud(line)).map(draw)}</g>
      <g className="is-loud">{lines.filter(isLoud).map(draw)}</g>
    </svg>
  );
});
