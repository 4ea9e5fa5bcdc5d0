import { PageNote } from '../../parts/PageNote.tsx';
import { Say } from '../../parts/Say.tsx';

/** A first run: Flux is there, and nobody has given it anything to do. */
export function NothingYet({ cluster }: { cluster: string }) {
  return (
    <PageNote
      title={<Say id="page.nothingYet" params={{ cluster }} />}
      command="flux bootstrap git --url=ssh://git@HOST/REPOSITORY --branch=main --path=clusters/NAME"
    >
      <Say id="page.nothingYet.why" />
    </PageNote>
  );
}
