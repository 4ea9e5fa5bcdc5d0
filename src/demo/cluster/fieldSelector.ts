import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';
import { matchesFields, parseFieldSelector } from '../../core/kubernetes/selector.ts';
import { badRequest } from './failure.ts';
import { qualifiedResource, type ResourceType } from './schema/resourceType.ts';

export type ObjectTest = (object: KubernetesObject) => boolean;

const involved = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

/** Fields that can be selected beyond metadata.name and metadata.namespace. */
const selectable: Record<string, readonly string[]> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  events: [
    ...involved.map(field => `involvedObject.${field}`),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  'events.events.k8s.io': [
    ...involved.map(field => `regarding.${field}`),
    'reason',
    'reportingController',
    'type',
  ],
  secrets: ['type'],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  services: ['spec.clusterIP', 'spec.type'],
  replicationcontrollers: ['status.replicas'],
  'certificatesigningrequests.certificates.k8s.io': ['spec.signerName'],
  'jobs.batch': ['status.successful'],
};

/** Where events keep, as they are stored, what their selectors name otherwise. */
const storedAt: Record<string, string> = {
  source: 'source.component',
  reportingController: 'reportingComponent',
};

/** The test that a `fieldSelector` parameter asks for; undefined for an empty one. 400 for fields that cannot be selected. */
export function fieldTest(selector: string, type: ResourceType): ObjectTest | undefined {
  const parsed = parseFieldSelector(selector);
  if ('error' in parsed) throw badRequest(parsed.error);
  const { requirements } = parsed;
  if (requirements.length === 0) return undefined;
  const allowed = selectable[qualifiedResource(type)];
  const paths = new Map<string, string[]>();
  for (const { key } of requirements) {
    const isMetadata = key === 'metadata.name' || (key === 'metadata.namespace' && type.namespaced);
    if (!isMetadata && !allowed?.includes(key)) throw badRequest(refusal(key, type, !allowed));
    paths.set(key, pathOf(key, type));
  }
  return object => matchesFields(requirements, key => textAt(object, paths.get(key) ?? []));
}

/** Three ways to say no: kinds with fields of their own do it in their own words. */
function refusal(key: string, { kind, group }: ResourceType, isPlain: boolean): string {
  if (isPlain) {
    const known = '"metadata.name", "metadata.namespace"';
    return `${JSON.stringify(key)} is not a known field selector: only ${known}`;
  }
  if (group === 'batch') return `field label "${key}" not supported for ${kind}`;
  return `field label not supported: ${key}`;
}

function pathOf(field: string, { plural }: ResourceType): string[] {
  if (plural !== 'events') return field.split('.');
  return (storedAt[field] ?? field.replace(/^regarding\./, 'involvedObject.')).split('.');
}

function textAt(object: KubernetesObject, path: readonly string[]): string {
  let value: unknown = object;
  for (const part of path) value = record(value)[part];
  if (value === undefined || value === null) return path.at(-1) === 'unschedulable' ? 'false' : '';
  return String(value);
}
