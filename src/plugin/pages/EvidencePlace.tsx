import { Box } from '@mui/material';
import type { Evidence } from '../../core/diagnosis/finding.ts';
import { fluxKindOf } from '../../core/flux/kinds.ts';
import { objectPath } from '../parts/objectPath.ts';
import { useWords } from '../parts/Say.tsx';
import { TextLink } from '../parts/TextLink.tsx';
import { eventsQuery } from './object/events/eventFacet.ts';

const tabs = {
  condition: '',
  field: '?tab=yaml',
  container: '',
  event: `?${eventsQuery('own')}`,
} as const;

/** Where a piece of evidence was seen, and the way to see it too. */
export function EvidencePlace({ evidence, cluster }: { evidence: Evidence; cluster: string }) {
  const words = useWords();
  const { object, seenIn, message } = evidence;
  const place =
    seenIn.type === 'field' ? seenIn.path : seenIn.type === 'event' ? seenIn.reason : seenIn.name;
  const said = words(`evidence.${seenIn.type}`, { place });
  const path = objectPath(cluster, object);
  // The tabs are of Lumen's own pages.
  const isOwn = fluxKindOf(object.group, object.kind) !== undefined;
  return (
    // Within a line of text, colour alone would not tell that it leads somewhere.
    <Box component="span" title={message} sx={{ '& a': { textDecoration: 'underline' } }}>
      {path ? <TextLink to={isOwn ? path + tabs[seenIn.type] : path}>{said}</TextLink> : said}
    </Box>
  );
}
