import { type KubernetesObject, list, record } from '../../../core/kubernetes/object.ts';
import { type FieldError, required, unsupported } from './fieldError.ts';

/** Of a Role or ClusterRole. */
export function roleErrors({ rules }: KubernetesObject): FieldError[] {
  return list(rules).flatMap((rule, index) => {
    const { apiGroups, resources, nonResourceURLs } = record(rule);
    if (list(nonResourceURLs).length > 0) return [];
    const path = `rules[${index}]`;
    const lacks = (field: string, what: string) =>
      required(`${path}.${field}`, `resource rules must supply at least one ${what}`);
    return [
      ...(list(apiGroups).length === 0 ? [lacks('apiGroups', 'api group')] : []),
      ...(list(resources).length === 0 ? [lacks('resources', 'resource')] : []),
    ];
  });
}

/** Of a RoleBinding or ClusterRoleBinding. */
export function bindingErrors(object: KubernetesObject): FieldError[] {
  const { kind } = record(object.roleRef);
  const choices = object.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  return choices.includes(String(kind)) ? [] : [unsupported('roleRef.kind', kind ?? '', choices)];
}
