import { shortRevision } from '../../core/flux/revision.ts';
import { useWords } from './Say.tsx';
import { TextLink } from './TextLink.tsx';

/** Beside a revision that is not the newest its source serves. How many commits apart only Git knows. */
export function Behind({
  newest,
  commits,
  to,
  isTabStop = true,
}: {
  newest: string;
  commits?: number;
  /** Where it is shown what will change. */
  to?: string;
  /** False within a list, which is one Tab stop as a whole. */
  isTabStop?: boolean;
}) {
  const words = useWords();
  const text = commits === undefined ? words('behind') : words('behind.by', { count: commits });
  return (
    <span
      title={words('behind.of', { revision: shortRevision(newest) })}
      style={{ whiteSpace: 'nowrap', flex: 'none' }}
    >
      {to ? (
        <TextLink to={to} tabIndex={isTabStop ? undefined : -1}>
          {text}
        </TextLink>
      ) : (
        text
      )}
    </span>
  );
}
