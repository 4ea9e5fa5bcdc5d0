import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';
import type { StatusCause } from './failure.ts';

/** What is wrong with a CustomResourceDefinition that its schema does not see. */
export function definitionCauses(
  { metadata, spec }: KubernetesObject,
  old: KubernetesObject | undefined
): StatusCause[] {
  const { group, names, versions, scope } = record(spec);
  const causes: StatusCause[] = [];
  const bad = (field: string, value: unknown, why: string) =>
    causes.push({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
      field,
    });
  if (metadata.name !== `${String(record(names).plural)}.${String(group)}`) {
    bad('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group');
  }
  const stored = list(versions).filter(version => record(version).storage === true);
  if (stored.length !== 1) {
    bad('spec.versions', versions, 'must have exactly one version marked as storage version');
  }
  list(versions).forEach((version, index) => {
    if (record(version).schema !== undefined) return;
    const field = `spec.versions[${index}].schema.openAPIV3Schema`;
    causes.push({
      reason: 'FieldValueRequired',
      message: 'Required value: schemas are required',
      field,
    });
  });
  const before = record(old?.spec);
  if (old && before.scope !== scope) bad('spec.scope', scope, 'field is immutable');
  if (old && record(before.names).kind !== record(names).kind) {
    bad('spec.names.kind', record(names).kind, 'field is immutable');
  }
  return causes;
}
