import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';
import { toObject } from './admission.ts';
import type { Answer, Call } from './call.ts';
import { badRequest } from './failure.ts';
import { type Attributes, type PolicyRule } from './rbac.ts';
import { apiVersionOf, type ResourceType } from './schema/resourceType.ts';
import { anything } from './schema/structural.ts';
import type { User } from './users.ts';

/** Questions to the API server: created, answered in their status and kept nowhere. */
export const reviewTypes: readonly ResourceType[] = [
  review('authorization.k8s.io', 'SelfSubjectAccessReview'),
  review('authorization.k8s.io', 'SelfSubjectRulesReview'),
  review('authorization.k8s.io', 'SubjectAccessReview'),
  review('authorization.k8s.io', 'LocalSubjectAccessReview', true),
  review('authentication.k8s.io', 'SelfSubjectReview'),
  review('authentication.k8s.io', 'TokenReview'),
];

function review(group: string, kind: string, namespaced = false): ResourceType {
  return {
    group,
    version: 'v1',
    kind,
    plural: `${kind.toLowerCase()}s`,
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced,
    subresources: {},
    schema: anything,
    verbs: ['create'],
  };
}

export function isReview(type: ResourceType): boolean {
  return reviewTypes.includes(type);
}

type Answerer = (spec: Record<string, unknown>, call: Call) => Record<string, unknown>;

const answerers: Record<string, Answerer> = {
  SelfSubjectAccessReview: (spec, { api, user }) =>
    decided(api.authorizer.decide(user, wantedOf(spec))),
  SubjectAccessReview: accessOf,
  LocalSubjectAccessReview: accessOf,
  SelfSubjectRulesReview(spec, { api, user }) {
    const rules = api.authorizer.rulesFor(user, String(spec.namespace ?? ''));
    return {
      resourceRules: rules.filter(rule => !rule.nonResourceURLs).map(toResourceRule),
      nonResourceRules: rules
        .filter(rule => rule.nonResourceURLs)
        .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
      incomplete: false,
    };
  },
  SelfSubjectReview: (_spec, { user }) => ({ userInfo: toUserInfo(user) }),
  TokenReview(spec, { api }) {
    const user = api.users.byToken(String(spec.token ?? ''));
    return user
      ? {
          authenticated: true,
          user: toUserInfo(user),
          audiences: ['https://kubernetes.default.svc'],
        }
      : { user: {}, error: 'invalid bearer token' };
  },
};

export async function answerReview(call: Call): Promise<Answer> {
  const { type, at } = call;
  const body = await call.body();
  const object = { ...record(body), metadata: record(record(body).metadata) };
  const asked = toObject(object, type, at.namespace);
  const status = answerers[type.kind]!(record(asked.spec), call);
  const answer: KubernetesObject = {
    kind: type.kind,
    apiVersion: apiVersionOf(type),
    metadata: { ...asked.metadata, creationTimestamp: undefined },
    ...(asked.spec && { spec: asked.spec }),
    status,
  };
  return { code: 201, body: answer };
}

function accessOf(spec: Record<string, unknown>, { api }: Call): Record<string, unknown> {
  const groups = Array.isArray(spec.groups) ? spec.groups.map(String) : [];
  if (!spec.user && groups.length === 0) {
    throw badRequest('spec.user: at least one of user or group must be specified');
  }
  return decided(api.authorizer.decide({ name: String(spec.user ?? ''), groups }, wantedOf(spec)));
}

function wantedOf(spec: Record<string, unknown>): Attributes {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  if (!spec.resourceAttributes && !spec.nonResourceAttributes) {
    throw badRequest(
      'exactly one of nonResourceAttributes or resourceAttributes must be specified'
    );
  }
  if (spec.nonResourceAttributes) {
    const { verb, path } = record(spec.nonResourceAttributes);
    return { verb: text(verb), path: text(path) };
  }
  const { verb, group, resource, subresource, namespace, name } = record(spec.resourceAttributes);
  return {
    verb: text(verb),
    group: text(group),
    resource: text(resource),
    subresource: text(subresource),
    namespace: text(namespace),
    name: text(name),
  };
}

function decided({ allowed, reason }: { allowed: boolean; reason: string }) {
  return reason ? { allowed, reason } : { allowed };
}

function toResourceRule({ verbs, apiGroups, resources, resourceNames }: PolicyRule) {
  return { verbs, apiGroups, resources, ...(resourceNames && { resourceNames }) };
}

function toUserInfo({ name, uid, groups, extra }: User) {
  return { username: name, ...(uid && { uid }), groups, ...(extra && { extra }) };
}
