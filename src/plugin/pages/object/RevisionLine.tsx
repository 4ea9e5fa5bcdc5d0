import { Box, Checkbox } from '@mui/material';
import type { ReactNode } from 'react';
import { fluxKind } from '../../../core/flux/kinds.ts';
import { shortRevision } from '../../../core/flux/revision.ts';
import type { ObjectRef } from '../../../core/kubernetes/ref.ts';
import { tookSentence } from '../../../core/took.ts';
import type { HistoryRow, RevisionOutcome } from '../../../protocol/history.ts';
import { changesPath } from '../../parts/changesPath.ts';
import { Message } from '../../parts/Message.tsx';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { OutLink } from '../../parts/OutLink.tsx';
import { RevisionChip } from '../../parts/RevisionChip.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import type { Words } from '../../parts/words.ts';
import { CommitLine } from './CommitLine.tsx';

const marks = { applied: 'ready', failed: 'failing', progressing: 'progressing' } as const;

/** What became of a revision where it was applied, or fetched by the source itself. */
function Outcome({ outcome, isFetched }: { outcome: RevisionOutcome; isFetched: boolean }) {
  const words = useWords();
  const { state, durationMs } = outcome;
  const took = durationMs === undefined ? undefined : tookSentence(durationMs);
  return (
    <Box component="span" sx={{ display: 'inline-flex', gap: 0.75, alignItems: 'center' }}>
      <span aria-hidden style={{ lineHeight: 0 }}>
        <StateMark state={marks[state]} />
      </span>
      {isFetched && state === 'applied' ? (
        <Say id="revisions.fetched" />
      ) : took && state !== 'progressing' ? (
        <Say id={`revisions.${state}.took`} params={{ took: words(took.id, took.params) }} />
      ) : (
        <Say id={`revisions.${state}`} />
      )}
    </Box>
  );
}

/** How many objects it changed, made and deleted: zeros are left out. */
function countsText(counts: HistoryRow['counts'], words: Words): string {
  return (['changed', 'created', 'deleted'] as const)
    .flatMap(name => {
      const count = counts?.[name] ?? 0;
      return count > 0 ? words(`revisions.${name}`, { count }) : [];
    })
    .join(', ');
}

/** What a revision did here, in words where there is nothing to count. */
function Did({ row, previous, path }: { row: HistoryRow; previous?: string; path?: string }) {
  const words = useWords();
  const { counts, problem } = row;
  if (problem) return <Say id="revisions.notRendered" params={{ message: problem }} />;
  const counted = countsText(counts, words);
  if (row.isTouched === false) return <Say id="revisions.untouched" />;
  if (!previous) return <Say id="revisions.first" />;
  if (!path) return <Say id="revisions.notKnown" />;
  const what = counted || words('revisions.what');
  const revision = shortRevision(row.revision);
  return (
    <TextLink to={path} label={words('revisions.did.of', { what, revision })}>
      {what}
    </TextLink>
  );
}

/** Of `NAMESPACE/NAME`. */
function toKustomization(text: string): ObjectRef {
  const [namespace = '', name = ''] = text.split('/');
  const { group, kind } = fluxKind('Kustomization');
  return { group, kind, namespace, name };
}

/** One revision: its commit, what became of it, what it changed, and what of it does not build. */
export function RevisionLine({
  cluster,
  of,
  row,
  previous,
  link,
  isTried,
  isPicked,
  onPick,
}: {
  cluster: string;
  /** `KIND/NAMESPACE/NAME` of what the page shows. */
  of: string;
  row: HistoryRow;
  /** The revision before it; undefined for the first that is known. */
  previous?: string;
  /** Its commit in the forge. */
  link?: string;
  /** It is what was tried last, or is to be tried next. */
  isTried: boolean;
  isPicked: boolean;
  onPick: (isPicked: boolean) => void;
}) {
  const words = useWords();
  const short = shortRevision(row.revision);
  const hasNews = row.isTouched !== false && !row.problem;
  // One that another took the place of while it was being applied has no end: nothing is under way.
  const isOver = row.outcome?.state === 'progressing' && !isTried;
  const outcome = isOver ? undefined : row.outcome;
  const isFetched = !of.startsWith('Kustomization/');
  const path =
    previous && hasNews
      ? changesPath(cluster, { of, from: previous, to: row.revision })
      : undefined;
  const facts: ReactNode[] = [
    outcome && <Outcome {...{ outcome, isFetched }} />,
    <Did {...{ row, previous, path }} />,
    link && (
      <OutLink href={link} label={words('revisions.forge.of', { revision: short })}>
        {words('revisions.forge')}
      </OutLink>
    ),
  ];
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: 'auto minmax(0, 1fr)',
        columnGap: 1,
        py: 0.75,
        borderTop: 1,
        borderColor: 'divider',
      }}
    >
      <Checkbox
        size="small"
        checked={isPicked}
        onChange={event => onPick(event.target.checked)}
        inputProps={{ 'aria-label': words('revisions.choose', { revision: short }) }}
        sx={{ p: { xs: 1.5, sm: 0.5 }, alignSelf: 'start' }}
      />
      <Box sx={{ minWidth: 0, pt: { xs: 1, sm: 0.25 } }}>
        <CommitLine commit={row.commit} at={new Date(row.seenAt).toISOString()}>
          <RevisionChip revision={row.revision} to={path} />
        </CommitLine>
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            columnGap: 2,
            rowGap: 0.25,
            mt: 0.5,
            color: 'text.secondary',
            fontSize: '0.875rem',
            overflowWrap: 'anywhere',
          }}
        >
          {facts.map((fact, index) => fact && <span key={index}>{fact}</span>)}
        </Box>
        {!row.failures && outcome?.state === 'failed' && outcome.message && (
          <Box sx={{ mt: 0.25, fontSize: '0.875rem' }}>
            <Message text={outcome.message} cluster={cluster} />
          </Box>
        )}
        {row.failures?.map(({ kustomization, message }) => (
          <Box
            key={kustomization}
            sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, mt: 0.25, fontSize: '0.875rem' }}
          >
            {of !== `Kustomization/${kustomization}` && (
              <ObjectLink cluster={cluster} to={toKustomization(kustomization)} kind="none" />
            )}
            <Box sx={{ minWidth: 0 }}>
              <Say
                id="revisions.failure"
                parts={{ message: <Message text={message} cluster={cluster} /> }}
              />
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
