import { describe, expect, it } from 'vitest';
import { parseFlags, UsageError } from './flags.ts';

describe('parseFlags', () => {
  it('reads values behind a space and behind an equals sign', () => {
    const flags = parseFlags([
      ...['--mode', 'apply', '--storage-addr=:9090', '--http-addr', '[::1]:8080'],
      ...[
        '--requeue-dependency',
        '2s',
        '--concurrent=8',
        '--storage-adv-addr',
        'lumen.flux-system',
      ],
      ...['--ledger-age=24h', '--ledger-revisions=50', '--ledger-size', '64Mi'],
      ...['--artifact-host', '127.0.0.1:9090', '--kustomize-memory=96Mi'],
    ]);
    expect(flags).toEqual({
      mode: 'apply',
      namespace: 'flux-system',
      storageAddress: { host: '0.0.0.0', port: 9090 },
      storageAdvertised: 'lumen.flux-system',
      httpAddress: { host: '::1', port: 8080 },
      receiverAddress: { host: '127.0.0.1', port: 0 },
      requeueDependency: 2000,
      concurrency: 8,
      kustomizeMemory: 100_663_296,
      artifactHost: '127.0.0.1:9090',
      ledger: { age: 86_400_000, revisions: 50, bytes: 67_108_864 },
    });
  });

  it('names the flag, the value and what it must be', () => {
    const said = (args: string[]) => {
      try {
        parseFlags(args);
        return undefined;
      } catch (error) {
        return error instanceof UsageError ? error.message : error;
      }
    };
    expect([
      said(['--mode', 'both']),
      said(['--concurrent', '0']),
      said(['--http-addr', 'nowhere']),
      said(['--context']),
      said(['--ledger-size', '1Ki']),
      said(['--artifact-host', 'http://127.0.0.1']),
    ]).toEqual([
      '--mode both: must be apply or observe',
      '--concurrent 0: must be a number from 1 to 64',
      '--http-addr nowhere: must be HOST:PORT',
      '--context: needs a value, NAME',
      '--ledger-size 1Ki: must be a number of bytes such as 512Mi, 16Mi at least',
      '--artifact-host http://127.0.0.1: must be HOST:PORT',
    ]);
    expect(said(['--nope'])).toMatch(/^--nope: no such flag; there are --mode, /);
  });
});
