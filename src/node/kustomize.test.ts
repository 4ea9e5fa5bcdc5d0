import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { buildKustomization } from './kustomize.ts';
import { findKustomize } from './tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'lumen-kustomize-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

const build = async (path: string, allowFilesAbove?: boolean) =>
  buildKustomization({ tool: await findKustomize(), folder: join(folder, path), allowFilesAbove });

it('renders a folder and its base', { timeout: 300_000 }, async () => {
  write({
    'base/kustomization.yaml': 'resources: [a.yaml]',
    'base/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
    'over/kustomization.yaml': 'resources: [../base]\nnamePrefix: x-\n',
  });
  expect(await build('over')).toBe('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x-a\n');
});

it('reads files above the folder only where it may', async () => {
  write({
    'up/kustomization.yaml': 'resources: [../base/a.yaml]',
  });
  await expect(build('up')).rejects.toThrow(/is not in or below/);
  expect(await build('up', true)).toContain('name: a\n');
});

it('throws what kustomize wrote, whole', async () => {
  write({ 'broken/kustomization.yaml': 'resources: [gone.yaml]' });
  await expect(build('broken')).rejects.toThrow(/^accumulating resources: .*gone\.yaml/s);
});

it('does not fetch a remote base', async () => {
  write({ 'remote/kustomization.yaml': 'resources: ["https://example.invalid/o/r?ref=v1"]' });
  await expect(build('remote')).rejects.toThrow(/git|proxyconnect|127\.0\.0\.1:9/);
});
