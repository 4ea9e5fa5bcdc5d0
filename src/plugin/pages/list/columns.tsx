import type { ReactNode } from 'react';
import type { Cause } from '../../../core/diagnosis/finding.ts';
import { changedOf } from '../../../core/flux/changed.ts';
import type { Row } from '../../../core/flux/row.ts';
import { addressOf, followsOf, shortUrl } from '../../../core/flux/sourceAddress.ts';
import { type ObjectRef, refText } from '../../../core/kubernetes/ref.ts';
import type { GridColumn } from '../../parts/gridColumn.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { objectPath } from '../../parts/objectPath.ts';
import { Say } from '../../parts/Say.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { Time } from '../../parts/Time.tsx';
import type { Words } from '../../parts/words.ts';
import { ClusterClock } from '../ClusterClock.tsx';
import { RevisionCell } from './RevisionCell.tsx';

/** What a column may need beyond its row. */
export interface ColumnContext {
  words: Words;
  /** What broke it, as far as was looked. */
  causeOf: (row: Row) => Cause | undefined;
  /** Who takes content from a source, uses a policy or a provider. Undefined where nothing tells. */
  usersOf: (row: Row) => readonly ObjectRef[] | undefined;
}

export type ListColumn = (context: ColumnContext) => GridColumn<Row>;

/** A column titled `column.ID`. `from`: only where the list is at least so many px wide. */
export function makeColumn(
  id: string,
  width: string,
  render: (row: Row, context: ColumnContext) => ReactNode,
  from?: number
): ListColumn {
  return context => ({
    id,
    title: context.words(`column.${id}`),
    width,
    from,
    render: row => render(row, context),
  });
}

/** A column of a time, '' where there is none. */
export function timeColumn(id: string, at: (row: Row) => string | undefined, from?: number) {
  const render = (row: Row) => {
    const time = at(row);
    return (
      time && (
        <ClusterClock cluster={row.cluster}>
          <Time at={time} />
        </ClusterClock>
      )
    );
  };
  return makeColumn(id, '96px', render, from);
}

// Links in rows are no Tab stops: the list is one, and Enter opens the row.
export const nameColumn = makeColumn('name', 'minmax(140px, 1.6fr)', ({ cluster, ref }) => (
  <TextLink to={objectPath(cluster, ref) ?? ''} tabIndex={-1}>
    {ref.name}
  </TextLink>
));

export const namespaceColumn = makeColumn(
  'namespace',
  'minmax(90px, 0.9fr)',
  row => row.namespace,
  720
);

export const clusterColumn = makeColumn('cluster', 'minmax(70px, 0.6fr)', row => row.cluster);

/** What the row takes its content from. */
function takenColumn(id: string) {
  return makeColumn(
    id,
    'minmax(110px, 1fr)',
    ({ cluster, namespace, sourceRef }) =>
      sourceRef && (
        <ObjectLink
          cluster={cluster}
          to={sourceRef}
          showNamespace={sourceRef.namespace !== namespace}
          isTabStop={false}
        />
      ),
    820
  );
}

export const sourceColumn = takenColumn('source');
export const repositoryColumn = takenColumn('repository');
export const providerColumn = takenColumn('provider');

/** The revision of what is applied, or of what a source serves: then the row itself is the source. */
export const revisionColumn = makeColumn('revision', 'minmax(180px, 3.4fr)', row => (
  <RevisionCell row={row} />
));

export const addressColumn = makeColumn('address', 'minmax(140px, 1.4fr)', row => {
  const address = addressOf(row.object);
  return address && <span title={address}>{shortUrl(address)}</span>;
});

export const followsColumn = makeColumn(
  'follows',
  'minmax(90px, 0.7fr)',
  row => {
    const follows = followsOf(row.object);
    return follows && <Say {...follows} />;
  },
  // Below that the commit needs the room, and the revision begins with the branch.
  1100
);

export const changedColumn = timeColumn('lastChange', row => changedOf(row.object));

function usersColumn(id: string) {
  return makeColumn(
    id,
    'minmax(80px, 0.6fr)',
    (row, { usersOf }) => {
      const users = usersOf(row);
      if (!users) return <Say id="used.unknown" />;
      const [only] = users;
      if (!only) return <Say id="used.none" />;
      if (users.length === 1) {
        const isFar = only.namespace !== row.namespace;
        return (
          <ObjectLink cluster={row.cluster} to={only} showNamespace={isFar} isTabStop={false} />
        );
      }
      return (
        <span title={users.map(refText).join('\n')}>
          <Say id="used" params={{ count: users.length }} />
        </span>
      );
    },
    760
  );
}

export const consumersColumn = usersColumn('consumers');
export const updatesColumn = usersColumn('updates');
export const policiesColumn = usersColumn('policies');
export const alertsColumn = usersColumn('alerts');
