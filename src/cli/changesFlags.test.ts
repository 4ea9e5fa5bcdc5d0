import { describe, expect, it } from 'vitest';
import { parseChangesFlags } from './changesFlags.ts';
import { UsageError } from './demoFlags.ts';

const apps = 'Kustomization/flux-system/apps';
const usual = { of: apps, from: 'applied', to: 'newest', json: false, noise: false };

describe('the flags of changes', () => {
  it.each([
    [[apps], usual],
    [[apps, 'a1b2c3d'], { ...usual, from: 'a1b2c3d' }],
    [
      ['--kubeconfig', 'f', apps, 'main@sha1:a', '--json', 'main@sha1:b', '--context=c'],
      {
        ...{ ...usual, from: 'main@sha1:a', to: 'main@sha1:b' },
        ...{ json: true, kubeconfig: 'f', context: 'c' },
      },
    ],
    [[apps, '--noise'], { ...usual, noise: true }],
  ])('are read in any order: %j', (args, flags) => {
    expect(parseChangesFlags(args)).toEqual(flags);
  });

  it.each([
    [[], 'What is asked for must be KIND/NAMESPACE/NAME'],
    [['apps'], '"apps" must be KIND/NAMESPACE/NAME'],
    [['--nope', apps], 'Unknown flag "--nope"'],
    [[apps, '--context'], '--context needs a value.'],
    [[apps, 'a', 'b', 'c'], '"c": give two revisions at most.'],
  ])('that are wrong are named in one line: %j', (args, line) => {
    let message = '';
    try {
      parseChangesFlags(args);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      message = (error as Error).message;
    }
    expect(message).toContain(line);
    expect(message).not.toContain('\n');
  });
});
