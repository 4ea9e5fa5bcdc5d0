import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';
import type { RequestInfo } from './requestInfo.ts';
import type { Store } from './store.ts';
import type { User } from './users.ts';

export interface PolicyRule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

/** What somebody wants to do. `path` for what is no resource. */
export interface Attributes {
  verb: string;
  path?: string;
  group?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

export interface Decision {
  allowed: boolean;
  /** Which binding allows it, or which roles could not be found. */
  reason: string;
}

export interface Authorizer {
  decide(user: User, wanted: Attributes): Decision;
  /** All rules that hold for a user in a namespace. */
  rulesFor(user: User, namespace: string): PolicyRule[];
}

export function attributesOf({ verb, path, resource }: RequestInfo): Attributes {
  if (!resource) return { verb, path };
  const { group, plural, subresource, namespace, name } = resource;
  return { verb, group, resource: plural, subresource, namespace, name };
}

/** Evaluates the Roles and bindings in the store, on each request: a change takes effect at once. */
export function createAuthorizer(store: Store): Authorizer {
  const at = (resource: string) => store.collection(`${resource}.rbac.authorization.k8s.io`);

  function* grants(user: User, namespace: string): Generator<Grant> {
    for (const { object } of at('clusterrolebindings').list()) {
      if (bindsUser(object, user, '')) yield grantOf(object, 'ClusterRoleBinding');
    }
    if (!namespace) return;
    for (const { object } of at('rolebindings').list(namespace)) {
      if (bindsUser(object, user, namespace)) yield grantOf(object, 'RoleBinding');
    }
  }

  function grantOf(binding: KubernetesObject, kind: string): Grant {
    const ref = record(binding.roleRef);
    const isClusterRole = ref.kind === 'ClusterRole';
    const namespace = binding.metadata.namespace ?? '';
    const role = isClusterRole
      ? at('clusterroles').get(String(ref.name))
      : at('roles').get(`${namespace}/${String(ref.name)}`);
    const resource = isClusterRole ? 'clusterrole' : 'role';
    const { name } = binding.metadata;
    const why = `RBAC: allowed by ${kind} "${
      namespace ? `${name}/${namespace}` : name
    }" of ${String(ref.kind)} "${String(ref.name)}"`;
    return role
      ? { rules: list(role.object.rules).map(toRule), why }
      : {
          rules: [],
          why,
          missing: `${resource}.rbac.authorization.k8s.io "${String(ref.name)}" not found`,
        };
  }

  return {
    decide(user, wanted) {
      if (user.groups.includes('system:masters')) return { allowed: true, reason: '' };
      const missing: string[] = [];
      for (const grant of grants(user, wanted.namespace ?? '')) {
        if (grant.missing) missing.push(grant.missing);
        const reason = bindingReason(grant, user);
        if (grant.rules.some(rule => allows(rule, wanted))) return { allowed: true, reason };
      }
      return { allowed: false, reason: missing.length ? `RBAC: ${missing.join(', ')}` : '' };
    },
    rulesFor(user, namespace) {
      const all: PolicyRule[] = user.groups.includes('system:masters')
        ? [
            { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
            { verbs: ['*'], nonResourceURLs: ['*'] },
          ]
        : [];
      for (const grant of grants(user, namespace)) all.push(...grant.rules);
      return all;
    },
  };
}

interface Grant {
  rules: PolicyRule[];
  why: string;
  missing?: string;
}

function bindingReason(grant: Grant, user: User): string {
  return `${grant.why} to User "${user.name}"`;
}

function bindsUser(binding: KubernetesObject, user: User, namespace: string): boolean {
  return list(binding.subjects).some(entry => {
    const subject = record(entry);
    if (subject.kind === 'User') return subject.name === user.name;
    if (subject.kind === 'Group') return user.groups.includes(String(subject.name));
    const home = String(subject.namespace || namespace);
    return (
      subject.kind === 'ServiceAccount' &&
      user.name === `system:serviceaccount:${home}:${String(subject.name)}`
    );
  });
}

function toRule(value: unknown): PolicyRule {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = record(value);
  const strings = (entry: unknown) => list(entry).map(String);
  return {
    verbs: strings(verbs),
    ...(apiGroups ? { apiGroups: strings(apiGroups) } : {}),
    ...(resources ? { resources: strings(resources) } : {}),
    ...(resourceNames ? { resourceNames: strings(resourceNames) } : {}),
    ...(nonResourceURLs ? { nonResourceURLs: strings(nonResourceURLs) } : {}),
  };
}

function allows(rule: PolicyRule, wanted: Attributes): boolean {
  if (!has(rule.verbs, wanted.verb)) return false;
  if (wanted.path !== undefined) {
    return (rule.nonResourceURLs ?? []).some(url => matchesUrl(url, wanted.path!));
  }
  if (!has(rule.apiGroups ?? [], wanted.group ?? '')) return false;
  const { resource = '', subresource = '' } = wanted;
  const whole = subresource ? `${resource}/${subresource}` : resource;
  const matches = (rule.resources ?? []).some(
    entry => entry === '*' || entry === whole || (!!subresource && entry === `*/${subresource}`)
  );
  if (!matches) return false;
  return !rule.resourceNames?.length || rule.resourceNames.includes(wanted.name ?? '');
}

function has(entries: readonly string[], value: string): boolean {
  return entries.includes('*') || entries.includes(value);
}

function matchesUrl(pattern: string, path: string): boolean {
  if (pattern === '*' || pattern === path) return true;
  return pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1));
}

/** `User "viewer" cannot list resource "pods" in API group "" in the namespace "default"`. */
export function refusal(user: User, wanted: Attributes, reason: string): string {
  const who = `User "${user.name}" cannot ${wanted.verb}`;
  const why = reason ? `: ${reason}` : '';
  if (wanted.path !== undefined) return `${who} path "${wanted.path}"${why}`;
  const { resource = '', subresource, group = '', namespace } = wanted;
  const what = subresource ? `${resource}/${subresource}` : resource;
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  return `${who} resource "${what}" in API group "${group}" ${where}${why}`;
}
