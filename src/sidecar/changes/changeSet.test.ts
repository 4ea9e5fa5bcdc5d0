import { describe, expect, it } from 'vitest';
import {
  childKustomization,
  configMap,
  createRevisionLedger,
  liveKustomization,
  liveSource,
  type Rendered,
  revisionOf,
  source,
} from '../../../test/fixtures/revisionLedger.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type {
  ChangesHead,
  ChangesLine,
  KustomizationLine,
  ObjectLine,
} from '../../protocol/changes.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { createAnswers } from './answers.ts';
import type { ChangesQuery } from './changeSet.ts';

const apps = 'Kustomization/flux-system/apps';

interface World {
  ledger: Ledger;
  kustomizations?: KubernetesObject[];
  served?: string;
}

function answersOf({ ledger, kustomizations = [liveKustomization('apps')], served }: World) {
  return createAnswers({
    ledger,
    live: { kustomizations: () => kustomizations, sources: () => [liveSource(served)] },
  });
}

async function read(world: World, query: Partial<ChangesQuery> = {}): Promise<ChangesLine[]> {
  const reply = await answersOf(world).changes({ of: apps, ...query });
  if ('refusal' in reply) throw new Error(`${reply.refusal.code}: ${reply.refusal.message}`);
  const lines: ChangesLine[] = [];
  for await (const line of reply.answer.lines) {
    expect(line.endsWith('\n')).toBe(true);
    lines.push(JSON.parse(line) as ChangesLine);
  }
  return lines;
}

const [from, to] = [revisionOf('a'), revisionOf('b')];

/** What differs between two renderings, without head and end. */
async function between(a: Rendered, b: Rendered, of = apps, kustomizations?: KubernetesObject[]) {
  const ledger = await createRevisionLedger([
    { letter: 'a', rendered: a },
    { letter: 'b', rendered: b },
  ]);
  const lines = await read({ ledger, kustomizations }, { of, from, to });
  return lines.slice(1, -1) as (KustomizationLine | ObjectLine)[];
}

/** Each line in a few words. */
function short(lines: readonly ChangesLine[]): string[] {
  return lines.flatMap(line => {
    if (line.type === 'kustomization') {
      return [line.name, line.change, line.side, line.fate].filter(Boolean).join(' ');
    }
    if (line.type !== 'object') return [];
    const change = !line.left ? 'created' : !line.right ? 'deleted' : 'changed';
    const moved = line.was ? `${line.was} -> ` : '';
    return [`${moved}${line.kustomization}`, line.ref.name, change, line.fate]
      .filter(Boolean)
      .join(' ');
  });
}

const ks = 'flux-system/apps';

describe('a change set', () => {
  it('tells of each object that differs, with both sides, and counts the others', async () => {
    const ledger = await createRevisionLedger([
      {
        letter: 'a',
        rendered: {
          [ks]: {
            objects: [configMap('same'), configMap('changed', { a: '1' }), configMap('old')],
          },
        },
      },
      {
        letter: 'b',
        rendered: {
          [ks]: {
            objects: [configMap('same'), configMap('changed', { a: '2' }), configMap('new')],
          },
        },
        commit: { subject: 'Add new', author: { name: 'Harriet', email: 'h@example.org' } },
      },
    ]);
    const lines = await read({ ledger }, { from, to });
    const ref = (name: string) => ({
      ...{ group: '', version: 'v1', kind: 'ConfigMap', namespace: 'default' },
      name,
    });
    expect(lines).toEqual([
      {
        type: 'head',
        version: 1,
        of: apps,
        source,
        from: { revision: from, seenAt: 1000 },
        to: {
          revision: to,
          seenAt: 2000,
          commit: {
            revision: to,
            hash: 'b'.repeat(40),
            subject: 'Add new',
            author: { name: 'Harriet', email: 'h@example.org' },
            link: `https://github.com/hd/homelab/commit/${'b'.repeat(40)}`,
          },
        },
        counts: { objects: 3, unchanged: 1, kustomizations: 1 },
      },
      {
        type: 'object',
        kustomization: ks,
        ref: ref('old'),
        left: configMap('old'),
        file: `${ks}/old.yaml`,
        fate: 'deleted',
      },
      {
        type: 'object',
        kustomization: ks,
        ref: ref('changed'),
        left: configMap('changed', { a: '1' }),
        right: configMap('changed', { a: '2' }),
        file: `${ks}/changed.yaml`,
      },
      {
        type: 'object',
        kustomization: ks,
        ref: ref('new'),
        right: configMap('new'),
        file: `${ks}/new.yaml`,
      },
      { type: 'end', objects: 3 },
    ]);
  });

  it('is of the Kustomization asked for and what is below it, and of all on a source', async () => {
    const at = (value: string): Rendered => ({
      'flux-system/apps': { objects: [configMap('of-apps', { value })] },
      'flux-system/media': { parent: 'flux-system/apps', objects: [configMap('media', { value })] },
      'flux-system/infra': { objects: [configMap('of-infra', { value })] },
    });
    const changed = ['flux-system/apps of-apps changed', 'flux-system/media media changed'];
    expect(short(await between(at('1'), at('2')))).toEqual(changed);
    expect(short(await between(at('1'), at('2'), source))).toEqual([
      changed[0],
      'flux-system/infra of-infra changed',
      changed[1],
    ]);
  });

  it('tells a move to another Kustomization as one line, asked from either side', async () => {
    const at = (home: string): Rendered => ({
      'flux-system/apps': { objects: home === 'apps' ? [configMap('mover')] : [] },
      'flux-system/infra': { objects: home === 'infra' ? [configMap('mover')] : [] },
    });
    const moved = ['flux-system/apps -> flux-system/infra mover changed'];
    expect([
      short(await between(at('apps'), at('infra'))),
      short(
        await between(at('apps'), at('infra'), 'Kustomization/flux-system/infra', [
          liveKustomization('infra'),
        ])
      ),
      short(await between(at('apps'), at('infra'), source)),
    ]).toEqual([moved, moved, moved]);
  });

  it('puts first what must not be missed', async () => {
    const object = (apiVersion: string, kind: string, name: string, value = '1') => ({
      ...configMap(name, { value }),
      apiVersion,
      kind,
    });
    const lines = await between(
      {
        [ks]: {
          objects: [
            configMap('a-gone'),
            configMap('b-edited', { a: '1' }),
            object('v1', 'PersistentVolumeClaim', 'z-data'),
          ],
        },
      },
      {
        [ks]: {
          objects: [
            configMap('b-edited', { a: '2' }),
            configMap('a-new'),
            object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'y-role'),
          ],
        },
      }
    );
    expect(short(lines).map(line => line.split(' ')[1])).toEqual([
      'z-data',
      'y-role',
      'a-gone',
      'b-edited',
      'a-new',
    ]);
  });

  it('says what Flux does with what is rendered no more', async () => {
    const kept = (key: string, value: string) =>
      configMap(value, {}, { annotations: { [`kustomize.toolkit.fluxcd.io/${key}`]: value } });
    const objects = [configMap('plain'), kept('prune', 'disabled'), kept('ssa', 'ignore')];
    const pruned = await between({ [ks]: { objects } }, { [ks]: {} });
    const unpruned = await between({ [ks]: { objects } }, { [ks]: { prune: false } });
    expect([short(pruned), short(unpruned)]).toEqual([
      [
        `${ks} disabled deleted left-behind`,
        `${ks} ignore deleted left-behind`,
        `${ks} plain deleted deleted`,
      ],
      [
        `${ks} disabled deleted left-behind`,
        `${ks} ignore deleted left-behind`,
        `${ks} plain deleted left-behind`,
      ],
    ]);
  });

  it('follows a removed child all the way down, by prune and deletionPolicy', async () => {
    const tree = (
      media: Rendered[string] = {},
      annotations?: Record<string, string>
    ): Rendered => ({
      [ks]: { objects: [childKustomization('media', annotations)] },
      'flux-system/media': {
        parent: ks,
        objects: [configMap('film'), childKustomization('deep')],
        ...media,
      },
      'flux-system/deep': { parent: 'flux-system/media', objects: [configMap('song')] },
    });
    const removed = async (...args: Parameters<typeof tree>) =>
      short(await between(tree(...args), { [ks]: {} })).map(line =>
        line.replaceAll('flux-system/', '')
      );
    const all = (media: string, below: string) => [
      `media deleted ${media}`,
      `deep deleted ${below}`,
      `apps media deleted ${media}`,
      `deep song deleted ${below}`,
      `media deep deleted ${below}`,
      `media film deleted ${below}`,
    ];
    const sorted = (lines: string[]) => [...lines].sort();
    expect(sorted(await removed())).toEqual(sorted(all('deleted', 'deleted')));
    expect(sorted(await removed({ prune: false }))).toEqual(sorted(all('deleted', 'left-behind')));
    expect(sorted(await removed({ prune: false, deletionPolicy: 'Delete' }))).toEqual(
      sorted(all('deleted', 'deleted'))
    );
    expect(sorted(await removed({ deletionPolicy: 'Orphan' }))).toEqual(
      sorted(all('deleted', 'left-behind'))
    );
    const isKept = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
    expect(sorted(await removed({}, isKept))).toEqual(sorted(all('left-behind', 'left-behind')));
  });

  it('calls nothing deleted that a suspended Kustomization would let go', async () => {
    const lines = await between(
      {
        [ks]: { objects: [childKustomization('media')] },
        'flux-system/media': { parent: ks, objects: [configMap('film')] },
      },
      { [ks]: {} },
      apps,
      [liveKustomization('apps'), liveKustomization('media', 'a', { suspend: true })]
    );
    expect(short(lines)).toContain('flux-system/media film deleted left-behind');
  });

  it('compares nothing of what one side could not build, nor of what is below it', async () => {
    const film = { parent: ks, objects: [configMap('film')] };
    const good: Rendered = {
      [ks]: { objects: [configMap('a'), childKustomization('media')] },
      'flux-system/media': film,
    };
    const broken = { [ks]: { failure: 'kustomize: no such file' } };
    expect(await between(good, broken)).toEqual([
      {
        type: 'kustomization',
        name: ks,
        change: 'failed',
        side: 'to',
        message: 'kustomize: no such file',
      },
      {
        type: 'kustomization',
        name: 'flux-system/media',
        change: 'not-rendered',
        side: 'to',
        message: `${ks}, which renders it, could not be built`,
      },
    ]);
    expect(short(await between(broken, good))).toEqual([
      `${ks} failed from`,
      'flux-system/media not-rendered from',
    ]);
  });

  it('says which side lacks variables, and what came and went', async () => {
    const isPartial = 'Secret/flux-system/vars may not be read';
    const [a, b]: Rendered[] = [{ [ks]: {} }, { [ks]: { isPartial } }];
    const child = { parent: ks };
    expect([
      short(await between(a!, b!)),
      short(await between(b!, b!)),
      short(await between(a!, { ...a, 'flux-system/new': child })),
    ]).toEqual([[`${ks} partial to`], [`${ks} partial`], ['flux-system/new created']]);
  });

  it('compares what each applied with what the source serves, unless told otherwise', async () => {
    const at = (value: string): Rendered => ({
      [ks]: { objects: [configMap('of-apps', { value })] },
      'flux-system/behind': { parent: ks, objects: [configMap('of-behind', { value })] },
      'flux-system/fresh': { parent: ks, objects: [configMap('of-fresh', { value })] },
    });
    const ledger = await createRevisionLedger(
      ['a', 'b', 'c'].map(letter => ({ letter, rendered: at(letter) }))
    );
    const kustomizations = [
      liveKustomization('apps', 'b'),
      liveKustomization('behind', 'a'),
      liveKustomization('fresh'),
    ];
    const lines = await read({ ledger, kustomizations, served: 'c' });
    const [head, ...rest] = lines as [ChangesHead, ...ChangesLine[]];
    expect([head.from, head.to.revision]).toEqual([
      {
        revision: revisionOf('b'),
        seenAt: 2000,
        others: { 'flux-system/behind': revisionOf('a'), 'flux-system/fresh': '' },
      },
      revisionOf('c'),
    ]);
    expect(short(rest)).toEqual([
      'flux-system/fresh created',
      'flux-system/apps of-apps changed',
      'flux-system/behind of-behind changed',
      'flux-system/fresh of-fresh created',
    ]);
    const left = rest.flatMap(line => (line.type === 'object' ? [line.left?.data] : []));
    expect(left).toEqual([{ value: 'b' }, { value: 'a' }, undefined]);
  });

  it('compares nothing of a child whose applied revision the ledger does not have', async () => {
    const at: Rendered = {
      [ks]: { objects: [configMap('a')] },
      'flux-system/old': { parent: ks, objects: [configMap('b')] },
    };
    const ledger = await createRevisionLedger([{ letter: 'c', rendered: at }]);
    const kustomizations = [liveKustomization('apps', 'c'), liveKustomization('old', 'a')];
    const lines = await read({ ledger, kustomizations, served: 'c' });
    expect(lines.slice(1, -1)).toEqual([
      {
        type: 'kustomization',
        name: 'flux-system/old',
        change: 'not-rendered',
        side: 'from',
        message: `it applied ${revisionOf('a')}, which the ledger does not have`,
      },
    ]);
  });

  it('says of a revision without a rendering why there is none', async () => {
    const ledger = await createRevisionLedger([
      { letter: 'a', rendered: { [ks]: { objects: [configMap('a')] } } },
      { letter: 'b', problem: 'the artifact has another digest' },
    ]);
    expect((await read({ ledger }, { from, to })).slice(1)).toEqual([
      {
        type: 'kustomization',
        name: ks,
        change: 'not-rendered',
        side: 'to',
        message: 'the artifact has another digest',
      },
      { type: 'end', objects: 0 },
    ]);
  });

  it('finds a Kustomization that is not in the cluster in the trees', async () => {
    const ledger = await createRevisionLedger([
      { letter: 'a', rendered: { [ks]: { objects: [configMap('a')] } } },
      { letter: 'b', rendered: {} },
    ]);
    const lines = await read({ ledger, kustomizations: [] }, { from, to });
    expect(short(lines)).toEqual([`${ks} deleted deleted`, `${ks} a deleted deleted`]);
  });

  it('takes the beginning of a hash for a revision', async () => {
    const ledger = await createRevisionLedger([
      { letter: 'a', rendered: { [ks]: {} } },
      { letter: 'b', rendered: { [ks]: { objects: [configMap('a')] } } },
    ]);
    const lines = await read({ ledger }, { from: 'aaaaaaa', to: 'bbbbbbbbb' });
    expect(short(lines)).toEqual([`${ks} a created`]);
  });

  it.each([
    ['nonsense', {}, 'bad-request: of: must be KIND/NAMESPACE/NAME'],
    ['HelmRelease/a/b', {}, 'bad-request: of: must be KIND/NAMESPACE/NAME'],
    ['Kustomization/a/__proto__', {}, 'bad-request: of: must be'],
    ['Kustomization/a/nobody', {}, 'not-found: Kustomization/a/nobody: not in the cluster'],
    ['GitRepository/a/nobody', {}, 'not-found: GitRepository/a/nobody: no such source'],
    [
      apps,
      { from: revisionOf('9') },
      `not-found: ${source}: revision ${revisionOf(
        '9'
      )} is not known here: the ledger has 2 revisions since 1970-01-01T00:00:01.000Z, the newest is ${revisionOf(
        'b'
      )}`,
    ],
  ])('refuses %s %j by name', async (of, query, message) => {
    const ledger = await createRevisionLedger([
      { letter: 'a', rendered: { [ks]: {} } },
      { letter: 'b', rendered: { [ks]: {} } },
    ]);
    const said = await read({ ledger }, { of, from, to, ...query }).then(
      () => '',
      (error: Error) => error.message
    );
    expect(said).toMatch(new RegExp(message.replace(/[()[\]$?+]/g, '\\$&')));
  });

  it('asks for patience while the newest revision is being rendered', async () => {
    const ledger = await createRevisionLedger([{ letter: 'a', rendered: { [ks]: {} } }]);
    const reply = await answersOf({ ledger, served: 'b' }).changes({ of: apps, from });
    expect(reply).toEqual({
      refusal: {
        code: 'unavailable',
        message: `${source}: ${revisionOf('b')} is being rendered: ask again in a moment`,
      },
    });
  });

  it('is named by its content', async () => {
    const world = async (value: string) => {
      const ledger = await createRevisionLedger([
        { letter: 'a', rendered: { [ks]: {} } },
        { letter: 'b', rendered: { [ks]: { objects: [configMap('a', { value })] } } },
      ]);
      const reply = await answersOf({ ledger }).changes({ of: apps, from, to });
      return 'answer' in reply ? reply.answer.digest : undefined;
    };
    const [one, again, other] = [await world('1'), await world('1'), await world('2')];
    expect([one === again, one === other]).toEqual([true, false]);
  });

  it('reads objects a few at a time, as they are taken', async () => {
    const objects = Array.from({ length: 200 }, (_, index) => configMap(`c${index}`));
    const ledger = await createRevisionLedger([
      { letter: 'a', rendered: { [ks]: {} } },
      { letter: 'b', rendered: { [ks]: { objects } } },
    ]);
    let read = 0;
    const counting: Ledger = {
      ...ledger,
      objects(hashes) {
        read += hashes.length;
        return ledger.objects(hashes);
      },
    };
    const reply = await answersOf({ ledger: counting }).changes({ of: apps, from, to });
    if (!('answer' in reply)) throw new Error('refused');
    const lines = reply.answer.lines[Symbol.asyncIterator]();
    for (let taken = 0; taken < 10; taken++) await lines.next();
    const atTen = read;
    await lines.return?.();
    expect([atTen <= 32, read]).toEqual([true, atTen]);
  });

  it('reads no further when nobody waits', async () => {
    const ledger = await createRevisionLedger([
      { letter: 'a', rendered: { [ks]: {} } },
      { letter: 'b', rendered: { [ks]: { objects: [configMap('a')] } } },
    ]);
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(answersOf({ ledger }).changes({ of: apps, from, to, signal })).rejects.toThrow(
      'gone'
    );
  });
});
