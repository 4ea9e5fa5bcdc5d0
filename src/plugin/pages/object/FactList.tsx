import { Box } from '@mui/material';
import type { Fact, FactValue } from '../../../core/flux/facts/fact.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { RevisionChip } from '../../parts/RevisionChip.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { TermList } from '../../parts/TermList.tsx';
import { Time } from '../../parts/Time.tsx';

function Value({ value, cluster }: { value: FactValue; cluster: string }) {
  switch (value.type) {
    case 'text':
      return <>{value.text}</>;
    case 'code':
      return (
        <Box component="code" sx={{ fontSize: '0.8125rem', whiteSpace: 'pre-wrap' }}>
          {value.text}
        </Box>
      );
    case 'says':
      return <Say {...value.says} />;
    case 'revision':
      return <RevisionChip revision={value.revision} canCopy />;
    case 'time':
      return <Time at={value.time} />;
    case 'objects':
      return (
        <Wrapping>
          {value.refs.map(ref => (
            <ObjectLink
              key={`${ref.kind}/${ref.namespace}/${ref.name}`}
              cluster={cluster}
              to={ref}
              kind="word"
            />
          ))}
        </Wrapping>
      );
    case 'list':
      return (
        <Wrapping>
          {value.items.map(item => (
            <Box key={item} component="code" sx={{ fontSize: '0.8125rem' }}>
              {item}
            </Box>
          ))}
        </Wrapping>
      );
  }
}

function Wrapping({ children }: { children: React.ReactNode }) {
  return (
    <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0.5 }}>
      {children}
    </Box>
  );
}

/** What an object is, one fact a line: label muted at the left, value beside it, below it where it is narrow. */
export function FactList({ facts, cluster }: { facts: readonly Fact[]; cluster: string }) {
  const words = useWords();
  const terms = facts.map(({ label, value }) => ({
    key: label,
    term: words(label),
    says: <Value value={value} cluster={cluster} />,
  }));
  return <TermList terms={terms} />;
}
