import type { Unreadable } from '../../protocol/info.ts';
import type { ObserverState } from '../observe/observer.ts';

/** What the sidecar's rights keep from it: whole kinds, and variables of Kustomizations. */
export function toUnreadable(
  state: Pick<ObserverState, 'watches' | 'forbidden'> | undefined
): Unreadable[] {
  const kinds = (state?.watches ?? []).filter(({ phase }) => phase === 'forbidden');
  return [
    ...kinds.map(({ kind }) => ({ kind, namespace: '', name: '', for: 'revisions' })),
    ...(state?.forbidden ?? []).flatMap(({ variables, readers }) =>
      readers.map(reader => ({ ...variables, for: reader }))
    ),
  ];
}
