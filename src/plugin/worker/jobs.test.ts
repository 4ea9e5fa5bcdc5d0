import { describe, expect, it } from 'vitest';
import {
  changesHead,
  objectLine,
  rendered,
  toPieces,
  toStream,
} from '../../../test/fixtures/changeStream.ts';
import type { Progress } from './changeSet.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { answer } from './message.ts';

const masked = (digit: string) => `lumen:masked:0badcafe${digit.repeat(24)}`;
const radarr = (image: string) =>
  rendered('apps/v1', 'Deployment', 'radarr', {
    spec: { template: { spec: { containers: [{ name: 'radarr', image }] } } },
  });
const api = (digit: string) =>
  rendered('v1', 'Secret', 'radarr-api', { data: { key: masked(digit) } });
const budget = rendered('policy/v1', 'PodDisruptionBudget', 'radarr', {
  spec: { minAvailable: 1 },
});
const lines = [
  objectLine(api('a'), api('b'), { file: 'apps/secret.yaml' }),
  objectLine(radarr('radarr:6.0.8'), radarr('radarr:6.0.9'), { was: 'flux-system/media' }),
  objectLine(undefined, budget),
  objectLine(budget, undefined, { kustomization: 'flux-system/old', fate: 'left-behind' }),
];
const look = { mode: 'unified', noise: false, opened: [] } as const;

function readAll(jobs: Jobs, text: string, size = 700): Progress[] {
  return [
    ...toPieces(text, size).map(piece => jobs.read({ set: 1, pieces: [piece] })),
    jobs.finish({ set: 1 }),
  ];
}
const entriesOf = (all: Progress[]) => all.flatMap(({ entries }) => entries);

describe('a change set', () => {
  it('hides no noise of a rule that was taken away before it was opened', () => {
    const labelled = (chart: string) =>
      rendered('v1', 'ConfigMap', 'radarr', {
        metadata: { name: 'radarr', labels: { 'helm.sh/chart': chart } },
      });
    const text = toStream([objectLine(labelled('a-1'), labelled('a-2'))]);
    const jobs = createJobs();
    expect(entriesOf(readAll(jobs, text)).map(({ change }) => change)).toEqual(['same']);
    jobs.close({ set: 1 });
    jobs.notNoise(['N6']);
    expect(entriesOf(readAll(jobs, text)).map(({ change }) => change)).toEqual(['changed']);
  });

  it('tells of each object what the tree shows, and keeps the object', () => {
    const all = readAll(createJobs(), toStream(lines));
    expect(all.find(({ head }) => head)?.head).toEqual({
      ...changesHead,
      counts: { ...changesHead.counts, objects: 4 },
    });
    expect(all.at(-1)).toMatchObject({ isWhole: true, unreadable: 0 });
    const entries = entriesOf(all);
    expect(
      entries.map(({ key, change, fields, secrets }) => [key, change, fields, secrets])
    ).toEqual([
      ['/Secret/media/radarr-api', 'changed', 1, 1],
      ['apps/Deployment/media/radarr', 'changed', 1, 0],
      ['policy/PodDisruptionBudget/media/radarr', 'created', 0, 0],
      ['policy/PodDisruptionBudget/media/radarr@flux-system/old', 'deleted', 0, 0],
    ]);
    expect(entries.map(({ id, file, was, fate }) => [id, file, was, fate])).toEqual([
      [0, 'apps/secret.yaml', undefined, undefined],
      [1, undefined, 'flux-system/media', undefined],
      [2, undefined, undefined, undefined],
      [3, undefined, undefined, 'left-behind'],
    ]);
    expect(JSON.stringify(all)).not.toContain('radarr:6.0.9');
  });

  it('gives an object’s rows as soon as its line has come', () => {
    const stream = toStream(lines);
    const first = stream.slice(0, stream.indexOf('\n', stream.indexOf('\n') + 1) + 1);
    const jobs = createJobs();
    const progress = jobs.read({ set: 1, pieces: [new TextEncoder().encode(first)] });
    expect(progress.entries.map(({ ref }) => ref.kind)).toEqual(['Secret']);
  });

  it('says that a stream broke off: without its end, in mid-line, or short of objects', () => {
    const stream = toStream(lines);
    const cut = stream.split('\n');
    const without = `${cut.slice(0, -2).join('\n')}\n`;
    const short = `${[...cut.slice(0, 2), ...cut.slice(3)].join('\n')}`;
    for (const [text, objects] of [
      [without, 4],
      [stream.slice(0, stream.length - 60), 3],
      [short, 3],
    ] as const) {
      const all = readAll(createJobs(), text);
      expect(all.at(-1)).toMatchObject({ isWhole: false, unreadable: 0 });
      expect(entriesOf(all)).toHaveLength(objects);
    }
  });

  it('counts lines that it cannot read, ignores those it does not know, and goes on', () => {
    const [head, ...others] = toStream(lines).split('\n');
    const odd = [head, '{"type":"object"', '{"type":"weather"}', 'null', ...others].join('\n');
    const all = readAll(createJobs(), odd);
    expect(all.reduce((sum, { unreadable }) => sum + unreadable, 0)).toBe(2);
    expect(entriesOf(all)).toHaveLength(4);
    expect(all.at(-1)?.isWhole).toBe(true);
  });

  it('gives a window of an object’s text, with the changed words marked', () => {
    const jobs = createJobs();
    readAll(jobs, toStream(lines));
    const { rows, total, changes } = jobs.text({ set: 1, entry: 1, look, from: 0, count: 100 });
    expect(rows).toHaveLength(total);
    const [at] = changes;
    expect(
      rows.slice(at, at! + 2).map(({ kind, left, right }) => [kind, left?.text, right?.text])
    ).toEqual([
      ['removed', expect.stringContaining('image: radarr:6.0.8'), undefined],
      ['added', undefined, expect.stringContaining('image: radarr:6.0.9')],
    ]);
    expect(jobs.text({ set: 1, entry: 1, look, from: at!, count: 1 }).rows).toEqual([rows[at!]]);
  });

  it('finds objects by kind, name, file, Kustomization and value, all words of the query', () => {
    const jobs = createJobs();
    readAll(jobs, toStream(lines));
    const search = (query: string) => jobs.search({ set: 1, query });
    expect(search('deployment radarr')).toEqual([1]);
    expect(search('image: radarr:6.0.8')).toEqual([1]);
    expect(search('secret.yaml')).toEqual([0]);
    expect(search('flux-system/old')).toEqual([3]);
    expect(search('MEDIA/RADARR')).toEqual([0, 1, 2, 3]);
    expect(search('left')).toEqual([]);
    expect(search('aaaaaaaa')).toEqual([]);
  });

  it('writes the chosen objects as one patch', () => {
    const jobs = createJobs();
    readAll(jobs, toStream(lines));
    const patch = jobs.patch({ set: 1, entries: [1, 2] });
    expect(patch).toMatch(/^-.*image: radarr:6\.0\.8$/m);
    expect(patch).toMatch(/^\+.*image: radarr:6\.0\.9$/m);
    expect(patch).toMatch(/^--- \/dev\/null$/m);
    expect(patch).not.toContain('Secret');
  });

  it('is gone once it is closed', () => {
    const jobs = createJobs();
    readAll(jobs, toStream(lines));
    jobs.close({ set: 1 });
    const input = { set: 1, entry: 1, look, from: 0, count: 1 };
    expect(answer(jobs, { id: 7, job: 'text', input })).toEqual({
      id: 7,
      error: 'There is no entry 1 of 0.',
    });
  });
});

it('writes YAML', () => {
  const shared = { a: 1 };
  expect(createJobs().yaml({ one: shared, two: shared })).toBe('one:\n  a: 1\ntwo:\n  a: 1\n');
});
