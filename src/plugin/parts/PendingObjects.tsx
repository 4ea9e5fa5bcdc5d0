import { Say } from './Say.tsx';

/** How many objects differ between what is applied and what would be; nothing where that is not known. */
export function PendingObjects({ count }: { count: number | undefined }) {
  if (count === undefined) return null;
  return <Say id={count > 0 ? 'pending.objects' : 'pending.objects.none'} params={{ count }} />;
}
