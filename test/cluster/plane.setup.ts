import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildGoTools } from '../../src/demo/plane/goTools.ts';
import { startPlane } from '../../src/demo/plane/plane.ts';
import type { SharedPlane } from './sharedPlane.ts';

/** One real control plane for all suites: they share it, a namespace a case. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const tools = await buildGoTools(resolve(import.meta.dirname), log);
  const folder = await mkdtemp(join(tmpdir(), 'lumen-plane-'));
  const plane = await startPlane({ name: 'plane', folder, programs: tools.folder });
  const users = ['admin', 'viewer', 'nobody'];
  const shared: SharedPlane = {
    url: plane.url,
    ca: plane.ca,
    tokens: Object.fromEntries(users.map(user => [user, plane.token(user)])),
  };
  provide('plane', shared);
  return async () => {
    await plane.close();
    await rm(folder, { recursive: true, force: true });
  };
}
