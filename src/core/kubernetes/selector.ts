import { list, record, text } from './object.ts';

/** One term of a selector; an object must meet all of them. */
export interface Requirement {
  key: string;
  operator: 'in' | 'notin' | 'exists' | 'absent' | 'above' | 'below';
  /** What `in` and `notin` name, or the one number of `above` and `below`. */
  values: string[];
}

/** What a selector says, or why it says nothing. */
type Selector = { requirements: Requirement[] } | { error: string };

const labelKey = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/;
const term =
  /^\s*(?:!\s*([^\s!=<>,()]+)|([^\s!=<>,()]+)\s*(?:(==|=|!=|<|>)\s*([^\s!=<>,()]*)|\s(in|notin)\s*\(([^()]*)\))?)\s*(?:,|$)/;

/** Parses `app=web,tier in (a, b),!legacy`, as `kubectl -l` and `labelSelector=` write it. */
export function parseLabelSelector(selector: string): Selector {
  const requirements: Requirement[] = [];
  let rest = selector.trim();
  while (rest !== '') {
    const match = term.exec(rest);
    if (!match) return { error: `unable to parse requirement: ${JSON.stringify(rest)}` };
    if (match[0].endsWith(',') && match[0].length === rest.length) {
      return {
        error: `found ',' at the end of ${JSON.stringify(selector)}, expected a requirement`,
      };
    }
    const requirement = toRequirement(match);
    const error = invalid(requirement);
    if (error) return { error };
    requirements.push(requirement);
    rest = rest.slice(match[0].length);
  }
  return { requirements };
}

function toRequirement(match: RegExpExecArray): Requirement {
  const [, absent, key = '', sign, value = '', word, set = ''] = match;
  if (absent) return { key: absent, operator: 'absent', values: [] };
  if (word === 'in' || word === 'notin') {
    return { key, operator: word, values: set.split(',').map(one => one.trim()) };
  }
  if (!sign) return { key, operator: 'exists', values: [] };
  const bySign = { '=': 'in', '==': 'in', '!=': 'notin', '>': 'above', '<': 'below' } as const;
  return { key, operator: bySign[sign as keyof typeof bySign], values: [value] };
}

function invalid({ key, operator, values }: Requirement): string | undefined {
  if (!labelKey.test(key)) return `${JSON.stringify(key)} is not a label's name`;
  const bad = values.find(value => !labelValue.test(value));
  if (bad !== undefined) return `${JSON.stringify(bad)} is not a label's value`;
  if ((operator === 'above' || operator === 'below') && !/^\d+$/.test(values[0] ?? '')) {
    return `${JSON.stringify(values[0])} is not a number to compare ${key} with`;
  }
  return undefined;
}

const expressionOperators: Record<string, Requirement['operator']> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: 'absent',
};

/** A LabelSelector object, `{matchLabels, matchExpressions}`. Terms that are malformed match nothing. */
export function toRequirements(selector: unknown): Requirement[] {
  const { matchLabels, matchExpressions } = record(selector);
  const equal = Object.entries(record(matchLabels)).map(
    ([key, value]): Requirement => ({ key, operator: 'in', values: [String(value)] })
  );
  const expressed = list(matchExpressions).map((entry): Requirement => {
    const { key, operator, values } = record(entry);
    const known = expressionOperators[String(operator)];
    if (!known || !text(key)) return { key: String(key), operator: 'in', values: [] };
    return { key: String(key), operator: known, values: list(values).map(String) };
  });
  return [...equal, ...expressed];
}

/** Whether labels meet every term. No terms: everything matches. */
export function matchesLabels(
  requirements: readonly Requirement[],
  labels: Readonly<Record<string, string>> | undefined
): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'exists':
        return value !== undefined;
      case 'absent':
        return value === undefined;
      case 'in':
        return value !== undefined && values.includes(value);
      case 'notin':
        return value === undefined || !values.includes(value);
      case 'above':
        return value !== undefined && /^\d+$/.test(value) && BigInt(value) > BigInt(values[0]!);
      case 'below':
        return value !== undefined && /^\d+$/.test(value) && BigInt(value) < BigInt(values[0]!);
    }
  });
}

const fieldTerm = /^((?:\\.|[^\\,=!])+)(==|=|!=)((?:\\.|[^\\,=])*)(?:,|$)/;

/** Parses `metadata.name=a,status.phase!=Running`, as `fieldSelector=` writes it: `\` escapes `,`, `=` and itself. */
export function parseFieldSelector(selector: string): Selector {
  const requirements: Requirement[] = [];
  let rest = selector;
  while (rest !== '') {
    const match = fieldTerm.exec(rest);
    const [whole = '', key = '', sign, value = ''] = match ?? [];
    if (!match) return { error: `invalid selector: '${selector}'; can't understand '${rest}'` };
    const operator = sign === '!=' ? 'notin' : 'in';
    requirements.push({ key, operator, values: [value.replace(/\\(.)/g, '$1')] });
    rest = rest.slice(whole.length);
  }
  return { requirements };
}

/** Whether the fields of an object meet every term; `fieldOf` gives a field's text, '' where it is not set. */
export function matchesFields(
  requirements: readonly Requirement[],
  fieldOf: (key: string) => string
): boolean {
  return requirements.every(({ key, operator, values }) => {
    const isEqual = fieldOf(key) === values[0];
    return operator === 'notin' ? !isEqual : isEqual;
  });
}
