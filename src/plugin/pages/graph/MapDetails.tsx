import { Box } from '@mui/material';
import { toRef } from '../../../core/kubernetes/ref.ts';
import type { MapNode } from '../../headlamp/registerMap.tsx';
import { useText } from '../../headlamp/text.ts';
import { objectPath } from '../../parts/objectPath.ts';
import { TextLink } from '../../parts/TextLink.tsx';
import { englishWords } from '../../parts/words.ts';

/** Above what the host's map tells of an object of Flux: the way to Lumen's page, which knows more. */
export function MapDetails({ node: { cluster, object } }: { node: MapNode }) {
  const words = useText(englishWords);
  const path = objectPath(cluster, toRef(object));
  return (
    <Box sx={{ p: 2, pb: 0 }}>
      {path && (
        <TextLink to={path}>{words('graph.map.open', { name: object.metadata.name })}</TextLink>
      )}
    </Box>
  );
}
