import { describe, expect, it } from 'vitest';
import { ReferenceNotFound, toTarget } from './gitReference.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(digit => digit.repeat(40)) as [
  string,
  string,
  string,
  string
];
const references = new Map([
  ['refs/heads/main', a],
  ['refs/heads/master', d],
  ['refs/tags/v1.2.0', b],
  ['refs/tags/v1.10.0', b],
  ['refs/tags/v1.10.0^{}', c],
  ['refs/tags/2.0.0-rc.1', d],
]);

describe('toTarget', () => {
  it('prefers commit, name, tag, semver and branch, in this order', () => {
    const wanted: [string, string][] = [
      ['branch', 'main'],
      ['semver', '1.x'],
      ['tag', 'v1.2.0'],
      ['name', 'refs/heads/main'],
      ['commit', d],
    ];
    const refs = wanted.map((_, index) => Object.fromEntries(wanted.slice(0, index + 1)));
    const targets = [...refs.reverse(), {}].map(ref => toTarget(ref, references));
    expect(targets).toEqual([
      { fetch: d, name: 'main', hash: d },
      { fetch: 'refs/heads/main', name: 'refs/heads/main', hash: a },
      { fetch: 'refs/tags/v1.2.0', name: 'v1.2.0', hash: b },
      { fetch: 'refs/tags/v1.10.0', name: 'v1.10.0', hash: c },
      { fetch: 'refs/heads/main', name: 'main', hash: a },
      { fetch: 'refs/heads/master', name: 'master', hash: d },
    ]);
  });

  it('takes a pre-release only where the range has one', () => {
    expect(toTarget({ semver: '>=1.0.0, <3.0.0' }, references).name).toBe('v1.10.0');
    expect(toTarget({ semver: '>=2.0.0-0' }, references).name).toBe('2.0.0-rc.1');
  });

  it('names what the server lacks', () => {
    expect(() => toTarget({ branch: 'gone' }, references)).toThrow(
      new ReferenceNotFound(`couldn't find remote ref "refs/heads/gone"`)
    );
    expect(() => toTarget({ semver: '>=9' }, references)).toThrow('no match found for semver: >=9');
    expect(() => toTarget({ semver: 'nonsense' }, references)).toThrow(
      'semver parse error: improper constraint: nonsense'
    );
  });
});
