import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packChart } from '../../src/demo/charts/chartArchive.ts';
import { type Registry, startRegistry } from '../../src/demo/registry/registry.ts';
import { runProcess } from '../../src/node/process.ts';
import { type OracleCommands, startOracleCommands } from './oracleCommand.ts';

let commands: OracleCommands;
let registry: Registry;
let other: Registry;
const run: OracleCommands['run'] = (...args) => commands.run(...args);

beforeAll(async () => {
  commands = await startOracleCommands();
  [registry, other] = await Promise.all([
    startRegistry(),
    startRegistry({ credentials: { username: 'flux', password: 'right' } }),
  ]);
}, 600_000);
afterAll(() => Promise.all([registry.close(), other.close(), commands.close()]));

/** An image of a layer with one file, as crane makes it. */
async function appendImage(name: string, text: string): Promise<string> {
  const layer = `layer-${text}`;
  await mkdir(join(commands.folder, layer), { recursive: true });
  await writeFile(join(commands.folder, layer, 'file'), text);
  await runProcess('tar', ['-cf', `${layer}.tar`, '-C', layer, 'file'], {
    cwd: commands.folder,
    env: { PATH: process.env.PATH ?? '' },
    timeout: 20_000,
  });
  await run('crane', 'append', '-f', `${layer}.tar`, '-t', name, '--insecure');
  return (await run('crane', 'digest', name, '--insecure')).trim();
}

describe('crane', () => {
  it('pushes an image, finds it by tag and digest, and has it whole', async () => {
    const name = `${registry.host}/hd/crane`;
    const digest = await appendImage(`${name}:1.0.0`, 'one');
    await run('crane', 'pull', '--insecure', `${name}@${digest}`, 'pulled.tar');
    await run('crane', 'push', '--insecure', 'pulled.tar', `${name}:again`);
    expect(await run('crane', 'validate', '--insecure', '--remote', `${name}:1.0.0`)).toMatch(
      /PASS/
    );
    expect((await run('crane', 'ls', '--insecure', name)).split('\n')).toEqual(['1.0.0', 'again']);
  });

  it('copies between repositories, which mounts what is there', async () => {
    const digest = await appendImage(`${registry.host}/hd/from:1`, 'two');
    await run(
      'crane',
      'copy',
      '--insecure',
      `${registry.host}/hd/from:1`,
      `${registry.host}/hd/to:1`
    );
    expect(await run('crane', 'digest', '--insecure', `${registry.host}/hd/to:1`)).toBe(digest);
  });

  it('pushes an index of several platforms', async () => {
    const name = `${registry.host}/hd/index`;
    await appendImage(`${name}:one`, 'three');
    await appendImage(`${name}:two`, 'four');
    const index = ['index', 'append', '--insecure', '-t', `${name}:all`];
    await run('crane', ...index, '-m', `${name}:one`, '-m', `${name}:two`);
    const manifest = JSON.parse(await run('crane', 'manifest', '--insecure', `${name}:all`));
    expect(manifest.manifests).toHaveLength(2);
  });

  it('follows the pages of a long list of tags', async () => {
    const tags = Array.from({ length: 1201 }, (_, index) => `1.0.${index}`);
    tags.forEach(tag => registry.add('hd/many', tag));
    const listed = (await run('crane', 'ls', '--insecure', `${registry.host}/hd/many`)).split('\n');
    expect(listed.sort()).toEqual(tags.sort());
  });

  it('deletes a manifest, and names what is not there', async () => {
    const name = `${registry.host}/hd/gone`;
    const digest = registry.add('hd/gone', '1');
    await run('crane', 'delete', '--insecure', `${name}@${digest}`);
    await expect(run('crane', 'digest', '--insecure', `${name}:1`)).rejects.toThrow(
      /MANIFEST_UNKNOWN|404/
    );
    await expect(run('crane', 'ls', '--insecure', `${registry.host}/hd/none`)).rejects.toThrow(
      /NAME_UNKNOWN/
    );
  });

  it('signs in where credentials are asked for, and is told so before', async () => {
    other.add('hd/app', '1');
    const list = () => run('crane', 'ls', '--insecure', `${other.host}/hd/app`);
    await expect(list()).rejects.toThrow(/UNAUTHORIZED/);
    await run('crane', 'auth', 'login', other.host, '-u', 'flux', '-p', 'right');
    expect(await list()).toBe('1');
  });
});

describe('helm', () => {
  it('pushes a chart and pulls it again', async () => {
    const chart = await packChart({
      'Chart.yaml': 'apiVersion: v2\nname: podinfo\nversion: 1.2.3\n',
      'templates/one.yaml': 'kind: ConfigMap\n',
    });
    await writeFile(join(commands.folder, 'podinfo-1.2.3.tgz'), chart.archive);
    const charts = `oci://${registry.host}/charts`;
    await run('helm', 'push', '--plain-http', 'podinfo-1.2.3.tgz', charts);
    await mkdir(join(commands.folder, 'pulled'));
    await run(
      'helm',
      'pull',
      '--plain-http',
      '-d',
      'pulled',
      `${charts}/podinfo`,
      '--version',
      '1.2.3'
    );
    const pulled = await readFile(join(commands.folder, 'pulled/podinfo-1.2.3.tgz'));
    expect(pulled.equals(chart.archive)).toBe(true);
    // The newest that fits, for which Helm lists the tags.
    const show = ['show', 'chart', '--plain-http', `${charts}/podinfo`, '--version', '^1.0.0'];
    expect(await run('helm', ...show)).toMatch(/^version: 1.2.3$/m);
  });
});

describe('flux', () => {
  it('pushes an artifact with its source and revision, tags it, and pulls it', async () => {
    const folder = join(commands.folder, 'manifests');
    await mkdir(folder);
    await writeFile(join(folder, 'one.yaml'), 'kind: ConfigMap\n');
    const at = `oci://${registry.host}/hd/manifests`;
    const said = [
      '--path',
      folder,
      '--source',
      'https://example.org/hd',
      '--revision',
      'main@sha1:1',
    ];
    await run('flux', 'push', 'artifact', `${at}:1`, ...said, '--insecure-registry');
    await run('flux', 'tag', 'artifact', `${at}:1`, '--tag', 'newest');
    const out = join(commands.folder, 'out');
    await mkdir(out);
    await run('flux', 'pull', 'artifact', `${at}:newest`, '--output', out, '--insecure-registry');
    expect(await readFile(join(out, 'one.yaml'), 'utf8')).toBe('kind: ConfigMap\n');
    const manifest = await run(
      'crane',
      'manifest',
      '--insecure',
      `${registry.host}/hd/manifests:newest`
    );
    expect(JSON.parse(manifest).annotations).toMatchObject({
      'org.opencontainers.image.source': 'https://example.org/hd',
      'org.opencontainers.image.revision': 'main@sha1:1',
    });
  });
});
