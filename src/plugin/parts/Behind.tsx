import { shortRevision } from '../../core/flux/revision.ts';
import { useWords } from './Say.tsx';

/** Beside a revision that is not the newest its source serves. How many commits apart only Git knows. */
export function Behind({ newest, commits }: { newest: string; commits?: number }) {
  const words = useWords();
  const text = commits === undefined ? words('behind') : words('behind.by', { count: commits });
  return <span title={words('behind.of', { revision: shortRevision(newest) })}>{text}</span>;
}
