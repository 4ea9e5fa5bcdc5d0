import { expect, it } from 'vitest';
import {
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
  toRequirements,
} from './selector.ts';

it('reads every form of a label selector', () => {
  expect(
    parseLabelSelector(
      'app=web, tier in (a, b),env notin (dev),!legacy,example.org/x,a==b,c!=d,e=,n>5,m<7'
    )
  ).toEqual({
    requirements: [
      { key: 'app', operator: 'in', values: ['web'] },
      { key: 'tier', operator: 'in', values: ['a', 'b'] },
      { key: 'env', operator: 'notin', values: ['dev'] },
      { key: 'legacy', operator: 'absent', values: [] },
      { key: 'example.org/x', operator: 'exists', values: [] },
      { key: 'a', operator: 'in', values: ['b'] },
      { key: 'c', operator: 'notin', values: ['d'] },
      { key: 'e', operator: 'in', values: [''] },
      { key: 'n', operator: 'above', values: ['5'] },
      { key: 'm', operator: 'below', values: ['7'] },
    ],
  });
  expect(parseLabelSelector(' ')).toEqual({ requirements: [] });
  expect(parseLabelSelector('in in (in)')).toEqual({
    requirements: [{ key: 'in', operator: 'in', values: ['in'] }],
  });
});

it.each([
  ['a in (b', 'unable to parse requirement: "a in (b"'],
  ['a=b,', `found ',' at the end of "a=b,", expected a requirement`],
  [',', 'unable to parse requirement: ","'],
  ['a b', 'unable to parse requirement: "a b"'],
  ['-a=b', '"-a" is not a label\'s name'],
  ['a=-', '"-" is not a label\'s value'],
  ['a>b', '"b" is not a number to compare a with'],
])('says why %j is no label selector', (selector, error) => {
  expect(parseLabelSelector(selector)).toEqual({ error });
});

it('reads a selector object', () => {
  expect(
    toRequirements({
      matchLabels: { a: 'b' },
      matchExpressions: [
        { key: 'c', operator: 'In', values: ['d', 'e'] },
        { key: 'f', operator: 'DoesNotExist' },
        { key: 'g', operator: 'Near', values: [] },
      ],
    })
  ).toEqual([
    { key: 'a', operator: 'in', values: ['b'] },
    { key: 'c', operator: 'in', values: ['d', 'e'] },
    { key: 'f', operator: 'absent', values: [] },
    { key: 'g', operator: 'in', values: [] },
  ]);
  expect(toRequirements(undefined)).toEqual([]);
});

it.each([
  ['a=1', true],
  ['a=2', false],
  ['a!=2', true],
  ['z!=2', true],
  ['a!=1', false],
  ['a in (1,2)', true],
  ['z notin (1)', true],
  ['a,b', true],
  ['z', false],
  ['!z', true],
  ['!a', false],
  ['n>4,n<6', true],
  ['n>5', false],
  ['b>1', false],
  ['toString', false],
  ['', true],
])('matches labels by %s: %s', (selector, matches) => {
  const parsed = parseLabelSelector(selector);
  if ('error' in parsed) throw new Error(parsed.error);
  expect(matchesLabels(parsed.requirements, { a: '1', b: 'x', n: '5' })).toBe(matches);
});

it('matches fields, escapes included', () => {
  const parsed = parseFieldSelector('metadata.name=a\\,b,status.phase!=Running,type==');
  if ('error' in parsed) throw new Error(parsed.error);
  const fields = (phase: string) => (key: string) =>
    ({ 'metadata.name': 'a,b', 'status.phase': phase }[key] ?? '');
  expect(matchesFields(parsed.requirements, fields('Pending'))).toBe(true);
  expect(matchesFields(parsed.requirements, fields('Running'))).toBe(false);
});

it('says what it cannot understand in a field selector', () => {
  expect(parseFieldSelector('a=b,c')).toEqual({
    error: "invalid selector: 'a=b,c'; can't understand 'c'",
  });
});
