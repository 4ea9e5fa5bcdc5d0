import { randomUUID } from 'node:crypto';
import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';
import type { Api } from './api.ts';
import { qualifiedResource, type ResourceType } from './schema/resourceType.ts';

/** Holds a CustomResourceDefinition that is being deleted until its instances are gone. */
export const cleanup = 'customresourcecleanup.apiextensions.k8s.io';

type Prepare = (object: KubernetesObject, api: Api, old?: KubernetesObject) => KubernetesObject;

/** What the API server itself adds to an object of some kinds, beyond the schema's defaults. */
const preparations: Record<string, Prepare> = {
  namespaces: prepareNamespace,
  secrets: prepareSecret,
  services: prepareService,
  pods: preparePod,
  'jobs.batch': prepareJob,
  persistentvolumeclaims: prepareClaim,
  'customresourcedefinitions.apiextensions.k8s.io': prepareDefinition,
};

export function prepareKind(
  object: KubernetesObject,
  type: ResourceType,
  api: Api,
  old?: KubernetesObject
): KubernetesObject {
  return preparations[qualifiedResource(type)]?.(object, api, old) ?? object;
}

function prepareNamespace(object: KubernetesObject, _api: Api, old?: KubernetesObject) {
  const { metadata } = object;
  const labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
  return {
    ...object,
    metadata: { ...metadata, labels },
    spec: old ? old.spec : { finalizers: ['kubernetes'] },
    status: old ? old.status : { phase: 'Active' },
  };
}

/** `stringData` is for writing only: it ends up in `data`. */
function prepareSecret(object: KubernetesObject) {
  const { stringData, ...rest } = object;
  const secret = { ...rest, type: rest.type ?? 'Opaque' } as KubernetesObject;
  const texts = Object.entries(record(stringData));
  if (texts.length === 0) return secret;
  const data = texts.map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]);
  return { ...secret, data: { ...record(rest.data), ...Object.fromEntries(data) } };
}

function prepareService(object: KubernetesObject, api: Api, old?: KubernetesObject) {
  const before = record(old?.spec);
  const spec: Record<string, unknown> = { ...record(object.spec) };
  if (spec.type === 'ExternalName') {
    delete spec.clusterIP;
    delete spec.clusterIPs;
  } else {
    spec.clusterIP ||= before.clusterIP || freeClusterAddress(api);
    spec.clusterIPs ??= [spec.clusterIP];
    spec.ipFamilies ??= ['IPv4'];
    spec.ipFamilyPolicy ??= 'SingleStack';
    spec.internalTrafficPolicy ??= 'Cluster';
  }
  const status = object.status ?? old?.status ?? { loadBalancer: {} };
  return { ...object, spec, status };
}

/** What the server chooses when an object is made: nobody manages it. */
const allocated: Record<string, readonly string[]> = {
  services: ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'],
};

/** The object without what the server chose for it, where `sent` did not ask for that. */
export function withoutAllocated(
  object: KubernetesObject,
  sent: KubernetesObject,
  type: ResourceType
): KubernetesObject {
  const fields = allocated[qualifiedResource(type)];
  if (!fields) return object;
  const asked = record(sent.spec);
  const spec = Object.entries(record(object.spec)).filter(
    ([key]) => !fields.includes(key) || asked[key] !== undefined
  );
  return { ...object, spec: Object.fromEntries(spec) };
}

function freeClusterAddress(api: Api): string {
  const services = api.store.collection('services').list();
  const taken = new Set(services.map(({ object }) => record(object.spec).clusterIP));
  for (let number = 1; number < 65_535; number++) {
    const address = `10.96.${number >> 8}.${number & 255}`;
    if (!taken.has(address)) return address;
  }
  throw new Error('no free address is left for Services in 10.96.0.0/16');
}

function preparePod(object: KubernetesObject, _api: Api, old?: KubernetesObject) {
  if (old) return object;
  const spec: Record<string, unknown> = { ...record(object.spec) };
  spec.serviceAccountName ||= 'default';
  spec.serviceAccount = spec.serviceAccountName;
  const status = { phase: 'Pending', qosClass: qosOf(spec) };
  return { ...object, spec, status };
}

function qosOf(spec: Record<string, unknown>): string {
  const resources = list(spec.containers).map(entry => record(record(entry).resources));
  const isBare = resources.every(
    ({ requests, limits }) => !Object.keys({ ...record(requests), ...record(limits) }).length
  );
  if (isBare) return 'BestEffort';
  const isGuaranteed = resources.every(({ requests, limits }) =>
    ['cpu', 'memory'].every(name => {
      const limit = record(limits)[name];
      return limit !== undefined && (record(requests)[name] ?? limit) === limit;
    })
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

/** A Job finds its pods by a label that only it has. */
function prepareJob(object: KubernetesObject, _api: Api, old?: KubernetesObject) {
  const spec = record(object.spec);
  if (old || spec.selector || spec.manualSelector === true) return object;
  const uid = object.metadata.uid ?? randomUUID();
  const template = record(spec.template);
  const metadata = record(template.metadata);
  const labels = {
    ...record(metadata.labels),
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': object.metadata.name,
    'controller-uid': uid,
    'job-name': object.metadata.name,
  };
  return {
    ...object,
    metadata: { ...object.metadata, uid },
    spec: {
      manualSelector: false,
      ...spec,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      template: { ...template, metadata: { ...metadata, labels } },
    },
  };
}

function prepareClaim(object: KubernetesObject, _api: Api, old?: KubernetesObject) {
  if (old) return object;
  return { ...object, status: { phase: 'Pending' } };
}

function prepareDefinition(object: KubernetesObject) {
  const spec = record(object.spec);
  const names = record(spec.names);
  const kind = String(names.kind ?? '');
  const singular = names.singular ?? kind.toLowerCase();
  const listKind = names.listKind ?? `${kind}List`;
  return {
    ...object,
    spec: {
      conversion: { strategy: 'None' },
      ...spec,
      names: { ...names, singular, listKind },
    },
  };
}
