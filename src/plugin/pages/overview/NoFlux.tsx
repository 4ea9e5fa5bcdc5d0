import type { ClusterView } from '../../live/views.ts';
import { PageNote } from '../../parts/PageNote.tsx';
import { Say } from '../../parts/Say.tsx';

/** The cluster has answered, and serves none of Flux's kinds. */
export function isFluxAbsent({ kinds }: ClusterView): boolean {
  return kinds.size > 0 && [...kinds.values()].every(({ phase }) => phase.name === 'absent');
}

/** A first run: one page, one command. */
export function NoFlux({ cluster }: { cluster: string }) {
  return (
    <PageNote title={<Say id="page.noFlux" params={{ cluster }} />} command="flux install">
      <Say id="page.noFlux.why" />
    </PageNote>
  );
}
