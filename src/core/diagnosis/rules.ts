import { componentOf } from '../flux/unhandled.ts';
import { refAt } from '../graph/nodeId.ts';
import { applyRules } from './rules/applyRules.ts';
import { buildRules } from './rules/buildRules.ts';
import { coreRef, type Rule } from './rules/rule.ts';
import { sourceRules } from './rules/sourceRules.ts';
import { found, foundMissing, inShort, saidBy } from './subject.ts';
import { unhealthyIn } from './unhealthyIn.ts';

/** What any of them may lack. */
const needRules: readonly Rule[] = [
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
      const missing = coreRef(kind, subject.ref.namespace, name);
      const edge = subject.edges.find(({ to }) => refAt(to).name === name);
      const field = edge?.field;
      const named = field
        ? [{ object: subject.ref, seenIn: { type: 'field', path: field } as const }]
        : [];
      return foundMissing(subject, missing, [saidBy(subject), ...named]);
    },
  },
  {
    rule: 'key',
    says: /(?:(Secret|ConfigMap) chart values reference|secret) '([^'/]+)\/([^']+)'(?: with key|: key| does not contain an?) '([^']+)'(?:: key not found| not found| key)/,
    find: (subject, [, kind = 'Secret', namespace = '', name = '', key = '']) =>
      found(subject, 'key', {
        object: coreRef(kind, namespace, name),
        params: { kind, name: `${namespace}/${name}`, key, by: subject.ref.name },
        command: `kubectl -n ${namespace} describe ${kind.toLowerCase()} ${name}`,
      }),
  },
  {
    rule: 'key',
    says: /invalid '(?:([^'/]+)\/)?([^']+)' secret data: required fields? ([^\n]+)/,
    find(subject, [, namespace = subject.ref.namespace, name = '', said = '']) {
      const keys = [...said.matchAll(/'([^']+)'/g)].map(([, key]) => key);
      const params = { kind: 'Secret', name: `${namespace}/${name}`, key: keys.join(', ') };
      const all = { ...params, by: subject.ref.name };
      return found(subject, 'key', {
        object: coreRef('Secret', namespace, name),
        params: all,
        command: `kubectl -n ${namespace} describe secret ${name}`,
        ...(keys.length > 1 ? { says: { id: 'rule.key.several', params: all } } : {}),
      });
    },
  },
  {
    rule: 'expression',
    says: /failed to (?:evaluate|parse) the CEL expression '([\s\S]*?)': ([^\n]*?)\]?(?:\n|$)/,
    find(subject, [, expression = '', said = '']) {
      // Of several that are waited for, this one may only have no status yet.
      const [, ...others] = unhealthyIn(subject.object, subject.message);
      if (others.length > 0) return undefined;
      return found(subject, 'expression', { params: { expression, said } });
    },
  },
  {
    rule: 'gate',
    says: /\b(\w+) feature gate is (?:disabled|not enabled)/,
    find(subject, [, gate = '']) {
      const controller = componentOf(subject.object) ?? '';
      return found(subject, 'gate', { params: { gate, controller } });
    },
  },
  {
    rule: 'access',
    says: /cross-namespace references? (?:have been|has been|are|is) (?:disabled|blocked|not allowed)|can't access '([^']+)'/i,
    find: subject => found(subject, 'access', { params: { said: inShort(subject.message) } }),
  },
];

/**
 * What is known of failures, the first that fits. Each row rests on what a controller, the API server, kustomize or
 * Helm writes, never on the name of an object.
 */
const rules: readonly Rule[] = [...needRules, ...applyRules, ...buildRules, ...sourceRules];

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
