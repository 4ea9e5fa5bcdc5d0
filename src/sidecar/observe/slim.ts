import { kustomizeGroup } from '../../core/flux/markers.ts';
import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';

/** Statuses have more: inventories are most of an object's bytes, and nobody asks the observer for them. */
const statusFields = [
  'observedGeneration',
  'conditions',
  'artifact',
  'lastAppliedRevision',
  'lastAttemptedRevision',
];

/** What the observer needs of a Flux object: with thousands of them, the rest would be most of its memory. */
export function slimFluxObject({
  apiVersion,
  kind,
  metadata,
  spec,
  status,
}: KubernetesObject): KubernetesObject {
  const { name, namespace, uid, resourceVersion, generation, deletionTimestamp } = metadata;
  // By which Flux steers what happens to it, and says whose it is.
  const marksOf = (values: Record<string, string> | undefined) =>
    Object.entries(values ?? {}).filter(([key]) => key.startsWith(`${kustomizeGroup}/`));
  const [labels, annotations] = [metadata.labels, metadata.annotations].map(marksOf);
  const said = record(status);
  const kept: Record<string, unknown> = {};
  for (const field of statusFields) if (said[field] !== undefined) kept[field] = said[field];
  const history = list(said.history).map(entry => {
    const { lastReconciled, lastReconciledDuration, lastReconciledStatus, metadata } =
      record(entry);
    const { revision } = record(metadata);
    return { lastReconciled, lastReconciledDuration, lastReconciledStatus, metadata: { revision } };
  });
  if (history.length > 0) kept.history = history;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion,
      generation,
      ...(deletionTimestamp ? { deletionTimestamp } : {}),
      ...(labels?.length ? { labels: Object.fromEntries(labels) } : {}),
      ...(annotations?.length ? { annotations: Object.fromEntries(annotations) } : {}),
    },
    spec,
    status: kept,
  };
}

/** What is told of an Event: its message is cut where Flux itself would cut it. */
export function slimEvent(event: KubernetesObject): KubernetesObject {
  const { apiVersion, kind, metadata } = event;
  const { name, namespace, uid, resourceVersion, creationTimestamp, annotations } = metadata;
  const { involvedObject, type, reason, message, count, firstTimestamp, lastTimestamp, eventTime } =
    event;
  const { series, source, reportingComponent } = event;
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp, annotations },
    ...{ involvedObject, type, reason, message, count, firstTimestamp, lastTimestamp, eventTime },
    ...{ series, source, reportingComponent },
  };
}
