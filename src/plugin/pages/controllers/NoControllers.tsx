import type { InfoAnswer } from '../../../protocol/info.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import type { SidecarView } from '../../live/views.ts';
import { PageNote } from '../../parts/PageNote.tsx';
import { Say } from '../../parts/Say.tsx';

/** No Deployment of Flux was found: because there is none, because somebody else reconciles, or because nobody may look. */
export function NoControllers({
  cluster,
  info,
  unread,
}: {
  cluster: string;
  info: SidecarView<InfoAnswer>;
  unread: DiagnosisView['unread'];
}) {
  const refused = unread.find(({ what }) => /^Deployment\b/.test(what));
  if (refused) {
    return (
      <PageNote title={<Say id="controllers.unread" params={{ cluster }} />}>
        <Say {...refused.why} />
      </PageNote>
    );
  }
  if (info.state === 'known' && info.value.mode === 'apply') {
    return (
      <PageNote title={<Say id="controllers.lumen" params={{ cluster }} />}>
        <Say id="controllers.lumen.why" params={{ renderer: info.value.renderer }} />
      </PageNote>
    );
  }
  // A sidecar that could not be asked may be doing their work.
  const isKnown = info.state === 'known' || info.state === 'absent';
  return (
    <PageNote title={<Say id="controllers.none" params={{ cluster }} />} command="flux check">
      <Say id={isKnown ? 'controllers.none.why' : 'controllers.none.unknown'} />
    </PageNote>
  );
}
