import { Box } from '@mui/material';
import { Fragment, type ReactNode } from 'react';
import { dot } from '../../parts/dot.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { visuallyHidden } from '../../parts/visuallyHidden.ts';
import { type Counts, countSentences } from './summary.ts';

/** The line above all: what differs, what does not, and what is not shown. Announced once, when all has come. */
export function Summary({
  counts,
  isDone,
  isNoiseShown,
  onNoise,
}: {
  counts: Counts;
  isDone: boolean;
  isNoiseShown: boolean;
  onNoise: () => void;
}) {
  const words = useWords();
  const { differs, rest } = countSentences(counts);
  const verdict = differs.map(({ id, params }) => words(id, params)).join(', ');
  const noise = { count: counts.noise };
  const pieces: ReactNode[] = [
    <Box component="span" key="differs" sx={{ color: 'text.primary' }}>
      {verdict}
    </Box>,
    ...rest.map(({ id, params }) => <Say key={id} id={id} params={params} />),
  ];
  if (counts.noise > 0) {
    pieces.push(
      <span key="noise">
        {words(isNoiseShown ? 'changes.noise.shown' : 'changes.noise.hidden', noise)}{' '}
        <TextButton onClick={onNoise}>
          {words(isNoiseShown ? 'changes.noise.hide' : 'changes.noise.show')}
        </TextButton>
      </span>
    );
  }
  if (counts.notComparable > 0) {
    const params = { count: counts.notComparable };
    pieces.push(<Say key="unknown" id="changes.count.notComparable" params={params} />);
  }
  return (
    <Box sx={{ color: 'text.secondary', fontSize: '0.875rem', lineHeight: 1.6 }}>
      {pieces.map((piece, index) => (
        <Fragment key={index}>
          {index > 0 && dot}
          {piece}
        </Fragment>
      ))}
      <span role="status" style={visuallyHidden}>
        {isDone && words('changes.verdict', { verdict })}
      </span>
    </Box>
  );
}
