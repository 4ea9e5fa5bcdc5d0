import { Box } from '@mui/material';
import type { ObjectRef } from '../../core/kubernetes/ref.ts';
import { KindIcon } from './KindIcon.tsx';
import { objectPath } from './objectPath.ts';
import { TextLink } from './TextLink.tsx';

/** Names one object and leads to its page; plain text where no page shows its kind. */
export function ObjectLink({
  cluster,
  to,
  kind = 'icon',
  showNamespace = true,
  isTabStop = true,
  text: said,
  plural,
  isWithinText,
}: {
  cluster: string;
  to: ObjectRef;
  /** In words where kinds are mixed in a list. */
  kind?: 'icon' | 'word' | 'none';
  showNamespace?: boolean;
  /** False within a list, which is one Tab stop as a whole. */
  isTabStop?: boolean;
  /** As somebody else wrote it: a person will search for these words. */
  text?: string;
  /** Of the kind: where it is known, there is a page for custom resources too. */
  plural?: string;
  /** Words are around it: colour alone would not tell it from them. */
  isWithinText?: boolean;
}) {
  const path = objectPath(cluster, to, plural);
  const place = showNamespace && to.namespace ? `${to.namespace}/` : '';
  const name = said ?? (kind === 'word' ? `${to.kind} ${place}${to.name}` : `${place}${to.name}`);
  const text = path ? (
    <TextLink to={path} tabIndex={isTabStop ? undefined : -1} isWithinText={isWithinText}>
      {name}
    </TextLink>
  ) : (
    <span>{name}</span>
  );
  if (kind !== 'icon') return text;
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, maxWidth: '100%' }}
    >
      <KindIcon group={to.group} kind={to.kind} />
      {text}
    </Box>
  );
}
