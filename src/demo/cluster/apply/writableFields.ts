import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import type { ResourceType } from '../schema/resourceType.ts';
import type { FieldSet } from './fieldSet.ts';

/** Fields that belong to the API server: no manager ever owns them. */
export const serverFields: FieldSet = {
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': {
    '.': {},
    'f:name': {},
    'f:namespace': {},
    'f:creationTimestamp': {},
    'f:selfLink': {},
    'f:uid': {},
    'f:clusterName': {},
    'f:generation': {},
    'f:managedFields': {},
    'f:resourceVersion': {},
  },
};

const all: FieldSet = {};
const statusOnly: FieldSet = { 'f:status': {} };
const allButStatus: FieldSet = { 'f:metadata': {}, 'f:spec': {} };

/**
 * Fields that a request to this endpoint cannot write, with all below them: the status through the object itself, everything
 * else through the status.
 */
export function resetFields(type: ResourceType, subresource: string | undefined): FieldSet {
  if (subresource === 'status') return allButStatus;
  return !subresource && type.subresources.status ? statusOnly : all;
}

/** What a client applied, without what this endpoint would not write, and without the server's own bookkeeping. */
export function writablePart(
  applied: KubernetesObject,
  type: ResourceType,
  subresource: string | undefined
): KubernetesObject {
  const { status, ...rest } = applied;
  if (subresource === 'status') {
    const { apiVersion, kind, metadata } = applied;
    const { name, namespace } = metadata;
    const named = { name, ...(namespace === undefined ? {} : { namespace }) };
    return { apiVersion, kind, metadata: named, ...(status === undefined ? {} : { status }) };
  }
  return !subresource && type.subresources.status ? rest : applied;
}

/** The object without `metadata.managedFields`, which never describes itself. */
export function withoutManagedFields<T extends KubernetesObject>(object: T): T {
  if (object.metadata.managedFields === undefined) return object;
  const metadata = { ...object.metadata };
  delete metadata.managedFields;
  return { ...object, metadata };
}
