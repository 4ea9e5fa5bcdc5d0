import { Box } from '@mui/material';
import { groupAlike } from '../../../core/diagnosis/alike.ts';
import { objectId } from '../../../core/graph/nodeId.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import type { ClusterView } from '../../live/views.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { Section } from '../../parts/Section.tsx';
import { CauseItem } from '../overview/CauseItem.tsx';
import { Notices } from '../overview/Notices.tsx';

/** Notices about Flux itself: kinds that are not installed, versions that go away. */
const ofInstallation = new Set(['crd', 'version']);

/** What the diagnosis says of the controllers: its words, and no others. */
export function ControllerTrouble({
  view,
  cluster,
  count,
}: {
  view: DiagnosisView;
  cluster: ClusterView;
  /** Of controllers that were looked at. */
  count: number;
}) {
  const words = useWords();
  const { diagnosis, isComplete, unread } = view;
  const unseen = count > 0 ? unread.filter(({ what }) => /^(Pod|Lease)\b/.test(what)) : [];
  const causes = diagnosis.causes.filter(({ rule }) => rule.startsWith('controller.'));
  const notices = diagnosis.notices.filter(({ rule }) => ofInstallation.has(rule));
  return (
    <>
      <Box role="status" sx={{ mb: 1.5 }}>
        {causes.length === 0 && isComplete && count > 0 && (
          <Say
            id={unseen.length > 0 ? 'controllers.partlySeen' : 'controllers.well'}
            params={{ count }}
          />
        )}
        {unseen.map(({ what, why }) => (
          <Box key={what} sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
            <Say {...why} />
          </Box>
        ))}
      </Box>
      {causes.length > 0 && (
        <Box
          component="ul"
          aria-label={words('controllers.causes')}
          sx={{ listStyle: 'none', m: 0, mb: 2, p: 0 }}
        >
          {groupAlike(causes).map(alike => (
            <CauseItem
              key={`${alike.first.rule} ${objectId(alike.first.object)}`}
              {...{ alike, cluster, view }}
              isNamed={false}
            />
          ))}
        </Box>
      )}
      {notices.length > 0 && (
        <Section title={words('controllers.notices')}>
          <Notices notices={notices} cluster={cluster.cluster} />
        </Section>
      )}
    </>
  );
}
