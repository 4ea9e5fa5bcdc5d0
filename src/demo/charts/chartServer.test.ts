import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packChart, readChart } from './chartArchive.ts';
import { type ChartServer, startChartServer } from './chartServer.ts';

let server: ChartServer;

beforeEach(async () => {
  server = await startChartServer();
});
afterEach(() => server.close());

const metadata = (version: string) => `apiVersion: v2\nname: podinfo\nversion: ${version}\n`;
const chartOf = (version: string) =>
  packChart({ 'templates/one.yaml': 'kind: ConfigMap\n', 'Chart.yaml': metadata(version) });

describe('a chart', () => {
  it('has the same bytes for the same files', async () => {
    expect((await chartOf('1.0.0')).digest).toBe((await chartOf('1.0.0')).digest);
  });

  it('is read from its archive', async () => {
    const packed = await chartOf('1.2.3-rc.1+build');
    expect(await readChart(packed.archive)).toEqual({
      name: 'podinfo',
      version: '1.2.3-rc.1+build',
      metadata: { apiVersion: 'v2', name: 'podinfo', version: '1.2.3-rc.1+build' },
      archive: packed.archive,
      digest: packed.digest,
    });
  });

  it.each([
    ['name: ../up\nversion: 1.0.0\n', 'name: "../up"'],
    ['name: one\nversion: new\n', 'version: "new"'],
    ['', 'name: undefined'],
  ])('with the metadata %j is refused by what is wrong with it', async (text, says) => {
    await expect(packChart({ 'Chart.yaml': text })).rejects.toThrow(says);
  });
});

describe('the chart server', () => {
  it('lists each version with a relative URL and the digest of its archive', async () => {
    const [one, two] = [await chartOf('1.0.0'), await chartOf('1.1.0+x')];
    server.add(one, two);
    const index = parse(await (await fetch(`${server.url}/index.yaml`)).text());
    const usual = { apiVersion: 'v2', name: 'podinfo', created: expect.any(String) };
    expect(index).toEqual({
      apiVersion: 'v1',
      generated: expect.any(String),
      entries: {
        podinfo: [
          { ...usual, version: '1.0.0', digest: one.digest, urls: ['podinfo-1.0.0.tgz'] },
          { ...usual, version: '1.1.0+x', digest: two.digest, urls: ['podinfo-1.1.0+x.tgz'] },
        ],
      },
    });
    const got = await fetch(`${server.url}/podinfo-1.1.0%2Bx.tgz`);
    expect(Buffer.from(await got.arrayBuffer()).equals(two.archive)).toBe(true);
  });

  it('forgets a version that is removed', async () => {
    server.add(await chartOf('1.0.0'));
    server.remove('podinfo', '1.0.0');
    const [index, archive] = await Promise.all([
      fetch(`${server.url}/index.yaml`).then(answer => answer.text()),
      fetch(`${server.url}/podinfo-1.0.0.tgz`),
    ]);
    expect([parse(index).entries, archive.status]).toEqual([{}, 404]);
  });

  it('serves nothing beside, and lets nobody write', async () => {
    const statuses = await Promise.all([
      fetch(`${server.url}/`).then(({ status }) => status),
      fetch(`${server.url}/../index.yaml/x`).then(({ status }) => status),
      fetch(`${server.url}/%zz`).then(({ status }) => status),
      fetch(`${server.url}/index.yaml`, { method: 'PUT' }).then(({ status }) => status),
    ]);
    expect(statuses).toEqual([404, 404, 404, 405]);
  });

  it('asks for credentials from the moment on that it is protected', async () => {
    server.protect({ username: 'flux', password: 'right' });
    const ask = (authorization?: string) =>
      fetch(`${server.url}/index.yaml`, authorization ? { headers: { authorization } } : {});
    const basic = (password: string) => `Basic ${btoa(`flux:${password}`)}`;
    const answers = [await ask(), await ask(basic('wrong')), await ask(basic('right'))];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 200]);
    expect(answers[0]?.headers.get('www-authenticate')).toMatch(/^Basic realm="charts"/);
  });
});
