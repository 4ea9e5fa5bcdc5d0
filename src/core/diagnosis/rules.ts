import { buildErrorOf } from '../flux/buildError.ts';
import type { FluxKindName } from '../flux/kinds.ts';
import { addressOf, shortUrl } from '../flux/sourceAddress.ts';
import { refAt } from '../graph/nodeId.ts';
import { list, record, text } from '../kubernetes/object.ts';
import { groupOf, type ObjectRef, toRef } from '../kubernetes/ref.ts';
import type { Finding } from './finding.ts';
import { found, foundMissing, inShort, saidBy, type Subject } from './subject.ts';
import { namedIn } from './target.ts';

/** One row of the table: which objects it looks at, and what in their controller's words it knows. */
interface Rule {
  rule: string;
  /** All kinds of Flux where it names none. */
  kinds?: readonly FluxKindName[];
  /** Tested on the whole message. Each row has a test with a message that Flux wrote. */
  says: RegExp;
  /** Undefined: the words fit, and what else the rule asks for does not. */
  find(subject: Subject, match: RegExpExecArray): Finding | undefined;
}

const sources = [
  'GitRepository',
  'OCIRepository',
  'Bucket',
  'HelmRepository',
  'HelmChart',
  'ImageRepository',
] as const satisfies readonly FluxKindName[];

const core = (kind: string, namespace: string, name: string): ObjectRef => ({
  group: '',
  kind,
  namespace,
  name,
});

/** Where it fetches from: a HelmChart has the address and the credentials of its source. */
function remoteOf({ id, object, ref, edges, world }: Subject) {
  const own = edges.find(({ meaning }) => meaning === 'source')?.to ?? '';
  const source = object.kind === 'HelmChart' ? world.graph.object(own) : undefined;
  const at = source ? { id: own, object: source, ref: toRef(source) } : { id, object, ref };
  const secret = [...world.graph.from(at.id)].find(({ field }) => field === 'spec.secretRef');
  return {
    ref: at.ref,
    address: shortUrl(addressOf(at.object) ?? at.ref.name),
    /** In words that name the Secret. */
    secret: secret ? `${at.ref.namespace}/${refAt(secret.to).name}` : '',
  };
}

/** What is wrong with what it fetches from. */
function foundThere(subject: Subject, rule: string, more: Record<string, string> = {}): Finding {
  const { ref, address } = remoteOf(subject);
  return found(subject, rule, { object: ref, params: { address, ...more } });
}

/**
 * What is known of failures, the first that fits. Each row rests on what a controller, the API server, kustomize or
 * Helm writes, never on the name of an object.
 */
const rules: readonly Rule[] = [
  {
    rule: 'missing',
    says: /\b(secrets?|configmaps?|serviceaccounts?) ["']([^"']+)["'] not found/i,
    find(subject, [, resource = '', said = '']) {
      const kind = /^secret/i.test(resource)
        ? 'Secret'
        : /^config/i.test(resource)
        ? 'ConfigMap'
        : 'ServiceAccount';
      const name = said.split('/').at(-1) ?? said;
      const missing = core(kind, subject.ref.namespace, name);
      const edge = subject.edges.find(({ to }) => refAt(to).name === name);
      const field = edge?.field;
      const named = field
        ? [{ object: subject.ref, seenIn: { type: 'field', path: field } as const }]
        : [];
      return foundMissing(subject, missing, [saidBy(subject), ...named]);
    },
  },
  {
    rule: 'hostKey',
    kinds: ['GitRepository', 'ImageUpdateAutomation'],
    says: /knownhosts: key (?:is unknown|mismatch)|host key verification failed|unable to verify host key|known_hosts.*(?:not found|required)/i,
    find: subject => foundThere(subject, 'hostKey', { secret: remoteOf(subject).secret }),
  },
  {
    rule: 'certificate',
    says: /(?:x509|tls): [^"\n]*/i,
    find: (subject, [said]) => foundThere(subject, 'certificate', { said }),
  },
  {
    rule: 'signature',
    kinds: sources,
    says: /no matching signatures|no signatures found|failed to verify (?:the )?signature|signature verification [^:]*failed|unable to verify (?:Git )?(?:commit|tag)|cosign/i,
    find: subject => foundThere(subject, 'signature', { said: inShort(subject.message) }),
  },
  {
    rule: 'rate',
    kinds: sources,
    says: /\b429\b|toomanyrequests|too many requests|rate limit/i,
    find: subject => foundThere(subject, 'rate'),
  },
  {
    rule: 'access',
    says: /cross-namespace references? (?:have been|has been|are|is) (?:disabled|blocked|not allowed)|can't access '([^']+)'/i,
    find: subject => found(subject, 'access', { params: { said: inShort(subject.message) } }),
  },
  {
    rule: 'credentials',
    kinds: sources,
    says: /authentication required|authorization failed|unauthorized|invalid (username|credentials|auth)|permission denied|bad credentials|access denied|basic credential not found|\b40[13]\b|no supported methods remain/i,
    find(subject) {
      const { secret } = remoteOf(subject);
      return foundThere(subject, secret ? 'credentials.rejected' : 'credentials.none', { secret });
    },
  },
  {
    rule: 'unreachable',
    kinds: sources,
    says: /connection refused|no such host|i\/o timeout|network is unreachable|no route to host|connection reset|TLS handshake timeout|context deadline exceeded|server misbehaving/i,
    find(subject, [said]) {
      const dialled = /dial tcp:? (?:lookup )?([\w.[\]:-]+?)(?::? |$)/.exec(subject.message)?.[1];
      const { ref, address } = remoteOf(subject);
      const host = dialled ?? address.split('/')[0] ?? '';
      return found(subject, 'unreachable', { object: ref, params: { host, said } });
    },
  },
  {
    rule: 'branch',
    kinds: ['GitRepository'],
    says: /couldn't find remote ref|reference not found|remote branch .* not found|no match found for semver/i,
    find(subject) {
      const { branch, tag, semver, name, commit } = record(record(subject.object.spec).ref);
      const wanted = [commit, name, tag, semver, branch].map(text).find(Boolean) ?? 'master';
      return foundThere(subject, 'branch', { ref: wanted });
    },
  },
  {
    rule: 'repository',
    kinds: ['GitRepository'],
    says: /repository not found/i,
    find: subject => foundThere(subject, 'repository'),
  },
  {
    rule: 'index',
    kinds: ['HelmRepository'],
    says: /failed to fetch.*index|index\.yaml|404 Not Found/i,
    find: subject => foundThere(subject, 'index'),
  },
  {
    rule: 'chartVersion',
    kinds: ['HelmChart', 'HelmRelease'],
    says: /no ['"]?([\w.-]+)['"]? chart with version matching ['"]?([^'"]+?)['"]? found|could not locate a version matching/i,
    find(subject, [, chart, version]) {
      const spec = record(subject.object.spec);
      const params = {
        chart: chart ?? text(spec.chart) ?? '',
        version: version ?? text(spec.version) ?? '*',
      };
      return found(subject, 'chartVersion', { params });
    },
  },
  {
    rule: 'tag',
    kinds: ['OCIRepository'],
    says: /MANIFEST_UNKNOWN|NAME_UNKNOWN|manifest unknown|not found|no match found for semver/i,
    find(subject) {
      const { tag, semver, digest } = record(record(subject.object.spec).ref);
      const wanted = [digest, semver, tag].map(text).find(Boolean) ?? 'latest';
      return foundThere(subject, 'tag', { tag: wanted });
    },
  },
  {
    rule: 'path',
    kinds: ['Kustomization'],
    says: /kustomization path not found/i,
    find(subject) {
      const params = { path: text(record(subject.object.spec).path) ?? './' };
      return found(subject, 'path', { params });
    },
  },
  {
    rule: 'variable',
    kinds: ['Kustomization'],
    says: /post build failed for '([^']+)'[\s\S]*variable not set \(strict mode\): "([^"]+)"/i,
    find: (subject, [, object = '', variable = '']) =>
      found(subject, 'variable', { params: { object, variable } }),
  },
  {
    rule: 'sops',
    kinds: ['Kustomization'],
    says: /(\S+) is SOPS encrypted, configuring decryption is required/i,
    find: (subject, [, object = '']) => found(subject, 'sops', { params: { object } }),
  },
  {
    rule: 'decrypt',
    kinds: ['Kustomization'],
    says: /decryption failed for '([^']+)': ([^\n]*)/i,
    find(subject, [, object = '', said = '']) {
      const secret = text(record(record(record(subject.object.spec).decryption).secretRef).name);
      return found(subject, 'decrypt', { params: { object, said, secret: secret ?? '' } });
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
        object: core('Namespace', '', name),
        params: { name },
        command: `kubectl get namespace ${name} -o yaml`,
      }),
  },
  {
    rule: 'namespace.unset',
    says: /(\S+) namespace not specified/,
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
    rule: 'denied',
    says: /(\S+) (?:dry-run|apply) failed[^:]*:[\s\S]*?(?:admission webhook "([^"]+)" denied the request|ValidatingAdmissionPolicy '([^']+)'[^:]*denied request): ([^\n]*)/,
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
        object: core('Namespace', '', name),
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
        object: core('ServiceAccount', namespace, name),
        params: { account: `${namespace}/${name}`, verb, resource: whole, namespace: where ?? '' },
        command: `kubectl auth can-i ${verb} ${whole}${scope} --as system:serviceaccount:${namespace}:${name}`,
      });
    },
  },
  {
    rule: 'immutable',
    says: /(\S+) (?:dry-run|apply) failed[^:]*:[\s\S]*?(?:is invalid: )?([\w.[\]"-]+): (?:Invalid value|Forbidden):[\s\S]*?(?:is immutable|may not be (?:changed|updated)|cannot change roleRef|updates to [^\n]* are forbidden)/,
    find(subject, [, object = '', field = '']) {
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
    says: /(\S+) (?:dry-run|apply) failed(?: \((?:Invalid|BadRequest)\))?[^:]*: ([\s\S]*(?:is invalid|unknown field|expected|strict decoding|cannot unmarshal|Required value|Unsupported value)[\s\S]*)/,
    find(subject, [, object = '', said = '']) {
      const ref = namedIn(object, subject);
      const field = /(?:is invalid:|error:) (?:unknown field )?"?([\w.[\]]+)"?:?/.exec(said)?.[1];
      return found(subject, 'invalid', {
        object: ref ?? subject.ref,
        params: { object, field: field ?? '', said: said.split('\n')[0] ?? '' },
      });
    },
  },
  {
    rule: 'schema',
    kinds: ['HelmRelease'],
    says: /values don't meet the specifications of the schema\(s\)[\s\S]*?:\s*\n?\s*-?\s*([^\n]+)/,
    find(subject, [, said = '']) {
      const at = /at '\/?([^']*)'/.exec(subject.message)?.[1];
      const path = at?.replaceAll('/', '.') ?? said.split(':')[0] ?? '';
      const says = /at '[^']*': ([^\n]+)/.exec(subject.message)?.[1] ?? said;
      return found(subject, 'schema', { params: { path, said: says } });
    },
  },
  {
    rule: 'file',
    kinds: ['Kustomization'],
    says: /kustomize build failed|failed to decode Kubernetes YAML/,
    find(subject) {
      const says = buildErrorOf(subject.message);
      if (!says) return undefined;
      const rule = says.id === 'cause.fileMissing' ? 'file' : 'yaml';
      return {
        ...found(subject, rule),
        says,
        remedy: { id: `remedy.${rule}`, params: says.params },
      };
    },
  },
  {
    rule: 'policy',
    kinds: ['ImagePolicy'],
    says: /(?:unable to determine latest version|no (?:image|tags?)|version list argument cannot be empty|cannot determine latest)[\s\S]*/i,
    find(subject) {
      const { semver, alphabetical, numerical } = record(record(subject.object.spec).policy);
      const order = alphabetical ? 'alphabetical' : numerical ? 'numerical' : '';
      const range = text(record(semver).range) ?? order;
      const params = { range, ...scannedFor(subject) };
      if (!('total' in params)) return found(subject, 'policy', { params });
      return found(subject, 'policy', { params, says: { id: 'rule.policy.scanned', params } });
    },
  },
];

/** How many tags an ImagePolicy chooses among, and those of them that its ImageRepository shows. */
function scannedFor({ edges, world }: Subject): { total: number; tags: string } | object {
  const edge = edges.find(({ meaning }) => meaning === 'selects');
  const scan = record(record(edge && world.graph.node(edge.to)?.object?.status).lastScanResult);
  const { tagCount, latestTags } = scan;
  if (typeof tagCount !== 'number') return {};
  const shown = list(latestTags).flatMap(tag => text(tag) ?? []);
  return { total: tagCount, tags: shown.slice(0, 3).join(', ') };
}

/** Helm has words of its own for an object that it may not apply: said in Flux's, each row knows both. */
function asFluxSays(message: string): string {
  const said = (kind?: string, namespace?: string, name?: string) =>
    `${[kind, namespace, name].filter(Boolean).join('/')} apply failed:`;
  return message
    .replace(
      /server-side apply failed for object ([^\s/]*)\/(\S+) \S+ Kind=(\w+):/,
      (_, namespace, name, kind) => said(kind, namespace, name)
    )
    .replace(
      /(release ([^\s/]+)\/[\s\S]*)cannot patch "([^"]+)" with kind (\w+):/,
      (_, before, namespace, name, kind) => `${before}${said(kind, namespace, name)}`
    );
}

type Fit = readonly [rule: Rule, match: RegExpExecArray];

/** A failure is looked at again with every change of the cluster, and says the same until it is tried again. */
const remembered = new Map<string, readonly Fit[]>();
const memory = 1000;

/** The rows whose words fit a message of an object of the kind, in the table's order. */
export function rulesFor(kind: string, message: string): readonly Fit[] {
  const key = `${kind} ${message}`;
  const known = remembered.get(key);
  if (known) return known;
  const said = asFluxSays(message);
  const fits = rules.flatMap((rule): Fit[] => {
    const isOther = rule.kinds && !rule.kinds.some(each => each === kind);
    const match = isOther ? null : rule.says.exec(said);
    return match ? [[rule, match]] : [];
  });
  if (remembered.size >= memory) remembered.clear();
  remembered.set(key, fits);
  return fits;
}
