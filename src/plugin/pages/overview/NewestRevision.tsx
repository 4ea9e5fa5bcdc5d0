import type { Layers } from '../../../core/flux/layers.ts';
import { refText } from '../../../core/kubernetes/ref.ts';
import { usePrevious } from '../../live/sourceHistory.ts';
import { useCommit } from '../../live/useCommit.ts';
import type { ClusterView } from '../../live/views.ts';
import { changesPath } from '../../parts/changesPath.ts';
import { RevisionChip } from '../../parts/RevisionChip.tsx';
import { Say } from '../../parts/Say.tsx';
import { rowOf } from '../rows.ts';

interface Strip {
  view: ClusterView;
  layers: readonly Layers[];
}

/** The one revision that everything is at; nothing where there are several sources, or none. */
export function newestOf(strips: readonly Strip[]) {
  const [strip, ...others] = strips;
  const [only, ...more] = strip?.layers ?? [];
  const source = only?.source;
  if (!strip || others.length || more.length || !source) return undefined;
  const entry = strip.view.find(source.kind, source.namespace, source.name);
  const revision = entry && rowOf(entry).revisions.current;
  return revision ? { cluster: strip.view.cluster, source, revision } : undefined;
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
