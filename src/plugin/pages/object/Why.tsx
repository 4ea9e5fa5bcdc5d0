import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { type ChainLink, chainOf } from '../../../core/diagnosis/chain.ts';
import type { Cause } from '../../../core/diagnosis/finding.ts';
import type { DiagnosisWorld } from '../../../core/diagnosis/world.ts';
import type { Row } from '../../../core/flux/row.ts';
import type { StateName } from '../../../core/flux/state.ts';
import { type ObjectRef, refText } from '../../../core/kubernetes/ref.ts';
import { CopyButton } from '../../parts/CopyButton.tsx';
import { Message } from '../../parts/Message.tsx';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { Time } from '../../parts/Time.tsx';
import { SayFile } from '../BrokenFile.tsx';
import { CauseWords } from '../CauseWords.tsx';
import { EvidencePlace } from '../EvidencePlace.tsx';
import { StateLine } from '../StateLine.tsx';
import { logsPath } from './inventory/logsPath.ts';
import type { AppliedRow } from './useApplied.tsx';

/** More are in the inventory, or on the overview. */
const shownAtMost = 5;

/**
 * From this object to each thing that keeps it from being well, one link a line, each with what shows it; then what to
 * do. Where nothing is broken: what the object says itself, and what it waits for.
 */
export function Why({
  row,
  causes,
  world,
  awaited = [],
}: {
  row: Row;
  /** Those that concern the object. */
  causes: readonly Cause[];
  world: DiagnosisWorld;
  /** What its own health check waits for. */
  awaited?: readonly AppliedRow[];
}) {
  const words = useWords();
  const { cluster } = row;
  const isCaused = causes.length > 0;
  const all = isCaused ? causes : awaited;
  return (
    <Box
      component="section"
      aria-labelledby="lumen-why"
      sx={{ borderLeft: 3, borderColor: edgeOf(row.state, isCaused), pl: 2, py: 0.5, my: 2 }}
    >
      <Typography id="lumen-why" component="h2" sx={{ fontSize: '1rem', mb: 1 }}>
        {words('why.title')}
      </Typography>
      <Box sx={{ display: 'grid', rowGap: 2 }}>
        {causes.slice(0, shownAtMost).map(cause => {
          const chain = chainOf(cause, world, row.ref);
          return (
            <div key={`${cause.rule} ${refText(cause.object)}`}>
              <Lines>
                {chain.map((link, at) => (
                  <Line key={at} at={at} to={link.ref} state={link.state?.name} cluster={cluster}>
                    <Said link={link} cluster={cluster} isLast={at === chain.length - 1} />
                  </Line>
                ))}
              </Lines>
              <ToDo link={chain.at(-1)} row={row} />
            </div>
          );
        })}
        {!isCaused && (
          <Lines>
            <Line at={0} to={row.ref} state={row.state} cluster={cluster}>
              <StateLine row={row} />
            </Line>
            {awaited.slice(0, shownAtMost).map(({ key, entry, verdict }) => (
              <Line key={key} at={1} to={entry} state={verdict.mark} cluster={cluster}>
                <Say {...verdict.says} />
              </Line>
            ))}
          </Lines>
        )}
      </Box>
      {all.length > shownAtMost && (
        <Box sx={{ color: 'text.secondary', fontSize: '0.875rem', mt: 0.75, pl: 2.5 }}>
          <Say
            id={isCaused ? 'why.moreCauses' : 'why.more'}
            params={{ count: all.length - shownAtMost }}
          />
        </Box>
      )}
    </Box>
  );
}

/** A wait is no failure, and neither is what goes on at the revision of before. */
function edgeOf(state: StateName, isCaused: boolean): string {
  if (!isCaused) return 'divider';
  return state === 'retrying' ? 'warning.main' : 'error.main';
}

function Lines({ children }: { children: ReactNode }) {
  return (
    <Box
      component="ol"
      sx={{
        m: 0,
        p: 0,
        listStyle: 'none',
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'fit-content(40%) 1fr' },
        columnGap: 3,
        rowGap: 0.75,
        fontSize: '0.875rem',
      }}
    >
      {children}
    </Box>
  );
}

function Line({
  at,
  to,
  state,
  cluster,
  children,
}: {
  at: number;
  to: ObjectRef;
  /** Undefined for what is none of Flux's. */
  state: StateName | undefined;
  cluster: string;
  children: ReactNode;
}) {
  return (
    <Box component="li" sx={{ display: 'contents' }}>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'baseline', minWidth: 0 }}>
        <Box component="span" aria-hidden sx={{ width: '1em', color: 'text.secondary' }}>
          {at > 0 && '↳'}
        </Box>
        {state && (
          <Box component="span" sx={{ alignSelf: 'flex-start', pt: '2px' }}>
            <StateMark state={state} />
          </Box>
        )}
        <Box component="span" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <ObjectLink cluster={cluster} to={to} kind="word" />
        </Box>
      </Box>
      <Box sx={{ minWidth: 0, pl: { xs: 3.5, sm: 0 }, overflowWrap: 'anywhere' }}>{children}</Box>
    </Box>
  );
}

/** What a link says, and where that is to be seen; of the cause also in the words of whoever wrote it. */
function Said({ link, cluster, isLast }: { link: ChainLink; cluster: string; isLast: boolean }) {
  const { says, since, evidence } = link;
  const isQuoted = says.params?.said !== undefined;
  return (
    <>
      <Box component="span" sx={isLast ? undefined : { color: 'text.secondary' }}>
        <CauseWords cause={link} cluster={cluster} />
      </Box>
      {since && (
        <Box component="span" sx={{ color: 'text.secondary', pl: 1 }}>
          <Time at={since.time} isAtLeast={since.atLeast} />
        </Box>
      )}
      {evidence.map((each, at) => {
        const { message } = each;
        const isSaid = isLast && message !== undefined && !isQuoted;
        return (
          <Box
            key={at}
            component="span"
            sx={{
              color: 'text.secondary',
              fontSize: '0.8125rem',
              ...(isSaid ? { display: 'block' } : { pl: 1.5, whiteSpace: 'nowrap' }),
            }}
          >
            <EvidencePlace evidence={each} cluster={cluster} />
            {isSaid && (
              <>
                {' '}
                <Message text={message} cluster={cluster} />
              </>
            )}
          </Box>
        );
      })}
    </>
  );
}

/** What ends it, and the command that does or shows more. */
function ToDo({ link, row }: { link: ChainLink | undefined; row: Row }) {
  const words = useWords();
  if (!link?.remedy) return null;
  const logs = logsPath(row.cluster, row.object, { ...link, object: link.ref });
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1,
        rowGap: 0.5,
        mt: 1,
        fontSize: '0.875rem',
        overflowWrap: 'anywhere',
      }}
    >
      <SayFile says={link.remedy} evidence={link.evidence} cluster={row.cluster} />
      {link.command && (
        <>
          <Box component="code" sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}>
            {link.command}
          </Box>
          <CopyButton text={link.command} label={words('copy.command')} />
        </>
      )}
      {logs && <TextLink to={logs}>{words('log.last')}</TextLink>}
    </Box>
  );
}
