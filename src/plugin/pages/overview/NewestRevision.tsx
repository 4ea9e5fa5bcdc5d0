import { refText } from '../../../core/kubernetes/ref.ts';
import { usePrevious } from '../../live/sourceHistory.ts';
import { useCommit } from '../../live/useCommit.ts';
import type { ClusterView } from '../../live/views.ts';
import { changesPath } from '../../parts/changesPath.ts';
import { RevisionChip } from '../../parts/RevisionChip.tsx';
import { Say } from '../../parts/Say.tsx';
import { rowOf } from '../rows.ts';
import { rootLayers } from './rootLayers.ts';

/** The one revision that everything is at; nothing where there are several sources, or none. */
export function newestOf([view, ...others]: readonly ClusterView[]) {
  const [only, ...more] = view ? rootLayers(view) : [];
  const source = only?.source;
  if (!view || others.length || more.length || !source) return undefined;
  const entry = view.find(source.kind, source.namespace, source.name);
  const revision = entry && rowOf(entry).revisions.current;
  return revision ? { cluster: view.cluster, source, revision } : undefined;
}

/** With its commit's subject and the way to what it changed, where the sidecar knows them. */
export function NewestRevision({
  cluster,
  source,
  revision,
}: NonNullable<ReturnType<typeof newestOf>>) {
  const isGit = source.kind === 'GitRepository';
  const view = useCommit(cluster, isGit ? source : undefined, revision);
  const of = refText(source);
  const from = usePrevious(cluster, of, revision, revision);
  const to = from && changesPath(cluster, { of, from, to: revision });
  const chip = <RevisionChip revision={revision} to={to} />;
  if (view.state !== 'known') return chip;
  const params = { subject: view.value.subject };
  return <Say id="overview.revision.subject" params={params} parts={{ revision: chip }} />;
}
