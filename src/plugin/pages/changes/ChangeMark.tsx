import { useWords } from '../../parts/Say.tsx';
import type { Entry } from '../../worker/entry.ts';

const signs = { changed: '~', created: '+', recreated: '±', deleted: '−', same: '=' } as const;

/** What happens to an object: a sign, its colour (of the tree's sheet), and the word for who sees neither. */
export function ChangeMark({ change }: { change: Entry['change'] }) {
  const words = useWords();
  return (
    <span role="img" aria-label={words(`changes.mark.${change}`)} className={`mark ${change}`}>
      {signs[change]}
    </span>
  );
}
