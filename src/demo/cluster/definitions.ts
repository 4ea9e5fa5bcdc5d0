import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';
import { type Api, timestamp } from './api.ts';
import { later } from './background.ts';
import { removeFinalizer } from './finalizers.ts';
import { cleanup } from './kindDefaults.ts';
import { typesOfCrd } from './schema/crd.ts';
import { deleteObject } from './verbs/remove.ts';

const resource = 'customresourcedefinitions.apiextensions.k8s.io';

/** Serves what the CustomResourceDefinitions define as soon as they are stored, and no longer than they are. */
export function startDefinitions(api: Api): () => void {
  const definitions = api.store.collection(resource);
  const instancesOf = (name: string) => api.store.collection(name);

  function serve(crd: KubernetesObject): void {
    const { name, deletionTimestamp } = crd.metadata;
    api.catalog.setCustom(name, typesOfCrd(crd), crd);
    if (deletionTimestamp) {
      later(api, () => clear(name));
      return;
    }
    if (hasCondition(crd, 'Established')) return;
    const time = timestamp(api.now());
    const condition = (type: string, reason: string, message: string) => ({
      type,
      status: 'True',
      lastTransitionTime: time,
      reason,
      message,
    });
    const spec = record(crd.spec);
    const storage = list(spec.versions)
      .map(record)
      .find(version => version.storage === true);
    definitions.put({
      ...crd,
      status: {
        conditions: [
          condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
          condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
        ],
        acceptedNames: spec.names,
        storedVersions: [storage?.name ?? ''],
      },
    });
  }

  /** The instances go first; the definition follows when the last one is gone. */
  function clear(name: string): void {
    const stored = definitions.get(name);
    if (!stored?.object.metadata.deletionTimestamp) return;
    const [type] = typesOfCrd(stored.object);
    for (const instance of type ? instancesOf(name).list() : []) {
      if (instance.object.metadata.deletionTimestamp) continue;
      deleteObject(api, type!, instance, { propagationPolicy: 'Background', dryRun: false });
    }
    if (instancesOf(name).size > 0) return;
    removeFinalizer(definitions, stored, cleanup);
  }

  return api.store.onChange((changed, { type, now }) => {
    if (changed === resource) {
      if (type === 'DELETED') api.catalog.setCustom(now.key, [], undefined);
      else serve(now.object);
    } else if (type === 'DELETED' && definitions.get(changed)?.object.metadata.deletionTimestamp) {
      later(api, () => clear(changed));
    }
  });
}

function hasCondition(crd: KubernetesObject, type: string): boolean {
  return list(record(crd.status).conditions).some(
    entry => record(entry).type === type && record(entry).status === 'True'
  );
}
