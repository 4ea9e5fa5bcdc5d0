import { keyframes, styled } from '@mui/material';
import type { ReactNode } from 'react';
import type { StateName } from '../../core/flux/state.ts';

const turn = keyframes({ to: { transform: 'rotate(360deg)' } });

const Arc = styled('g')({
  transformOrigin: '8px 8px',
  '@media (prefers-reduced-motion: no-preference)': {
    animation: `${turn} 1.6s linear infinite`,
  },
});

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.75 } as const;
const round = { ...line, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

/** Drawn on 16 px. What is cut out of a filled shape is truly a hole: it has the colour behind it. */
const shapes: Record<StateName, ReactNode> = {
  ready: (
    <path
      fill="currentColor"
      fillRule="evenodd"
      d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1ZM4.2 8.3 7 11.1l4.9-5-1.2-1.2L7 8.7 5.4 7.1Z"
    />
  ),
  progressing: (
    <>
      <circle cx="8" cy="8" r="5.75" {...line} opacity=".3" />
      <Arc>
        <path d="M8 2.25A5.75 5.75 0 0 1 13.75 8" {...round} />
      </Arc>
    </>
  ),
  retrying: (
    <>
      <path d="M12.9 5.2A5.6 5.6 0 1 0 13.6 8.6" {...round} />
      <path d="M14.6 1.9v4.6H10Z" fill="currentColor" />
    </>
  ),
  failing: (
    <path
      fill="currentColor"
      fillRule="evenodd"
      d="M7.13 1.7a1 1 0 0 1 1.74 0l6.4 11.3a1 1 0 0 1-.87 1.5H1.6A1 1 0 0 1 .73 13ZM7.1 5.5v4.6h1.8V5.5ZM7.1 11.3v1.7h1.8v-1.7Z"
    />
  ),
  stalled: (
    <path
      fill="currentColor"
      fillRule="evenodd"
      d="M3 1.5h10A1.5 1.5 0 0 1 14.5 3v10a1.5 1.5 0 0 1-1.5 1.5H3A1.5 1.5 0 0 1 1.5 13V3A1.5 1.5 0 0 1 3 1.5ZM4.2 7v2h7.6V7Z"
    />
  ),
  pending: (
    <>
      <path
        d="M3.5 1.75h9M3.5 14.25h9M4.75 2v2.4L8 8l3.25-3.6V2M4.75 14v-2.4L8 8l3.25 3.6V14"
        {...round}
        strokeWidth="1.5"
      />
      <path d="M6 13.6 8 11.4l2 2.2Z" fill="currentColor" />
    </>
  ),
  suspended: <path fill="currentColor" d="M3.5 2.5h3v11h-3ZM9.5 2.5h3v11h-3Z" />,
  terminating: <circle cx="8" cy="8" r="6" {...line} strokeDasharray="2.6 2.1" />,
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.25" {...line} strokeWidth="1.5" />
      <path d="M6.1 6.4a1.9 1.9 0 1 1 2.7 1.75C8.2 8.5 8 8.8 8 9.4" {...round} strokeWidth="1.5" />
      <circle cx="8" cy="11.6" r=".95" fill="currentColor" />
    </>
  ),
  static: (
    <>
      <circle cx="8" cy="8" r="6.25" {...line} strokeWidth="1.5" />
      <path d="M5.2 8h5.6" {...round} strokeWidth="1.5" />
    </>
  ),
};

/** The bare drawing: for StateMark, and for charts that place it in a drawing of their own. */
export function StateShape({ state, isStale = false }: { state: StateName; isStale?: boolean }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden focusable={false}>
      {isStale ? (
        <>
          <rect
            x=".6"
            y=".6"
            width="14.8"
            height="14.8"
            rx="4"
            {...line}
            strokeWidth="1.1"
            strokeDasharray="2.4 1.7"
          />
          <g transform="translate(3.2 3.2) scale(.6)">{shapes[state]}</g>
        </>
      ) : (
        shapes[state]
      )}
    </svg>
  );
}
