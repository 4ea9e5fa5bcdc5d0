import { buildErrorOf } from '../../flux/buildError.ts';
import { record, text } from '../../kubernetes/object.ts';
import { found } from '../subject.ts';
import { coreRef, type Rule } from './rule.ts';

/** `ConfigMap/one` of kustomize's `ConfigMap.v1.[noGrp]/one`. */
const plainId = (id: string) => id.replace(/\.[^/]*\//, '/').replace(/\.\[noNs\]$/, '');

/** The rule of each sentence of a build's error; the others are of YAML. */
const ruleOfError: Readonly<Record<string, string>> = {
  'cause.fileMissing': 'file',
  'cause.duplicate': 'duplicate',
  'cause.duplicate.generated': 'duplicate',
  'cause.duplicate.namespace': 'duplicate',
  'cause.key': 'twice',
  'cause.manifest': 'manifest',
  'cause.empty': 'empty',
  'cause.kustomization': 'kustomization',
};

/** What keeps a source's content from becoming objects: kustomize, substitution, decryption, a chart's schema. */
export const buildRules: readonly Rule[] = [
  {
    rule: 'path',
    kinds: ['Kustomization', 'HelmChart', 'ImageUpdateAutomation'],
    says: /kustomization path not found|invalid chart reference: stat \S+: no such file|walking path for files: lstat \S+: no such file/i,
    find(subject) {
      const { path, chart, update } = record(subject.object.spec);
      const said = [path, chart, record(update).path].map(text).find(Boolean);
      return found(subject, 'path', { params: { path: said ?? './' } });
    },
  },
  {
    rule: 'variable',
    kinds: ['Kustomization'],
    says: /post build failed for '([^']{1,1000})'[\s\S]{0,2000}?variable not set \(strict mode\): "([^"]+)"/i,
    find: (subject, [, object = '', variable = '']) =>
      found(subject, 'variable', { params: { object: plainId(object), variable } }),
  },
  {
    rule: 'substitution',
    kinds: ['Kustomization'],
    says: /post build failed for '([^']+)': envsubst error: variable substitution failed: ([^\n]*)/,
    find: (subject, [, object = '', said = '']) =>
      found(subject, 'substitution', { params: { object: plainId(object), said } }),
  },
  {
    rule: 'substitution.yaml',
    kinds: ['Kustomization'],
    // The line is of the object as it was built: nobody has that text.
    says: /post build failed for '([^'\n]{1,1000})': envsubst error: YAMLToJSON: (?:yaml: )?(?:unmarshal errors:\s{1,20})?(?:line \d{1,9}: )?([^\n]{1,2000})/,
    find: (subject, [, object = '', said = '']) =>
      found(subject, 'substitution.yaml', { params: { object: plainId(object), said } }),
  },
  {
    rule: 'sops',
    kinds: ['Kustomization'],
    says: /(?<!\S)(\S+) is SOPS encrypted, configuring decryption is required/i,
    find: (subject, [, object = '']) => found(subject, 'sops', { params: { object } }),
  },
  {
    rule: 'decrypt',
    kinds: ['Kustomization'],
    says: /decryption failed for '([^']+)': ([^\n]*)/i,
    find(subject, [, object = '', said = '']) {
      const secret = text(record(record(record(subject.object.spec).decryption).secretRef).name);
      const params = { object: plainId(object), said, secret: secret ?? '' };
      return found(subject, 'decrypt', { params });
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
    rule: 'values',
    kinds: ['HelmRelease'],
    says: /could not resolve (Secret|ConfigMap) chart values reference '([^'/]+)\/([^']+)' with key '([^']+)': ([^\n]*(?:yaml|YAML|merge|parse|unmarshal)[^\n]*)/,
    find: (subject, [, kind = '', namespace = '', name = '', key = '', said = '']) =>
      found(subject, 'values', {
        object: coreRef(kind, namespace, name),
        params: { key, said },
        command: `kubectl -n ${namespace} get ${kind.toLowerCase()} ${name} -o yaml`,
      }),
  },
  {
    rule: 'valuesFile',
    kinds: ['HelmChart'],
    says: /no values file found at path '([^']+)'/,
    find: (subject, [, file = '']) => found(subject, 'valuesFile', { params: { file } }),
  },
  {
    rule: 'kubeVersion',
    kinds: ['HelmRelease'],
    says: /chart requires kubeVersion: (.+?) which is incompatible with Kubernetes (\S+)/,
    find: (subject, [, wanted = '', has = '']) =>
      found(subject, 'kubeVersion', { params: { wanted, has } }),
  },
  {
    rule: 'patch',
    kinds: ['Kustomization', 'HelmRelease'],
    says: /\b(\w+) operation does not apply: doc is missing (?:path|key): ([^\s:]+)/,
    find: (subject, [, operation = '', path = '']) =>
      found(subject, 'patch', { params: { operation, path } }),
  },
  {
    rule: 'patch.target',
    kinds: ['Kustomization', 'HelmRelease'],
    says: /no resource matches strategic merge patch "([^"]+)"/,
    find: (subject, [, object = '']) =>
      found(subject, 'patch.target', { params: { patched: plainId(object) } }),
  },
  {
    rule: 'patch.malformed',
    kinds: ['Kustomization', 'HelmRelease'],
    says: /unable to parse SM or JSON patch from \[(?:patch: )?"?\s*([^\n]*)/,
    find(subject, [, patch = '']) {
      const said = patch.replace(/"?\]$/, '').replace(/(?:\\n)?\s+/g, ' ');
      const isLong = said.length > 100;
      const params = { said: isLong ? `${said.slice(0, 100)}…` : said };
      return found(subject, 'patch.malformed', { params });
    },
  },
  {
    rule: 'remote',
    kinds: ['Kustomization'],
    // What it cannot simply fetch, it clones.
    says: /^[\s\S]*accumulating resources from '([^']+)': [^\n]*failed to run '[^']*git fetch[^']*': ([^\n]+)|^[\s\S]*accumulating resources from '([a-z]+:\/\/[^']+)': ([^\n]*?)(?:': must build|$)/,
    find: (subject, [, repository, refusal, file, problem]) =>
      found(subject, 'remote', {
        params: { url: repository ?? file ?? '', said: refusal ?? problem ?? '' },
      }),
  },
  {
    rule: 'file',
    kinds: ['Kustomization'],
    says: /kustomize build failed|failed to decode Kubernetes YAML/,
    find(subject) {
      const says = buildErrorOf(subject.message);
      if (!says) return undefined;
      const rule = ruleOfError[says.id] ?? 'yaml';
      const isGenerated = says.id === 'cause.duplicate.generated';
      const remedy = {
        id: `remedy.${rule}${isGenerated ? '.generated' : ''}`,
        params: says.params,
      };
      return { ...found(subject, rule), says, remedy };
    },
  },
];
