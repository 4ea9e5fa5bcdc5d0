import { type KubernetesObject, type ObjectMeta, record } from '../../core/kubernetes/object.ts';
import { badRequest, type StatusCause } from './failure.ts';
import type { ResourceType } from './schema/resourceType.ts';

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', " +
  "and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const labelRule =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and " +
  "end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const labelKey =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$/;
const labelKeyRule =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
  "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
  "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$/;
const labelValueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must " +
  "start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for " +
  "validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const annotationLimit = 262_144;

/** Names that hold more than a subdomain may: RBAC's `system:node`. */
const pathSegmentGroups = new Set(['rbac.authorization.k8s.io']);
const labelNamed = new Set(['namespaces', 'services']);

/** What is wrong with name, labels, annotations and finalizers, in the API server's words. */
export function metadataCauses(object: KubernetesObject, type: ResourceType): StatusCause[] {
  const { name, labels, annotations, finalizers } = object.metadata;
  const causes: StatusCause[] = [];
  const bad = (field: string, value: string, why: string) =>
    causes.push({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
      field,
    });
  if (pathSegmentGroups.has(type.group)) {
    if (/^\.\.?$|[/%]/.test(name)) bad('metadata.name', name, "may not contain '/' or '%'");
  } else if (labelNamed.has(type.plural) && type.group === '') {
    if (!label.test(name)) bad('metadata.name', name, labelRule);
    else if (name.length > 63) bad('metadata.name', name, 'must be no more than 63 characters');
  } else if (!subdomain.test(name)) {
    bad('metadata.name', name, subdomainRule);
  } else if (name.length > 253) {
    bad('metadata.name', name, 'must be no more than 253 characters');
  }
  for (const [key, value] of Object.entries(record(labels))) {
    if (!labelKey.test(key)) bad('metadata.labels', key, labelKeyRule);
    if (!labelValue.test(String(value))) bad('metadata.labels', String(value), labelValueRule);
  }
  let size = 0;
  for (const [key, value] of Object.entries(record(annotations))) {
    // An annotation's name may be written in capitals, a label's prefix not.
    if (!labelKey.test(key.toLowerCase())) bad('metadata.annotations', key, labelKeyRule);
    size += key.length + String(value).length;
  }
  if (size > annotationLimit) {
    causes.push({
      reason: 'FieldValueTooLong',
      message: `Too long: may not be more than ${annotationLimit} bytes`,
      field: 'metadata.annotations',
    });
  }
  for (const finalizer of finalizers ?? []) {
    if (!labelKey.test(finalizer)) bad('metadata.finalizers', finalizer, labelKeyRule);
  }
  return causes;
}

const stringMaps = ['labels', 'annotations'] as const;

/** Refuses metadata whose fields are of other types than the API declares, as decoding does. */
export function checkMetadataShape(value: unknown): asserts value is ObjectMeta {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('metadata: Invalid value: must be an object');
  }
  const metadata = value as Record<string, unknown>;
  for (const field of ['name', 'namespace', 'generateName', 'resourceVersion', 'uid']) {
    const found = metadata[field];
    if (found === null) delete metadata[field];
    else if (found !== undefined && typeof found !== 'string') {
      throw badRequest(
        `json: cannot unmarshal ${jsonType(
          found
        )} into Go struct field ObjectMeta.metadata.${field} of type string`
      );
    }
  }
  for (const field of stringMaps) {
    const map = metadata[field];
    if (map === null) delete metadata[field];
    if (map === undefined || map === null) continue;
    const values = Array.isArray(map) || typeof map !== 'object' ? [map] : Object.values(map);
    const odd = values.find(entry => typeof entry !== 'string');
    if (odd !== undefined) {
      throw badRequest(
        `json: cannot unmarshal ${jsonType(
          odd
        )} into Go struct field ObjectMeta.metadata.${field} of type string`
      );
    }
  }
  for (const field of ['finalizers', 'ownerReferences', 'managedFields']) {
    const found = metadata[field];
    if (found === null) delete metadata[field];
    else if (found !== undefined && !Array.isArray(found)) {
      throw badRequest(
        `json: cannot unmarshal ${jsonType(
          found
        )} into Go struct field ObjectMeta.metadata.${field} of type []`
      );
    }
  }
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
