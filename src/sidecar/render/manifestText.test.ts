import { describe, expect, it } from 'vitest';
import { parseYaml, splitDocuments, toObjects, YamlError } from './manifestText.ts';

describe('splitDocuments', () => {
  it('splits at lines that begin with three dashes, and drops what is empty', () => {
    const stream = '# head\n---\na: 1\n--- # two\nb: |\n  ---\n---\n\n# only a comment\n---\nc: 3';
    expect(splitDocuments(stream)).toEqual(['\na: 1\n', '\nb: |\n  ---\n', '\nc: 3']);
  });
});

describe('parseYaml', () => {
  it('reads old booleans only where variables were put in', () => {
    const text = 'a: yes\nb: "yes"\nc: off\nd: true\ne: y\nf: 0644';
    expect([parseYaml(text), parseYaml(text, { isSubstituted: true })]).toEqual([
      { a: 'yes', b: 'yes', c: 'off', d: true, e: 'y', f: 644 },
      { a: true, b: 'yes', c: false, d: true, e: 'y', f: 644 },
    ]);
  });

  it('names the line of an error', () => {
    const error = (() => {
      try {
        return parseYaml('a: 1\nb: 2\nc: d: e\n');
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(YamlError);
    expect((error as YamlError).line).toBe(3);
  });

  it('refuses a bomb of aliases quickly', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level++) {
      const alias = `*a${level - 1}`;
      lines.push(`a${level}: &a${level} [${Array(10).fill(alias).join(', ')}]`);
    }
    expect(() => parseYaml(lines.join('\n'))).toThrow(YamlError);
  });
});

describe('toObjects', () => {
  it('takes lists apart and leaves out what no cluster has', () => {
    const object = (kind: string, name: string) => ({
      apiVersion: 'v1',
      kind,
      metadata: { name },
    });
    const a = object('ConfigMap', 'a');
    expect([
      toObjects({ apiVersion: 'v1', kind: 'List', items: [a, object('Secret', 'b')] }),
      toObjects({ ...a, apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' }),
      toObjects({ kind: 'ConfigMap' }),
      toObjects('text'),
    ]).toEqual([[a, object('Secret', 'b')], [], [], []]);
  });
});
