import { useClusters } from '../../live/useClusters.ts';
import { LoadingRows } from '../../parts/PageStates.tsx';
import { useWords } from '../../parts/Say.tsx';
import { PageTitle } from '../../parts/Section.tsx';
import { FluxPage } from '../FluxPage.tsx';

/** What changed between two revisions, or what the next one would change. */
export function ChangesPage() {
  return (
    <FluxPage cluster={useClusters()[0] ?? ''}>
      <Content />
    </FluxPage>
  );
}

function Content() {
  const words = useWords();
  return (
    <>
      <PageTitle title={words('changes.title')} />
      <LoadingRows />
    </>
  );
}
