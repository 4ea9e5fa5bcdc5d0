import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { record, text } from '../../src/core/kubernetes/object.ts';
import { createClient } from '../../src/node/kubernetes/client.ts';
import { createInformer } from '../../src/node/kubernetes/informer.ts';
import { readKubeconfig } from '../../src/node/kubernetes/kubeconfig.ts';
import { cloneHomelab } from '../browser/clone.ts';
import { FluxPages, pathOf } from '../browser/fluxPages.ts';
import { startDemo } from '../browser/startDemo.ts';
import type { Figure } from './figure.ts';
import { figure, median, spread } from './figure.ts';
import { memoryOf } from './memory.ts';

const kustomizations = '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations';

/** From `git push` exiting to what a person sees, and to what is applied; and what the demo weighs meanwhile. */
export async function benchPush(
  openPage: () => Promise<Page>,
  say: (line: string) => void
): Promise<Figure[]> {
  const { demo, pid, close } = await startDemo();
  const clone = await cloneHomelab(demo.git);
  const client = createClient(readKubeconfig(await readFile(demo.kubeconfig, 'utf8')));
  const waiting = new Set<() => void>();
  const informer = createInformer(client, {
    path: kustomizations,
    onChange: () => waiting.forEach(look => look()),
  });
  const applied = (revision: string, names?: string[]) =>
    new Promise<number>(resolve => {
      const look = () => {
        const asked = informer.list().filter(each => names?.includes(each.metadata.name) ?? true);
        const isAt = asked.every(({ status }) =>
          text(record(status).lastAppliedRevision)?.endsWith(revision)
        );
        if (!isAt) return;
        waiting.delete(look);
        resolve(Date.now());
      };
      waiting.add(look);
      look();
    });

  try {
    const page = await openPage();
    await page.goto(`${demo.ui}${pathOf('GitRepository')}`);
    const flux = new FluxPages(page);
    await flux.row('flux-system').waitFor();
    await informer.synced;

    const seconds = { row: [] as number[], root: [] as number[], layers: [] as number[] };
    for (let round = 0; round < 10; round++) {
      await clone.write('docs/bench.md', `Round ${round}.\n`);
      // The page looks at every frame, and its clock is ours.
      const hash = await clone.commit(`docs: Round ${round}`);
      const seen = page.evaluate(
        short =>
          new Promise<number>(resolve => {
            const look = () =>
              document.body.textContent?.includes(short)
                ? resolve(Date.now())
                : requestAnimationFrame(look);
            look();
          }),
        hash.slice(0, 7)
      );
      await clone.send();
      const pushed = Date.now();
      const [row, root, layers] = await Promise.all([
        seen,
        applied(hash, ['flux-system']),
        applied(hash),
      ]);
      seconds.row.push((row - pushed) / 1000);
      seconds.root.push((root - pushed) / 1000);
      seconds.layers.push((layers - pushed) / 1000);
    }
    for (const [name, values] of Object.entries(seconds))
      say(`push to ${name}: ${spread(values)} s`);
    return [
      figure('push to the row of the source', median(seconds.row), 's', 0.5),
      figure('push to root applied', median(seconds.root), 's', 1),
      figure('push to all layers applied', median(seconds.layers), 's', 10),
      figure('memory of the demo’s processes', await memoryOf(pid), 'MB', 400),
    ];
  } finally {
    informer.close();
    client.close();
    await clone.close();
    await close();
  }
}
