import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitServer, startGitServer } from '../../../src/demo/git/gitServer.ts';
import { cases } from './cases/all.ts';
import { first, steady } from './cases/steady.ts';
import { differences } from './differences.ts';
import { eventFacts } from './eventFacts.ts';
import { fluxGet } from './fluxGet.ts';
import { unknownDifferences } from './knownDifferences.ts';
import { runCase } from './runCase.ts';
import { type Side, startFluxSide, startLumenSide } from './side.ts';
import { fluxColumns, type StateWatch, watchStates } from './stateTruth.ts';
import { statesThrough } from './steady.ts';

let sides: readonly Side[] = [];
let watches: readonly StateWatch[] = [];
let git: GitServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-compared-'));
  git = await startGitServer({ folder: join(folder, 'git') });
  const starts = [startFluxSide(), startLumenSide()];
  // Where one does not start the other must still be closed.
  const started = await Promise.allSettled(starts);
  sides = started.flatMap(start => (start.status === 'fulfilled' ? [start.value] : []));
  await Promise.all(starts);
  // Controllers that say they are ready may not watch yet, on a machine that others keep busy too.
  await runCase(first, sides, git, join(folder, first.name));
  watches = sides.map(watchStates);
}, 300_000);

afterAll(async () => {
  watches.forEach(watch => watch.close());
  await Promise.all(sides.map(side => side.close()));
  await git?.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

describe('Flux and Lumen agree on', () => {
  it.concurrent.each(cases)('$name: $says', { timeout: 300_000 }, async compared => {
    const taken = await runCase(compared, sides, git, join(folder, compared.name));
    const found = taken.flatMap(([flux, lumen], index) =>
      differences(flux, lumen, `step ${index + 1}`)
    );
    found.push(...(await eventDifferences(compared.name)));
    const unknown = unknownDifferences(compared.name, found);
    if (unknown.length === 0) return;
    // Its own words for each case: the same words twice would be reported as one failure.
    const count = `${compared.name}: ${unknown.length} differences`;
    expect.fail([count, ...unknown].join('\n'));
  });
});

describe('Our state of an object', () => {
  const name = 'stays ready while a healthy Kustomization is checked three times';
  it.concurrent(name, { timeout: 300_000 }, async () => {
    await runCase(steady, sides, git, join(folder, steady.name));
    const states = await Promise.all(sides.map(side => statesThrough(side, steady.name, 'app', 3)));
    expect(states).toEqual([['ready'], ['ready']]);
  });

  it.each(['kustomizations', 'sources git'] as const)(
    'is judged by the columns that flux get %s really prints',
    { timeout: 300_000 },
    async what => {
      const kind = what === 'kustomizations' ? 'Kustomization' : 'GitRepository';
      for (const side of sides) {
        const columns = side
          .view(kind)
          .list()
          .filter(({ metadata }) => metadata.namespace !== steady.name)
          .map(object => {
            const { ready, suspended } = fluxColumns(object);
            const { namespace, name } = object.metadata;
            return `${namespace}/${name} ${ready} ${suspended ? 'True' : 'False'}`;
          });
        const printed = await fluxGet(side, what);
        const settled = printed.filter(line => !line.startsWith(`${steady.name}/`));
        expect(settled).toEqual(columns.sort());
      }
    }
  );

  it('never contradicts what flux get prints, not in passing either', () => {
    expect(watches.flatMap(watch => watch.contradictions())).toEqual([]);
    expect(Math.min(...watches.map(watch => watch.count()))).toBeGreaterThan(200);
  });
});

/** Events are written behind the status: what is not there yet may still come. */
async function eventDifferences(namespace: string): Promise<string[]> {
  const [flux, lumen] = sides as [Side, Side];
  const look = () =>
    differences(eventFacts(flux, namespace), eventFacts(lumen, namespace), 'events');
  const none = () => (look().length === 0 ? true : undefined);
  const limit = 5000;
  await Promise.any(sides.map(side => side.view('Event').until(none, 'same events', limit))).catch(
    () => {}
  );
  return look();
}
