import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { runGit } from '../../node/git.ts';
import { buildKustomization } from '../../node/kustomize.ts';
import { findKustomize } from '../../node/tools.ts';
import { admit } from '../cluster/schema/admit.ts';
import { builtInTypes } from '../cluster/schema/builtIn.ts';
import { typesOfCrd } from '../cluster/schema/crd.ts';
import { fluxCrds } from '../cluster/schema/fluxCrds.ts';
import { apiVersionOf } from '../cluster/schema/resourceType.ts';
import { type GitServer, startGitServer } from '../git/gitServer.ts';
import { growHomelab, homelab, readHomelabFiles } from './homelab.ts';
import { imageBehaviour } from './images.ts';
import { operatorCrds } from './operatorCrds.ts';

const url = 'http://127.0.0.1:3000/hd/homelab.git';
let folder: string;
let servers: GitServer[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-homelab-'));
  servers = await Promise.all(
    ['one', 'two'].map(async name => {
      const git = await startGitServer({ folder: join(folder, name) });
      await growHomelab({ git, gitUrlForFlux: url });
      return git;
    })
  );
});
afterAll(async () => {
  await Promise.all(servers.map(server => server.close()));
  await rm(folder, { recursive: true, force: true });
});

async function git(server: GitServer | undefined, ...args: string[]): Promise<string> {
  return (await runGit(args, { folder: server?.folderOf(homelab) })).toString().trim();
}

/** Every file of a revision, by path. */
async function filesAt(revision: string): Promise<Map<string, string>> {
  const paths = (await git(servers[0], 'ls-tree', '-r', '--name-only', revision)).split('\n');
  const input = paths.map(path => `${revision}:${path}\n`).join('');
  const bare = servers[0]!.folderOf(homelab);
  const output = await runGit(['cat-file', '--batch'], { folder: bare, input });
  const files = new Map<string, string>();
  let at = 0;
  for (const path of paths) {
    const end = output.indexOf('\n', at);
    const size = Number(output.toString('latin1', at, end).split(' ')[2]);
    files.set(path, output.toString('utf8', end + 1, end + 1 + size));
    at = end + size + 2;
  }
  return files;
}

describe('the homelab', () => {
  it('has the same hashes whenever it grows', async () => {
    const heads = servers.map(server =>
      git(server, 'for-each-ref', '--format=%(refname) %(objectname)')
    );
    const [one, two] = await Promise.all(heads);
    expect(one).toEqual(two);
    expect(await git(servers[0], 'symbolic-ref', 'HEAD')).toBe('refs/heads/flux');
  });

  it('has two branches and many authors', async () => {
    const count = async (branch: string) =>
      Number(await git(servers[0], 'rev-list', '--count', branch));
    expect([await count('flux'), await count('main')]).toEqual([17, 5]);
    const authors = (await git(servers[0], 'log', '--all', '--format=%an <%ae>')).split('\n');
    expect([...new Set(authors)].sort()).toEqual([
      'Anna Weiss <anna@hdhomelab.com>',
      'Flux <>',
      'Hendrik Dahl <hd@hdhomelab.com>',
      'Jonas Brandt <jonas@hdhomelab.com>',
      'fluxcdbot <fluxcdbot@flux.noreply.gitea.hdhomelab.com>',
    ]);
  });

  it('names in each kustomization of each commit only files that are there', async () => {
    const commits = (await git(servers[0], 'rev-list', 'flux')).split('\n');
    const missing: string[] = [];
    for (const commit of commits) {
      const files = await filesAt(commit);
      const isThere = (path: string) =>
        files.has(path) || files.has(`${path}/kustomization.yaml`) || path === '';
      for (const [path, content] of files) {
        if (!path.endsWith('/kustomization.yaml')) continue;
        const { resources, components } = record(parse(content));
        for (const name of [...list(resources), ...list(components)]) {
          const target = join(dirname(path), String(name));
          if (!isThere(target)) missing.push(`${commit.slice(0, 7)} ${path}: ${name}`);
        }
      }
    }
    expect(missing).toEqual([]);
  });

  it('points the sync at the Git server it is told of', async () => {
    const sync = await git(
      servers[0],
      'show',
      'flux:flux/clusters/noah/flux-system/gotk-sync.yaml'
    );
    const [source, root] = parseAllDocuments(sync).map(document => record(document.toJS()));
    expect(record(source?.spec)).toEqual({ interval: '1m', ref: { branch: 'flux' }, url });
    expect(record(root?.spec).path).toBe('./flux/clusters/noah');
  });

  it('builds every layer with kustomize, of objects and images that its world has', async () => {
    const work = join(folder, 'work');
    for (const [path, content] of await readHomelabFiles(url)) {
      await mkdir(dirname(join(work, path)), { recursive: true });
      await writeFile(join(work, path), content);
    }
    const tool = await findKustomize();
    const types = [...builtInTypes, ...[...fluxCrds(), ...operatorCrds()].flatMap(typesOfCrd)];
    const counts: Record<string, number> = {};
    const strange: string[] = [];
    for (const layer of [
      'clusters/noah/flux-system',
      'infrastructure/noah',
      'infrastructure/noah/tuppr-plans',
      'monitoring/noah',
      'apps/noah',
      'clusters/vega/flux-system',
      'infrastructure/vega',
      'apps/vega',
    ]) {
      const built = await buildKustomization({
        tool,
        folder: join(work, 'flux', layer),
        allowFilesAbove: true,
      });
      const objects = parseAllDocuments(built).map(document => document.toJS() as KubernetesObject);
      counts[layer] = objects.length;
      for (const object of objects) {
        for (const image of imagesIn(object)) {
          if (imageBehaviour(image) === undefined) strange.push(`${layer}: ${image}`);
        }
        const type = types.find(
          type => type.kind === object.kind && apiVersionOf(type) === object.apiVersion
        );
        const refused = type
          ? admit(object, type)
          : { errors: ['no such kind'], unknownFields: [] };
        for (const what of [...refused.errors, ...refused.unknownFields]) {
          strange.push(`${layer}: ${object.kind} ${object.metadata.name}: ${JSON.stringify(what)}`);
        }
      }
    }
    expect(counts).toEqual({
      'clusters/noah/flux-system': 7,
      'infrastructure/noah': 39,
      'infrastructure/noah/tuppr-plans': 2,
      'monitoring/noah': 17,
      'apps/noah': 169,
      'clusters/vega/flux-system': 7,
      'infrastructure/vega': 22,
      'apps/vega': 5,
    });
    expect(strange).toEqual([]);
  });
});

/** The images of every container, wherever a pod's template lies. */
function imagesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, below]) =>
    /^(c|initC)ontainers$/.test(field)
      ? list(below).flatMap(container => text(record(container).image) ?? [])
      : imagesIn(below)
  );
}
