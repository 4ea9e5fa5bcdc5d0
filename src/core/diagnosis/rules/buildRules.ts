import { buildErrorOf } from '../../flux/buildError.ts';
import { record, text } from '../../kubernetes/object.ts';
import { found } from '../subject.ts';
import type { Rule } from './rule.ts';

/** `ConfigMap/one` of kustomize's `ConfigMap.v1.[noGrp]/one`. */
const plainId = (id: string) => id.replace(/\.[^/]*\//, '/');

/** What keeps a source's content from becoming objects: kustomize, substitution, decryption, a chart's schema. */
export const buildRules: readonly Rule[] = [
  {
    rule: 'path',
    kinds: ['Kustomization', 'HelmChart'],
    says: /kustomization path not found|invalid chart reference: stat \S+: no such file/i,
    find(subject) {
      const { path, chart } = record(subject.object.spec);
      return found(subject, 'path', { params: { path: text(path) ?? text(chart) ?? './' } });
    },
  },
  {
    rule: 'variable',
    kinds: ['Kustomization'],
    says: /post build failed for '([^']+)'[\s\S]*variable not set \(strict mode\): "([^"]+)"/i,
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
      const rule =
        { 'cause.fileMissing': 'file', 'cause.duplicate': 'duplicate' }[says.id] ?? 'yaml';
      const remedy = { id: `remedy.${rule}`, params: says.params };
      return { ...found(subject, rule), says, remedy };
    },
  },
];
