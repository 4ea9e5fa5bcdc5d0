import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readKubeconfigClusters } from './kubeconfigClusters.ts';

const folder = mkdtempSync(join(tmpdir(), 'lumen-kubeconfig-clusters-'));
const file = join(folder, 'config');
afterAll(() => rmSync(folder, { recursive: true }));

const server = 'https://10.0.0.1:6443';

/** A kubeconfig of contexts that each have a cluster and a user of their own. */
function write(contexts: Record<string, { cluster?: object; user?: object }>, current?: string) {
  const entries = Object.entries(contexts);
  const config = {
    'current-context': current,
    contexts: entries.map(([name]) => ({ name, context: { cluster: name, user: name } })),
    clusters: entries.map(([name, { cluster }]) => ({ name, cluster: cluster ?? { server } })),
    users: entries.map(([name, { user }]) => ({ name, user: user ?? { token: name } })),
  };
  writeFileSync(file, stringify(config));
}

async function names(contexts?: string[]) {
  const { clusters, leftOut } = await readKubeconfigClusters(file, contexts);
  return { names: clusters.map(({ name }) => name), leftOut };
}

describe('the clusters of a kubeconfig', () => {
  it('are all its contexts, the current one first', async () => {
    write({ a: {}, b: {}, c: {} }, 'b');
    expect(await names()).toEqual({ names: ['b', 'a', 'c'], leftOut: [] });
  });

  it('are only the contexts that were named, in that order and once', async () => {
    write({ a: {}, b: {}, c: {} }, 'b');
    expect(await names(['c', 'a', 'c'])).toEqual({ names: ['c', 'a'], leftOut: [] });
  });

  it('have names that an address can hold', async () => {
    write({ 'arn:aws:eks:eu:1:cluster/noah': {}, 'a+b c': {} });
    expect(await names()).toEqual({
      names: ['arn:aws:eks:eu:1:cluster--noah', 'a-b__c'],
      leftOut: [],
    });
  });

  it('leave out contexts that cannot be used, and say why', async () => {
    write({
      good: {},
      gone: { user: { 'auth-provider': { name: 'gcp' } } },
      odd: { cluster: { server: 'nowhere' } },
      'a/b': {},
      'a--b': {},
    });
    expect(await names()).toEqual({
      names: ['good', 'a--b'],
      leftOut: [
        `${file}, context gone: user gone uses auth-provider, which is not supported.`,
        `${file}, context odd: its server "nowhere" is no http or https URL.`,
        `${file}, context a--b: another context is named a--b here already.`,
      ],
    });
  });

  const unusable = { gone: { user: { username: 'anna' } } };
  it.each([
    ['no context of it can be used', unusable, undefined, /context gone: user gone uses username/],
    ['the named one cannot', { ...unusable, good: {} }, ['gone'], /user gone uses username/],
    ['the named one is not there', { good: {} }, ['noah'], /: no context noah, only good\.$/],
    ['it has none', {}, undefined, /: it names no contexts/],
  ])('are an error of one line where %s', async (_, contexts, named, line) => {
    write(contexts);
    await expect(readKubeconfigClusters(file, named)).rejects.toThrow(line);
  });

  it.each([
    ['there is no such file', undefined, /none: there is no such file\.$/],
    ['it is not YAML', 'a: [\n b', /^[^\n]+ at line 2, column 3\.$/],
    ['it is another text', 'hello', /: it names no contexts/],
  ])('are an error of one line where %s', async (_, text, line) => {
    if (text !== undefined) writeFileSync(file, text);
    const path = text === undefined ? join(folder, 'none') : file;
    await expect(readKubeconfigClusters(path)).rejects.toThrow(line);
  });
});
