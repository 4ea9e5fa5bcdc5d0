import { Box } from '@mui/material';
import { type ReactNode, useMemo } from 'react';
import { controllersOf } from '../../../core/flux/controllers.ts';
import type { Graph } from '../../../core/graph/graph.ts';
import type { InfoAnswer } from '../../../protocol/info.ts';
import type { SidecarView } from '../../live/views.ts';
import { dot } from '../../parts/dot.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { LoadingRows, PageNotice } from '../../parts/PageStates.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { Moment } from '../../parts/Time.tsx';
import { SidecarNote } from '../SidecarNote.tsx';
import { CannotRead } from './CannotRead.tsx';

/** `1.4 MB`, as disks are sold. */
function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function Line({ children }: { children: ReactNode }) {
  return (
    <Box component="p" sx={{ my: 0.5, fontSize: '0.875rem' }}>
      {children}
    </Box>
  );
}

/** What Lumen's sidecar is, how far its ledger reaches, and what is kept from it. */
export function SidecarFacts({
  cluster,
  info,
  graph,
  stamp,
}: {
  cluster: string;
  info: SidecarView<InfoAnswer>;
  graph: Graph;
  stamp: number;
}) {
  const words = useWords();
  const [deployment] = useMemo(() => controllersOf(graph.objects(), 'lumen'), [graph, stamp]);
  const running = deployment && (
    <Line>
      <ObjectLink cluster={cluster} to={deployment.ref} kind="word" />{' '}
      {deployment.version ?? deployment.release}
      {dot}
      {words('controllers.ready', { ready: deployment.ready, wanted: deployment.wanted })}
    </Line>
  );
  if (info.state === 'loading') return <LoadingRows rows={2} />;
  if (info.state !== 'known') {
    return (
      <>
        {running}
        <SidecarNote refusal={info} />
      </>
    );
  }
  const { mode, renderer, ledger, cannotRead } = info.value;
  const { state, problem = '', since } = ledger;
  const params = { size: sizeOf(ledger.bytes), count: ledger.revisions };
  return (
    <>
      {running}
      <Line>
        <Say id={`controllers.mode.${mode}`} params={{ renderer }} />
      </Line>
      {state === 'ready' ? null : (
        <PageNotice>
          <Say id={`sidecar.ledger.${state}`} params={{ problem }} />
        </PageNotice>
      )}
      <Line>
        {since === undefined ? (
          <Say id="controllers.ledger.empty" params={params} />
        ) : (
          <Say
            id="controllers.ledger"
            params={params}
            parts={{ time: <Moment at={new Date(since).toISOString()} /> }}
          />
        )}
      </Line>
      {info.isNewer && (
        <Line>
          <Say id="sidecar.newer" />
        </Line>
      )}
      <CannotRead cannotRead={cannotRead} cluster={cluster} />
    </>
  );
}
