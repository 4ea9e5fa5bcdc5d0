import { Box } from '@mui/material';
import { useEffect, useState } from 'react';
import type { ContainerLine } from '../../../../core/kubernetes/containers.ts';
import type { ObjectRef } from '../../../../core/kubernetes/ref.ts';
import { createHostConnection } from '../../../headlamp/hostConnection.ts';
import { CopyButton } from '../../../parts/CopyButton.tsx';
import { objectPath } from '../../../parts/objectPath.ts';
import { Say, useWords } from '../../../parts/Say.tsx';
import { TextButton } from '../../../parts/TextButton.tsx';
import { TextLink } from '../../../parts/TextLink.tsx';
import { type LogAnswer, type LogRun, readLog } from './containerLog.ts';

/** The last lines of what a container wrote, read once, when a person asks; never kept, never sent on. */
export function LogLines({
  cluster,
  pod,
  container,
}: {
  cluster: string;
  pod: ObjectRef;
  container: ContainerLine;
}) {
  const words = useWords();
  const { name, logOf } = container;
  // What crashed tells why in the run that ended: the one that begins now knows nothing of it yet.
  const hasBoth = logOf === 'current' && container.restarts > 0;
  const first: LogRun =
    logOf === 'previous' || (hasBoth && container.isFailing) ? 'previous' : 'current';
  const [run, setRun] = useState<LogRun>(first);
  const [count, setCount] = useState(0);
  const [answer, setAnswer] = useState<LogAnswer>();
  useEffect(() => {
    const stop = new AbortController();
    setAnswer(undefined);
    void readLog(createHostConnection(cluster), { pod, container: name, run }, stop.signal).then(
      told => {
        if (!stop.signal.aborted) setAnswer(told);
      }
    );
    return () => stop.abort();
    // The same pod in another render is no reason to read again.
  }, [cluster, pod.namespace, pod.name, name, run, count]);

  const path = objectPath(cluster, pod);
  const lines = answer?.state === 'read' ? answer.end.lines : [];
  return (
    <Box sx={{ py: 0.75 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          alignItems: 'center',
          color: 'text.secondary',
          fontSize: '0.8125rem',
        }}
      >
        <span role="status">
          {!answer && <Say id="log.reading" params={{ name }} />}
          {lines.length > 0 && <Say id={`log.${run}`} params={{ name, count: lines.length }} />}
        </span>
        {hasBoth && (
          <TextButton onClick={() => setRun(run === 'current' ? 'previous' : 'current')}>
            {words(run === 'current' ? 'log.show.previous' : 'log.show.current')}
          </TextButton>
        )}
        <TextButton onClick={() => setCount(count + 1)}>{words('log.again')}</TextButton>
        {path && <TextLink to={`${path}?view=logs`}>{words('log.open')}</TextLink>}
        {lines.length > 0 && <CopyButton text={lines.join('\n')} label={words('log.copy')} />}
      </Box>
      {answer && <Answer answer={answer} {...{ pod, container, cluster }} />}
    </Box>
  );
}

function Answer({
  answer,
  pod,
  container,
  cluster,
}: {
  answer: LogAnswer;
  pod: ObjectRef;
  container: ContainerLine;
  cluster: string;
}) {
  switch (answer.state) {
    case 'read':
      return <Lines lines={answer.end.lines} isCut={answer.end.isCut} />;
    case 'forbidden':
      return <Say id="log.forbidden" params={{ namespace: pod.namespace, cluster }} />;
    case 'notStarted':
      return (
        <>
          <Say id="log.notStarted" params={{ said: answer.said }} />
          {container.message && <Box sx={{ color: 'text.secondary' }}>{container.message}</Box>}
        </>
      );
    case 'gone':
      return <Say id="log.gone" params={{ pod: pod.name }} />;
    case 'failed':
      return <Say id="log.failed" params={{ said: answer.said }} />;
  }
}

function Lines({ lines, isCut }: { lines: readonly string[]; isCut: boolean }) {
  if (lines.length === 0) return <Say id="log.empty" />;
  return (
    <>
      <Box
        component="pre"
        sx={{
          m: 0,
          mt: 0.5,
          p: 1.25,
          bgcolor: 'action.hover',
          color: 'text.primary',
          borderRadius: 1,
          fontSize: '0.8125rem',
          lineHeight: 1.45,
          // Nothing to scroll: the page does, and the keyboard needs no place to stand in.
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
        }}
      >
        {lines.join('\n')}
      </Box>
      {isCut && (
        <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
          <Say id="log.cut" params={{ count: lines.length }} />
        </Box>
      )}
    </>
  );
}
