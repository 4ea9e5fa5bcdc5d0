import { useCallback, useMemo, useRef } from 'react';
import { useHistory } from 'react-router-dom';
import type { Cause } from '../../../core/diagnosis/finding.ts';
import { fluxKind, type FluxKindName } from '../../../core/flux/kinds.ts';
import type { Row } from '../../../core/flux/row.ts';
import type { ObjectRef } from '../../../core/kubernetes/ref.ts';
import { useClusters } from '../../live/useClusters.ts';
import { useDiagnoses } from '../../live/useDiagnosis.ts';
import { useFluxObjects } from '../../live/useFluxObjects.ts';
import { useKind } from '../../live/useKind.ts';
import { objectPath } from '../../parts/objectPath.ts';
import { useWords } from '../../parts/Say.tsx';
import { causeOf } from '../causeOf.ts';
import { ChosenActions } from './ChosenActions.tsx';
import { KindListView } from './KindListView.tsx';
import { lookOf } from './look.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { useListQuery } from './useListQuery.ts';
import { hasUsers, usersOf } from './users.ts';

type UsersOf = (row: Row) => readonly ObjectRef[] | undefined;

const none: UsersOf = () => [];

/** The list of one kind in all selected clusters, live. */
export function KindList({ name }: { name: FluxKindName }) {
  return hasUsers(name) ? <UsedKindList name={name} /> : <LiveKindList name={name} users={none} />;
}

/** Reads the other kinds too: who uses an object is written in its users. */
function UsedKindList({ name }: { name: FluxKindName }) {
  const clusters = useFluxObjects();
  const users = useMemo<UsersOf>(() => row => usersOf(row, clusters), [clusters]);
  return <LiveKindList name={name} users={users} />;
}

/** What broke a row; another function only when a diagnosis is another one. */
function useCauses(): (row: Row) => Cause | undefined {
  const clusters = useClusters();
  const views = useDiagnoses(clusters);
  const last = useRef(views);
  // A view is another one with each change in its cluster, a diagnosis only when it says something else.
  const isSame =
    views.length === last.current.length &&
    views.every(({ diagnosis }, at) => diagnosis === last.current[at]?.diagnosis);
  if (!isSame) last.current = views;
  const known = last.current;
  return useMemo(() => {
    const by = new Map(clusters.map((cluster, at) => [cluster, known[at]]));
    return ({ cluster, id }) => {
      const view = by.get(cluster);
      return view && causeOf(view, id);
    };
  }, [clusters, known]);
}

function LiveKindList({ name, users }: { name: FluxKindName; users: UsersOf }) {
  const words = useWords();
  const history = useHistory();
  const views = useKind(name);
  const list = useListQuery();
  const hasSeveral = views.length > 1;
  const stale = views
    .filter(({ view }) => view.phase.name === 'stale')
    .map(({ cluster }) => cluster)
    .join('+');
  const causes = useCauses();
  const look = useMemo(() => {
    const isStale = (cluster: string) => stale.split('+').includes(cluster);
    return lookOf(name, hasSeveral, isStale, { words, usersOf: users, causeOf: causes });
  }, [name, words, users, causes, hasSeveral, stale]);
  const isTroubled = useCallback((row: Row) => causes(row) !== undefined, [causes]);
  const open = useCallback(
    (row: Row) => history.push(objectPath(row.cluster, row.ref) ?? ''),
    [history]
  );
  return (
    <KindListView
      kind={fluxKind(name)}
      views={views}
      list={list}
      look={look}
      isTroubled={isTroubled}
      onOpen={open}
      selectionBar={(entries, clear) => (
        <SelectionBar count={entries.length} onClear={clear}>
          <ChosenActions entries={entries} />
        </SelectionBar>
      )}
    />
  );
}
