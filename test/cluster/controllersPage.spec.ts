import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, expect, inject, it, vi } from 'vitest';
import { lookOver } from '../browser/lookOver.ts';
import { useBrowser } from '../browser/session.ts';

vi.setConfig({ testTimeout: 400_000, hookTimeout: 60_000 });
const patience = { timeout: 180_000 };
const { open } = useBrowser();
const name = 'image-automation-controller';

const undo: (() => unknown)[] = [];
afterEach(() => {
  for (const call of undo.splice(0)) call();
});

/** A controller that lives and does nothing: its probes time out, its Lease runs out. */
async function freeze(): Promise<() => void> {
  const { stdout } = await promisify(execFile)('pgrep', ['-P', `${inject('demoPid')}`, '-f', name]);
  const pid = Number(stdout.trim());
  process.kill(pid, 'SIGSTOP');
  const thaw = () => process.kill(pid, 'SIGCONT');
  undo.push(thaw);
  return thaw;
}

it('names a controller that has stopped, on its own page and on the overview, and no longer when it is back', async () => {
  const { page, complaints } = await open('/c/noah/lumen/controllers');
  const isWell = page.getByText('6 controllers, and nothing is wrong with any of them.');
  await isWell.waitFor(patience);
  const row = page.getByRole('table').getByRole('row').filter({ hasText: name });
  await row.getByText(/1 of 1 ready/).waitFor();
  await row.getByText('now', { exact: true }).waitFor(patience);

  const thaw = await freeze();
  const causes = page.getByRole('list', { name: 'What is wrong with the controllers' });
  await causes.getByText(`Deployment flux-system/${name}`).waitFor(patience);
  await causes.getByText(/^(is down|does not renew its Lease)/).waitFor();
  expect(await causes.getByRole('listitem').count()).toBe(1);
  expect(await row.getByText('now', { exact: true }).count()).toBe(0);
  await lookOver(page);

  const overview = await open('/c/noah/lumen/overview');
  const named = overview.page.getByRole('link', { name: `Deployment flux-system/${name}` });
  await named.first().waitFor(patience);

  thaw();
  await isWell.waitFor(patience);
  await row.getByText('now', { exact: true }).waitFor(patience);
  expect(complaints).toEqual([]);
});
