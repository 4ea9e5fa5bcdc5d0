import type { SidecarRefusal } from '../../live/views.ts';
import { PageNote } from '../../parts/PageNote.tsx';
import { Forbidden } from '../../parts/PageStates.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';

const install = 'kubectl apply -k deploy/base';

/** The address does not say what to compare. */
export function NothingAsked() {
  return (
    <PageNote title={<Say id="changes.ask" />}>
      <Say id="changes.ask.how" />
    </PageNote>
  );
}

/** Comparing is the worker's work: the page does not do it in its own thread, and says so. */
export function NoWorker({ of, from, to }: { of: string; from: string; to: string }) {
  const command = `npm run changes -- ${[of, from, to].join(' ')}`;
  return (
    <PageNote title={<Say id="changes.noWorker" />} command={command} isAlert>
      <Say id="changes.noWorker.why" />
    </PageNote>
  );
}

/** Why the sidecar told nothing, what it would have told, and the way out. */
export function Refused({
  refusal,
  cluster,
  onAgain,
}: {
  refusal: SidecarRefusal;
  cluster: string;
  onAgain: () => void;
}) {
  const words = useWords();
  const again = <TextButton onClick={onAgain}>{words('changes.again')}</TextButton>;
  switch (refusal.state) {
    case 'absent':
      return (
        <PageNote title={<Say id="changes.absent" params={{ cluster }} />} command={install}>
          <Say id="changes.absent.why" />
        </PageNote>
      );
    case 'forbidden': {
      const { verb, resource, namespace } = refusal;
      return <Forbidden {...{ verb, resource, cluster }} scope={namespace} />;
    }
    case 'missing':
      if (refusal.what === 'route') {
        return (
          <PageNote title={<Say id="changes.older" params={{ cluster }} />} command={install}>
            <Say id="changes.older.why" />
          </PageNote>
        );
      }
      return (
        <PageNote title={<Say id="changes.missing" />} isAlert>
          <Say id="changes.missing.why" params={{ message: refusal.message }} /> {again}
        </PageNote>
      );
    case 'failed':
      return (
        <PageNote title={<Say id="changes.failed" />} isAlert>
          <Say id="changes.failed.why" params={{ message: refusal.message }} /> {again}
        </PageNote>
      );
  }
}
