import { Box } from '@mui/material';
import { useMemo, useState } from 'react';
import { componentOf, unhandledOf } from '../../../core/flux/unhandled.ts';
import type { Graph } from '../../../core/graph/graph.ts';
import { refKey, toRef } from '../../../core/kubernetes/ref.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { Section } from '../../parts/Section.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { Moment } from '../../parts/Time.tsx';

/** More of them are one controller that does nothing, and its own line says that. */
const shownAtFirst = 10;

/** What controllers were asked to do and have not taken note of: requests, and changes of a spec. */
export function UnhandledObjects({
  cluster,
  graph,
  stamp,
}: {
  cluster: string;
  graph: Graph;
  stamp: number;
}) {
  const words = useWords();
  const [isAll, setAll] = useState(false);
  const { looked, found } = useMemo(() => {
    const objects = [...graph.objects()].filter(object => componentOf(object) !== undefined);
    const lines = objects.flatMap(object => {
      const unhandled = unhandledOf(object);
      return unhandled ? [{ ref: toRef(object), by: componentOf(object) ?? '', ...unhandled }] : [];
    });
    lines.sort((a, b) => a.by.localeCompare(b.by) || refKey(a.ref).localeCompare(refKey(b.ref)));
    return { looked: objects.length, found: lines };
  }, [graph, stamp]);
  if (looked === 0) return null;
  const shown = isAll ? found : found.slice(0, shownAtFirst);
  return (
    <Section title={words('controllers.unhandled')}>
      {found.length === 0 && (
        <Box sx={{ fontSize: '0.875rem' }}>
          <Say id="controllers.unhandled.none" params={{ count: looked }} />
        </Box>
      )}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', fontSize: '0.875rem' }}>
        {shown.map(({ ref, by, what, since }) => (
          <Box component="li" key={refKey(ref)} sx={{ py: 0.5 }}>
            <ObjectLink cluster={cluster} to={ref} kind="word" />{' '}
            <Box component="span" sx={{ color: 'text.secondary' }}>
              <Say
                id={`controllers.unhandled.${since ? 'since' : what}`}
                params={{ by }}
                parts={since ? { time: <Moment at={since} /> } : {}}
              />
            </Box>
          </Box>
        ))}
      </Box>
      {shown.length < found.length && (
        <TextButton onClick={() => setAll(true)}>
          <Say id="controllers.unhandled.more" params={{ count: found.length - shown.length }} />
        </TextButton>
      )}
    </Section>
  );
}
