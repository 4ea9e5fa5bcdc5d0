import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packChart, readChart } from '../../src/demo/charts/chartArchive.ts';
import { type ChartServer, startChartServer } from '../../src/demo/charts/chartServer.ts';
import { type OracleCommands, startOracleCommands } from './oracleCommand.ts';

let commands: OracleCommands;
let charts: ChartServer;
const run = (...args: string[]) => commands.run('helm', ...args);

beforeAll(async () => {
  commands = await startOracleCommands();
  charts = await startChartServer({ credentials: { username: 'flux', password: 'right' } });
  const versions = ['1.0.0', '1.10.0', '1.9.0', '2.0.0-rc.1'];
  charts.add(...(await Promise.all(versions.map(version => packChart(filesOf(version))))));
}, 600_000);
afterAll(() => Promise.all([charts.close(), commands.close()]));

const filesOf = (version: string) => ({
  'Chart.yaml': `apiVersion: v2\nname: podinfo\nversion: ${version}\ndescription: A test\n`,
  'values.yaml': 'color: blue\n',
  'templates/one.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {color: "{{ .Values.color }}"}\n',
});

describe('helm', () => {
  it('is refused without credentials', async () => {
    await expect(run('repo', 'add', 'lumen', charts.url)).rejects.toThrow(/401/);
  });

  it('adds the repository, searches it, and takes the newest version that fits', async () => {
    await run('repo', 'add', 'lumen', charts.url, '--username', 'flux', '--password', 'right');
    const found = JSON.parse(await run('search', 'repo', 'lumen', '--versions', '-o', 'json'));
    expect(found.map(({ version }: { version: string }) => version)).toEqual([
      '1.10.0',
      '1.9.0',
      '1.0.0',
    ]);
    await run('pull', 'lumen/podinfo', '--version', '<1.10', '-d', '.');
    const pulled = await readChart(await readFile(join(commands.folder, 'podinfo-1.9.0.tgz')));
    expect(pulled).toEqual(await packChart(filesOf('1.9.0')));
    const rendered = await run('template', 'it', 'lumen/podinfo', '--set', 'color=red');
    expect(rendered).toMatch(/data: \{color: "red"\}/);
  });

  it('packs a chart that is read and served like our own', async () => {
    await run('create', 'made');
    await run('package', 'made', '--version', '0.3.0');
    const made = await readChart(await readFile(join(commands.folder, 'made-0.3.0.tgz')));
    charts.add(made);
    await run('repo', 'update', 'lumen');
    expect([made.name, made.version]).toEqual(['made', '0.3.0']);
    expect(await run('show', 'chart', 'lumen/made')).toMatch(/^version: 0.3.0$/m);
  });
});
