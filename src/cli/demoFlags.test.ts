import { describe, expect, it } from 'vitest';
import { parseDemoFlags, UsageError } from './demoFlags.ts';

describe('the flags of the demo', () => {
  it('have defaults', () => {
    expect(parseDemoFlags([])).toEqual({ port: 4480, json: false, user: 'admin', clusters: 1 });
  });

  it('are read in both spellings', () => {
    expect(
      parseDemoFlags(['--port', '0', '--user=viewer', '--clusters', '2', '--json', '--flux'])
    ).toEqual({
      port: 0,
      json: true,
      flux: true,
      user: 'viewer',
      clusters: 2,
    });
  });

  it('name a kubeconfig and as many of its contexts as are given', () => {
    const { kubeconfig, contexts } = parseDemoFlags([
      '--kubeconfig',
      'my.yaml',
      '--context',
      'a',
      '--context=b',
    ]);
    expect({ kubeconfig, contexts }).toEqual({ kubeconfig: 'my.yaml', contexts: ['a', 'b'] });
  });

  it.each([
    [['--prot', '1'], 'Unknown flag "--prot"'],
    [['8080'], 'Unknown flag "8080"'],
    [['--port'], '--port needs a value.'],
    [['--port', '70000'], '--port "70000": give a number from 0 to 65535.'],
    [['--port', '1e3'], '--port "1e3"'],
    [['--user', 'root'], '--user "root": one of admin, viewer, nobody.'],
    [['--kubeconfig', 'f', '--user', 'viewer'], "--user is of the demo's own clusters"],
    [['--clusters=1', '--kubeconfig', 'f'], "--clusters is of the demo's own clusters"],
    [['--context', 'noah'], '--context names one of a file: give it with --kubeconfig FILE.'],
    [['--clusters', '3'], '--clusters "3": give a number from 1 to 2.'],
  ])('that are wrong are named in one line: %j', (args, line) => {
    let message = '';
    try {
      parseDemoFlags(args);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      message = (error as Error).message;
    }
    expect(message).toContain(line);
    expect(message).not.toContain('\n');
  });
});
