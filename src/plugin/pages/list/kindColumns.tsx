import { Fragment } from 'react';
import { listenedBy } from '../../../core/flux/facts/notificationFacts.ts';
import { imageRuleOf, selectedImageOf } from '../../../core/flux/imagePolicy.ts';
import type { FluxKindName } from '../../../core/flux/kinds.ts';
import { chartOf, releaseOf } from '../../../core/flux/release.ts';
import type { Row } from '../../../core/flux/row.ts';
import { list, record, text } from '../../../core/kubernetes/object.ts';
import { refText } from '../../../core/kubernetes/ref.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say } from '../../parts/Say.tsx';
import { RevisionOf } from '../RevisionOf.tsx';
import {
  addressColumn,
  alertsColumn,
  changedColumn,
  clusterColumn,
  consumersColumn,
  followsColumn,
  type ListColumn,
  makeColumn,
  nameColumn,
  namespaceColumn,
  policiesColumn,
  providerColumn,
  repositoryColumn,
  revisionColumn,
  sourceColumn,
  timeColumn,
  updatesColumn,
} from './columns.tsx';

const specOf = (row: Row) => record(row.object.spec);
const statusOf = (row: Row) => record(row.object.status);

/** The chart that runs, and the range it was chosen from where that says something else. */
const chartColumn = makeColumn('chart', 'minmax(150px, 1.3fr)', row => {
  const running = releaseOf(row.object);
  const wanted = chartOf(row.object);
  if (!running) return wanted && `${wanted.chart} ${wanted.version}`.trim();
  const range = wanted?.version && wanted.version !== running.version ? wanted.version : undefined;
  const params = { chart: running.chart, version: running.version };
  return range ? (
    <Say id="chart.of" params={{ ...params, range }} />
  ) : (
    <Say id="chart" params={params} />
  );
});

const releaseColumn = makeColumn(
  'release',
  'minmax(110px, 0.8fr)',
  row => {
    const release = releaseOf(row.object);
    if (!release) return undefined;
    const id = release.appVersion ? 'release.app' : 'release';
    const params = { number: release.number, appVersion: release.appVersion ?? '' };
    return <Say id={id} params={params} />;
  },
  760
);

const chartNameColumn = makeColumn('chart', 'minmax(130px, 1.2fr)', row => {
  const { chart, version } = specOf(row);
  return [text(chart), text(version)].filter(Boolean).join(' ');
});

const tagsColumn = makeColumn('tags', 'minmax(130px, 1.3fr)', row => {
  const scan = record(statusOf(row).lastScanResult);
  if (typeof scan.tagCount !== 'number') return undefined;
  const newest = list(scan.latestTags).slice(0, 3).join(', ');
  return (
    <span title={list(scan.latestTags).join(', ')}>
      <Say id={newest ? 'tags.newest' : 'tags'} params={{ count: scan.tagCount, newest }} />
    </span>
  );
});

const selectedColumn = makeColumn('selected', 'minmax(110px, 1fr)', row => {
  const selected = selectedImageOf(row.object);
  if (!selected) return undefined;
  const whole = `${selected.image}:${selected.tag}${selected.digest ? `@${selected.digest}` : ''}`;
  return <code title={whole}>{selected.tag}</code>;
});

const ruleColumn = makeColumn('rule', 'minmax(130px, 1.4fr)', row => {
  const rule = imageRuleOf(row.object);
  return rule && <Say {...rule} />;
});

/** An automation's status holds the bare hash; the branch is its spec's. */
const commitColumn = makeColumn('lastCommit', 'minmax(170px, 1.8fr)', row => {
  const commit = text(statusOf(row).lastPushCommit);
  const git = record(specOf(row).git);
  const branch = text(record(git.push).branch) ?? text(record(record(git.checkout).ref).branch);
  const revision = commit && `${branch ? `${branch}@` : ''}sha1:${commit}`;
  if (!revision) return null;
  return (
    <span className="revision">
      <RevisionOf
        revision={revision}
        cluster={row.cluster}
        source={row.sourceRef}
        served={undefined}
        isTabStop={false}
      />
    </span>
  );
});

const typeColumn = makeColumn('type', 'minmax(90px, 0.7fr)', row => text(specOf(row).type));
const channelColumn = makeColumn('channel', 'minmax(110px, 1fr)', row => text(specOf(row).channel));

const severityColumn = makeColumn('severity', 'minmax(90px, 0.7fr)', row => (
  <Say id={specOf(row).eventSeverity === 'error' ? 'severity.error' : 'severity.info'} />
));

/** More have no room in a line; its title names them all. */
const linkedAtMost = 5;

function listensColumn(id: string) {
  return makeColumn(id, 'minmax(150px, 1.8fr)', ({ object, cluster, namespace }) => {
    const { refs, all } = listenedBy(object);
    const linked = refs.slice(0, linkedAtMost);
    return (
      <span title={[...all, ...refs.map(refText)].join(', ')}>
        {all.join(', ')}
        {linked.map((ref, at) => (
          <Fragment key={at}>
            {(at > 0 || all.length > 0) && ', '}
            <ObjectLink
              cluster={cluster}
              to={ref}
              kind="word"
              showNamespace={ref.namespace !== namespace}
              isTabStop={false}
            />
          </Fragment>
        ))}
        {refs.length > linked.length && ', …'}
      </span>
    );
  });
}

const webhookColumn = makeColumn(
  'webhook',
  'minmax(120px, 1fr)',
  row => {
    const path = text(statusOf(row).webhookPath);
    return path && <code title={path}>{path}</code>;
  },
  900
);

const eventsColumn = makeColumn(
  'events',
  'minmax(80px, 0.6fr)',
  row => list(specOf(row).events).join(', '),
  820
);

const count = (id: string, of: (row: Row) => unknown) =>
  makeColumn(id, '96px', row => list(of(row)).length);

const columns: Record<FluxKindName, readonly ListColumn[]> = {
  Kustomization: [sourceColumn, revisionColumn, changedColumn],
  HelmRelease: [chartColumn, sourceColumn, releaseColumn, changedColumn],
  GitRepository: [addressColumn, followsColumn, revisionColumn, consumersColumn, changedColumn],
  OCIRepository: [addressColumn, followsColumn, revisionColumn, consumersColumn, changedColumn],
  Bucket: [addressColumn, revisionColumn, consumersColumn, changedColumn],
  HelmRepository: [addressColumn, consumersColumn, changedColumn],
  HelmChart: [chartNameColumn, revisionColumn, sourceColumn, consumersColumn, changedColumn],
  ExternalArtifact: [revisionColumn, sourceColumn, consumersColumn, changedColumn],
  ArtifactGenerator: [
    count('sources', row => specOf(row).sources),
    count('artifacts', row => statusOf(row).inventory),
  ],
  ImageRepository: [
    makeColumn('image', 'minmax(150px, 1.6fr)', row => text(specOf(row).image)),
    tagsColumn,
    policiesColumn,
    timeColumn('lastScan', row => text(record(statusOf(row).lastScanResult).scanTime)),
  ],
  ImagePolicy: [selectedColumn, ruleColumn, repositoryColumn, updatesColumn],
  ImageUpdateAutomation: [
    sourceColumn,
    commitColumn,
    timeColumn('lastChange', row => text(statusOf(row).lastPushTime)),
    timeColumn('lastRun', row => text(statusOf(row).lastAutomationRunTime), 760),
  ],
  Alert: [providerColumn, severityColumn, listensColumn('hears')],
  Provider: [typeColumn, channelColumn, alertsColumn],
  Receiver: [typeColumn, eventsColumn, listensColumn('triggers'), webhookColumn],
};

/** The columns of a kind's list, the state's mark aside. */
export function columnsOf(kind: FluxKindName, hasSeveralClusters: boolean): readonly ListColumn[] {
  const clusters = hasSeveralClusters ? [clusterColumn] : [];
  return [nameColumn, namespaceColumn, ...clusters, ...columns[kind]];
}
