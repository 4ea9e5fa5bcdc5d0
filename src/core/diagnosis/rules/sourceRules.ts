import type { FluxKindName } from '../../flux/kinds.ts';
import { addressOf, shortUrl } from '../../flux/sourceAddress.ts';
import { refAt } from '../../graph/nodeId.ts';
import { list, record, text } from '../../kubernetes/object.ts';
import { toRef } from '../../kubernetes/ref.ts';
import type { Finding } from '../finding.ts';
import { found, inShort, type Subject } from '../subject.ts';
import { coreRef, type Rule } from './rule.ts';

const sources = [
  'GitRepository',
  'OCIRepository',
  'Bucket',
  'HelmRepository',
  'HelmChart',
  'ImageRepository',
] as const satisfies readonly FluxKindName[];

/** Kinds that have the address and the credentials of another, by what they name it for. */
const borrows: Readonly<Record<string, string>> = {
  HelmChart: 'source',
  ImageUpdateAutomation: 'updates',
};

/** Where it fetches from, or pushes to. */
function remoteOf({ id, object, ref, edges, world }: Subject) {
  const own = edges.find(({ meaning }) => meaning === borrows[object.kind])?.to ?? '';
  const source = world.graph.object(own);
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

/** What keeps a source, a chart or a scan from being fetched, and a commit from being pushed. */
export const sourceRules: readonly Rule[] = [
  {
    rule: 'push',
    kinds: ['ImageUpdateAutomation'],
    says: /failed to push to remote: ([^\n]*)/,
    find: (subject, [, said = '']) => found(subject, 'push', { params: { said } }),
  },
  {
    rule: 'url',
    kinds: sources,
    says: /^[^\n]+/,
    find: (subject, [said]) =>
      /URLInvalid$|^InvalidURL$/.test(subject.reason)
        ? found(subject, 'url', { params: { said } })
        : undefined,
  },
  {
    rule: 'key',
    kinds: ['GitRepository', 'ImageUpdateAutomation'],
    says: /invalid '\w+' auth option: '(?:(identity|known_hosts)' is required|password' requires '(username)')/,
    find(subject, [, required, paired]) {
      const key = required ?? paired ?? '';
      const { ref, secret } = remoteOf(subject);
      if (!secret) return foundThere(subject, 'credentials.none');
      const [namespace = '', name = ''] = secret.split('/');
      return found(subject, 'key', {
        object: coreRef('Secret', namespace, name),
        params: { kind: 'Secret', name: secret, key, by: ref.name },
        command: `kubectl -n ${namespace} describe secret ${name}`,
      });
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
    kinds: [...sources, 'ImageUpdateAutomation'],
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
    kinds: ['GitRepository', 'ImageUpdateAutomation'],
    says: /couldn't find remote ref|reference not found|remote branch .* not found|no match found for semver|unable to resolve commit object for|unable to resolve ref |upload-pack: not our ref /i,
    find(subject) {
      const { ref, git } = record(subject.object.spec);
      const own = record(record(git).checkout).ref;
      const { branch, tag, semver, name, commit } = record(own ?? ref);
      const wanted = [commit, name, tag, semver, branch].map(text).find(Boolean);
      // What an automation does not say itself, its source says, and is told of there.
      if (wanted === undefined && subject.ref.kind === 'ImageUpdateAutomation') return undefined;
      const finding = foundThere(subject, 'branch', { ref: wanted ?? 'master' });
      return own ? { ...finding, object: subject.ref } : finding;
    },
  },
  {
    rule: 'repository',
    kinds: ['GitRepository', 'ImageRepository'],
    says: /repository not found|NAME_UNKNOWN|name unknown/i,
    find: subject => foundThere(subject, 'repository'),
  },
  {
    rule: 'index',
    kinds: ['HelmRepository'],
    says: /failed to fetch.*index|index\.yaml|404 Not Found/i,
    find: subject => foundThere(subject, 'index'),
  },
  {
    rule: 'chart',
    kinds: ['HelmChart'],
    says: /no chart name found|could not fetch tags for [^\n]*: name unknown/,
    find(subject) {
      const chart = text(record(subject.object.spec).chart) ?? '';
      const { address } = remoteOf(subject);
      return found(subject, 'chart', { params: { chart, address } });
    },
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
    rule: 'policy.invalid',
    kinds: ['ImagePolicy'],
    says: /^(?:failed to filter (tags)|invalid policy): ([^\n]+)/,
    find(subject, [, tags, said = '']) {
      const { semver } = record(record(subject.object.spec).policy);
      const field = tags ? 'filterTags.pattern' : semver ? 'policy.semver.range' : 'policy';
      return found(subject, 'policy.invalid', { params: { field: `spec.${field}`, said } });
    },
  },
  {
    rule: 'policy',
    kinds: ['ImagePolicy'],
    says: /unable to determine latest version|version list argument cannot be (empty)/i,
    find(subject, [, empty]) {
      const { policy, filterTags } = record(subject.object.spec);
      const { semver, alphabetical, numerical } = record(policy);
      const order = alphabetical ? 'alphabetical' : numerical ? 'numerical' : '';
      // It chooses among what the filter leaves over: nothing at all, where it says so.
      const pattern = empty ? text(record(filterTags).pattern) : undefined;
      const range = pattern ?? text(record(semver).range) ?? order;
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
