import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';
import type { Api } from './api.ts';
import type { WriteOptions } from './call.ts';
import { collectionOf } from './catalog.ts';
import { toCoreEvent } from './eventView.ts';
import { badRequest, Failure, forbidden, invalid, notFound } from './failure.ts';
import { validateKind } from './kindRules.ts';
import { checkMetadataShape, metadataCauses } from './objectMeta.ts';
import { admit } from './schema/admit.ts';
import { apiVersionOf, type ResourceType } from './schema/resourceType.ts';

/** The body as an object of this type; 400 where it is none, or of another type or namespace. */
export function toObject(body: unknown, type: ResourceType, namespace: string): KubernetesObject {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('the body of the request must be an object');
  }
  const object = { ...(body as Record<string, unknown>) };
  const { apiVersion = apiVersionOf(type), kind = type.kind } = object;
  if (apiVersion !== apiVersionOf(type)) {
    throw badRequest(
      `the API version in the data (${String(
        apiVersion
      )}) does not match the expected API version (${apiVersionOf(type)})`
    );
  }
  if (kind !== type.kind) {
    throw badRequest(
      `the kind in the data (${String(kind)}) does not match the expected kind (${type.kind})`
    );
  }
  const metadata = { ...record(object.metadata) };
  checkMetadataShape(metadata);
  if (type.namespaced) {
    if (metadata.namespace && metadata.namespace !== namespace) {
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request'
      );
    }
    metadata.namespace = namespace;
  } else {
    delete metadata.namespace;
  }
  const whole = { ...object, apiVersion, kind, metadata } as KubernetesObject;
  return collectionOf(type) === 'events' && type.group ? toCoreEvent(whole) : whole;
}

/** What an apply cannot convert the API server calls an error of its own, and what else it cannot read a bad request. */
function undecoded(
  said: string,
  { metadata }: KubernetesObject,
  { group, version, kind }: ResourceType,
  { tracked }: { tracked?: boolean }
): Failure {
  if (!tracked) return badRequest(said);
  const written = `${group ? `${group}/` : '/'}${version}, Kind=${kind}`;
  const why = said.replace(/^.*? cannot be handled as a \w+: /, '');
  const name = `${metadata.namespace ?? ''}/${metadata.name}`;
  return new Failure(
    500,
    '',
    `failed to convert new object (${name}; ${written}) to proper version: unable to convert unstructured object to ${written}: error decoding from json: ${why}`
  );
}

/** Defaults, pruning and validation; 422 with all causes, 400 for unknown fields under Strict. */
export function admitObject(
  object: KubernetesObject,
  type: ResourceType,
  options: WriteOptions & { tracked?: boolean },
  old?: KubernetesObject
): KubernetesObject {
  const admitted = admit(object, type, { dryRun: options.dryRun, old });
  if (admitted.decodeError) throw undecoded(admitted.decodeError, object, type, options);
  if (options.fieldValidation !== 'Ignore') {
    const lines = admitted.unknownFields.map(field => `unknown field "${field}"`);
    if (lines.length && options.fieldValidation === 'Strict') {
      throw badRequest(
        `${type.kind} in version "${type.version}" cannot be handled as a ${
          type.kind
        }: strict decoding error: ${lines.join(', ')}`
      );
    }
    lines.forEach(options.warn);
  }
  const causes = [
    ...metadataCauses(admitted.object, type),
    ...admitted.errors.map(({ field, type: reason, detail }) => ({
      reason,
      message: detail,
      field,
    })),
    ...validateKind(admitted.object, type, old),
  ];
  if (causes.length) throw invalid(type, admitted.object.metadata.name, causes);
  return admitted.object;
}

/** 404 where the namespace is not there, 403 where it is on its way out. */
export function checkNamespace(
  api: Api,
  type: ResourceType,
  namespace: string,
  name: string
): void {
  if (!type.namespaced) return;
  const home = api.store.collection('namespaces').get(namespace);
  if (!home) throw notFound({ group: '', plural: 'namespaces' }, namespace);
  if (!home.object.metadata.deletionTimestamp) return;
  const failure = forbidden(
    type,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`
  );
  failure.status.details!.causes = [
    {
      reason: 'NamespaceTerminating',
      message: `namespace ${namespace} is being terminated`,
      field: 'metadata.namespace',
    },
  ];
  throw failure;
}
