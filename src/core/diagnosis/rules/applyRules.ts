import { record, text } from '../../kubernetes/object.ts';
import { groupOf } from '../../kubernetes/ref.ts';
import { found } from '../subject.ts';
import { namedIn } from '../target.ts';
import { coreRef, type Rule } from './rule.ts';

/** Whose an object is that Helm does not take: only what differs from the release that wants it is said. */
function otherRelease(message: string): string | undefined {
  const [name, namespace] = ['name', 'namespace'].map(
    part =>
      new RegExp(`release-${part}" must equal "[^"]*": current value is "([^"]+)"`).exec(
        message
      )?.[1]
  );
  if (!name && !namespace) return undefined;
  const [, ownNamespace, ownName] = /for release ([^\s/]+)\/(\S+)/.exec(message) ?? [];
  return `${namespace ?? ownNamespace}/${name ?? ownName}`;
}

/** The field that the API server lets nobody change: what it has, whole, stands between its name and those words. */
function immutableIn(why: string): string | undefined {
  const refused = /([\w.[\]"-]{1,500}): (?:Invalid value|Forbidden):/.exec(why);
  if (!refused) return undefined;
  const said = why.slice(refused.index);
  const isIt =
    /is immutable|may not be (?:changed|updated)|cannot change roleRef|updates to [^\n]{0,4000}? are forbidden/;
  return isIt.test(said) ? refused[1] : undefined;
}

/** Why the API server does not take an object, from Kustomizations and from Helm. */
export const applyRules: readonly Rule[] = [
  {
    rule: 'cluster',
    kinds: ['Kustomization', 'HelmRelease'],
    says: /(?:failed to (?:get server groups|query with labels)|[Kk]ubernetes cluster unreachable): (?:Get "[^"]*": )?(?!\S+ is forbidden)([^\n]+)|^yaml: [^\n]*$/,
    find(subject, [whole, said = whole]) {
      const { secretRef, configMapRef } = record(record(subject.object.spec).kubeConfig);
      const by = text(record(secretRef).name) ?? text(record(configMapRef).name);
      // Without one it is this cluster's own API server: the controllers' trouble, and not of one object.
      return by === undefined ? undefined : found(subject, 'cluster', { params: { by, said } });
    },
  },
  {
    rule: 'owned',
    kinds: ['HelmRelease'],
    says: /\b(\w+) "([^"]+)" in namespace "([^"]*)" exists and cannot be imported/,
    find(subject, [, kind = '', name = '', namespace = '']) {
      const object = [kind, namespace, name].filter(Boolean).join('/');
      const owner = otherRelease(subject.message);
      return found(subject, owner ? 'owned.release' : 'owned', {
        object: namedIn(object, subject) ?? subject.ref,
        params: { object, ...(owner ? { owner } : {}) },
      });
    },
  },
  {
    rule: 'kind',
    says: /no matches for kind "([^"]+)" in version "([^"]+)"/,
    find: (subject, [, kind = '', version = '']) =>
      found(subject, 'kind', { params: { kind, group: groupOf(version) || version } }),
  },
  {
    rule: 'namespace.ending',
    says: /unable to create new content in namespace (\S+) because it is being terminated/,
    find: (subject, [, name = '']) =>
      found(subject, 'namespace.ending', {
        object: coreRef('Namespace', '', name),
        params: { name },
        command: `kubectl get namespace ${name} -o yaml`,
      }),
  },
  {
    rule: 'namespace.unset',
    says: /(?<!\S)(\S+) namespace not specified/,
    find: (subject, [, object = '']) => found(subject, 'namespace.unset', { params: { object } }),
  },
  {
    rule: 'webhook',
    says: /failed calling webhook "([^"]+)": ([^\n]*)/,
    find: (subject, [, webhook = '', said = '']) =>
      found(subject, 'webhook', {
        params: { webhook, said },
        command:
          'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o wide',
      }),
  },
  {
    rule: 'conversion',
    says: /conversion webhook for ([^\s,]{1,300}), Kind=(\w{1,100}) failed: ([^\n]{1,4000})/,
    find(subject, [, version = '', kind = '', said = '']) {
      const [, service, namespace] =
        /"https:\/\/([a-z0-9-]{1,63})\.([a-z0-9-]{1,63})\.svc[:/]/.exec(said) ?? [];
      return found(subject, 'conversion', {
        params: { kind, group: groupOf(version) || version, said },
        command: service
          ? `kubectl -n ${namespace} get service,endpoints ${service}`
          : 'kubectl get customresourcedefinitions -o custom-columns=NAME:.metadata.name,KIND:.spec.names.kind,WEBHOOK:.spec.conversion.webhook.clientConfig',
      });
    },
  },
  {
    rule: 'release.size',
    kinds: ['HelmRelease'],
    says: /Secret "(sh\.helm\.release\.v1\.[^"\n]{1,300})" is invalid: data: Too long: may not be more than (\d{1,12}) bytes/,
    find: (subject, [, secret = '', limit = '']) =>
      found(subject, 'release.size', { params: { secret, limit } }),
  },
  {
    rule: 'base64',
    says: /(?<!\S)(\S+) (?:dry-run|apply) failed[^\n]{0,4000}?illegal base64 data at input byte \d/,
    find: (subject, [, object = '']) =>
      found(subject, 'base64', {
        object: namedIn(object, subject) ?? subject.ref,
        params: { object },
      }),
  },
  {
    rule: 'denied',
    says: /(?<!\S)(\S+) (?:dry-run|apply) failed[^:]{0,200}:[\s\S]{0,4000}?(?:admission webhook "([^"]{1,300})" denied the request|ValidatingAdmissionPolicy '([^']{1,300})'[^:]{0,500}denied request): ([^\n]*)/,
    find: (subject, [, object = '', webhook, policy = '', said = '']) =>
      found(subject, 'denied', {
        object: namedIn(object, subject) ?? subject.ref,
        params: { object, policy: webhook ?? policy, said },
      }),
  },
  {
    rule: 'namespace',
    says: /namespaces? "([^"]+)" not found/,
    find(subject, [, name = '']) {
      return found(subject, 'namespace', {
        object: coreRef('Namespace', '', name),
        params: { name },
        command: `kubectl create namespace ${name}`,
      });
    },
  },
  {
    rule: 'forbidden',
    says: /User "system:serviceaccount:([^:"]+):([^"]+)" cannot (\w+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)"| at the cluster scope)?/,
    find(subject, [, namespace = '', name = '', verb = '', resource = '', group = '', where]) {
      const scope = where === undefined ? '' : ` -n ${where}`;
      const whole = group === '' ? resource : `${resource}.${group}`;
      return found(subject, where === undefined ? 'forbidden.cluster' : 'forbidden', {
        object: coreRef('ServiceAccount', namespace, name),
        params: { account: `${namespace}/${name}`, verb, resource: whole, namespace: where ?? '' },
        command: `kubectl auth can-i ${verb} ${whole}${scope} --as system:serviceaccount:${namespace}:${name}`,
      });
    },
  },
  {
    rule: 'grant',
    says: /user "system:serviceaccount:([^:"]+):([^"]+)" .*is attempting to grant RBAC permissions not currently held:\n([^\n]*)/,
    find: (subject, [, namespace = '', name = '', said = '']) =>
      found(subject, 'grant', {
        object: coreRef('ServiceAccount', namespace, name),
        params: { account: `${namespace}/${name}`, said },
        command: `kubectl auth can-i --list --as system:serviceaccount:${namespace}:${name}`,
      }),
  },
  {
    rule: 'refused',
    says: /(?<!\S)(\S+) (?:dry-run|apply) failed[^:]{0,200}: [^\n]{0,2000}? is forbidden: (?!user )([^\n]+)/i,
    find(subject, [, named = '', said = '']) {
      const object = namedIn(named, subject) ?? subject.ref;
      const quota = /(?:exceeded|failed) quota: ([^,:\s]+)/.exec(said)?.[1];
      const refused = found(subject, 'invalid', { object, params: { object: named, said } });
      const { says } = refused;
      if (!quota) return found(subject, 'denied', { object, says });
      return found(subject, 'quota', {
        object,
        params: { quota },
        says,
        command: `kubectl -n ${object.namespace} describe resourcequota ${quota}`,
      });
    },
  },
  {
    rule: 'immutable',
    says: /(?<!\S)(\S+) (?:dry-run|apply) failed[^:]{0,200}:([\s\S]+)/,
    find(subject, [, object = '', why = '']) {
      const field = immutableIn(why);
      if (field === undefined) return undefined;
      const params = { object, field };
      const isHelm = subject.ref.kind === 'HelmRelease';
      return found(subject, 'immutable', {
        object: namedIn(object, subject) ?? subject.ref,
        params,
        ...(isHelm ? { remedy: { id: 'remedy.immutable.release', params } } : {}),
      });
    },
  },
  {
    rule: 'invalid',
    says: /(?<!\S)(\S+) (?:dry-run|apply) failed[^:]{0,200}: ([\s\S]{0,8000}?(?:is invalid|unknown field|expected|strict decoding|cannot unmarshal|Required value|Unsupported value)[\s\S]*)/,
    find(subject, [, object = '', said = '']) {
      const ref = namedIn(object, subject);
      const field = /(?:is invalid:|error:) (?:unknown field )?"?([\w.[\]]+)"?:?/.exec(said)?.[1];
      return found(subject, 'invalid', {
        object: ref ?? subject.ref,
        params: { object, field: field ?? '', said: said.split('\n')[0] ?? '' },
      });
    },
  },
];
