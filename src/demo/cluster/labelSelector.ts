import { badRequest } from './failure.ts';

export type LabelTest = (labels: Record<string, string> | undefined) => boolean;

const key = '[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?';
const value = '([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?';
const exists = new RegExp(`^(!?)\\s*(${key})$`);
const set = new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const compare = new RegExp(`^(${key})\\s*(==|!=|=|<|>)\\s*(${value})$`);

/** The test that a `labelSelector` parameter asks for; undefined for an empty one. 400 for what is none. */
export function parseLabelSelector(selector: string): LabelTest | undefined {
  const terms = selector
    .split(/,(?![^(]*\))/)
    .map(term => term.trim())
    .filter(Boolean);
  if (terms.length === 0) return undefined;
  const tests = terms.map(term => testOf(term, selector));
  return labels => tests.every(test => test(labels ?? {}));
}

function testOf(term: string, selector: string): (labels: Record<string, string>) => boolean {
  const bare = exists.exec(term);
  if (bare) {
    const [, not, name] = bare;
    return labels => Object.hasOwn(labels, name!) === (not === '');
  }
  const inSet = set.exec(term);
  if (inSet) {
    const [, name, , operator, values = ''] = inSet;
    const wanted = new Set(values.split(',').map(entry => entry.trim()));
    return labels => {
      const has = Object.hasOwn(labels, name!);
      return operator === 'in'
        ? has && wanted.has(labels[name!]!)
        : !has || !wanted.has(labels[name!]!);
    };
  }
  const compared = compare.exec(term);
  if (!compared) {
    throw badRequest(
      `unable to parse requirement: found '${term}', expected: a label selector (in "${selector}")`
    );
  }
  const [, name = '', , operator, wanted = ''] = compared;
  if (operator === '!=') return labels => labels[name] !== wanted;
  if (operator === '<' || operator === '>') {
    return labels => {
      const number = Number.parseInt(labels[name] ?? '', 10);
      return operator === '<' ? number < Number(wanted) : number > Number(wanted);
    };
  }
  return labels => Object.hasOwn(labels, name) && labels[name] === wanted;
}
