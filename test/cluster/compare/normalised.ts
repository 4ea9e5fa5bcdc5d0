import { type KubernetesObject, list, record } from '../../../src/core/kubernetes/object.ts';

/** A message without what two runs of the same world would not share: ports, temporary folders, durations. */
export function normalisedText(message: string): string {
  return (
    message
      .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
      // Ours are relative to the artifact: a folder that is gone again helps nobody.
      .replace(/(\/[\w.-]+)+\/kustomization-\d+\//g, '')
      .replace(/(\/[\w.-]+)+\/kustomization-\d+/g, '.')
      .replace(
        /\b(passed in|failed after|finished in) [\d.]+[a-zµ]+([\d.]+[a-zµ]+)*/g,
        '$1 DURATION'
      )
  );
}

/** What an object is, without when it was made and what others count. */
export function normalisedObject(object: KubernetesObject): unknown {
  const rest: Record<string, unknown> = { ...object };
  delete rest.status;
  const { deletionTimestamp, managedFields, ...metadata } = object.metadata;
  for (const field of ['uid', 'resourceVersion', 'creationTimestamp'] as const) {
    delete metadata[field];
  }
  const spec = { ...record(object.spec) };
  if (object.kind === 'Service') {
    for (const field of ['clusterIP', 'clusterIPs']) if (spec[field] !== 'None') delete spec[field];
    spec.ports = list(spec.ports).map(port => ({ ...record(port), nodePort: undefined }));
  }
  const normalised = {
    ...rest,
    metadata: {
      ...metadata,
      isEnding: deletionTimestamp !== undefined,
      managedFields: list(managedFields)
        .map(record)
        // What the workloads' controllers write is compared elsewhere.
        .filter(({ manager, subresource }) => !subresource && manager !== 'kube-controller-manager')
        .map(fields => ({ ...fields, time: undefined }))
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    },
    ...(object.spec === undefined ? {} : { spec }),
  };
  // A Job's labels and selector hold the uid that the server gave it.
  const text = JSON.stringify(normalised);
  const { uid } = object.metadata;
  return JSON.parse(uid ? text.replaceAll(uid, 'UID') : text) as unknown;
}
