import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { commitLink, compareLink, fileLink, type Forge, readForge } from './forge.ts';

const configMap = (data: Record<string, string>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'forge', namespace: 'flux-system' },
  data,
});
const forgeOf = (data: Record<string, string>) => readForge(configMap(data)).forge;

describe('a link to the forge', () => {
  it('leads to a commit where the host tells its forge', () => {
    const urls = [
      'https://github.com/org/app.git',
      'ssh://git@gitea.example.org:2222/hd/homelab.git',
      'https://me:secret@gitlab.example.org/group/sub/app',
      'https://gitlab.example.org:8443/group/app/',
      'https://bitbucket.org/team/app.git',
      'https://bitbucket.example.org/scm/team/app.git',
      'http://127.0.0.1:3000/hd/homelab.git',
      'javascript://github.com/%0aalert(1)//x',
      'nonsense',
    ];
    expect(urls.map(url => commitLink(url, 'abc'))).toEqual([
      'https://github.com/org/app/commit/abc',
      'https://gitea.example.org/hd/homelab/commit/abc',
      'https://gitlab.example.org/group/sub/app/-/commit/abc',
      'https://gitlab.example.org:8443/group/app/-/commit/abc',
      'https://bitbucket.org/team/app/commits/abc',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('leads to a file at a commit, and to what lies between two', () => {
    const urls = ['github.com', 'gitlab.com', 'codeberg.org', 'bitbucket.org'].map(
      host => `https://${host}/org/app`
    );
    const at = { hash: 'abc', file: './flux/apps/radarr.yaml' };
    expect(urls.map(url => fileLink(url, at))).toEqual([
      'https://github.com/org/app/blob/abc/flux/apps/radarr.yaml',
      'https://gitlab.com/org/app/-/blob/abc/flux/apps/radarr.yaml',
      'https://codeberg.org/org/app/src/commit/abc/flux/apps/radarr.yaml',
      'https://bitbucket.org/org/app/src/abc/flux/apps/radarr.yaml',
    ]);
    expect(urls.map(url => compareLink(url, { from: 'abc', to: 'def' }))).toEqual([
      'https://github.com/org/app/compare/abc...def',
      'https://gitlab.com/org/app/-/compare/abc...def',
      'https://codeberg.org/org/app/compare/abc...def',
      'https://bitbucket.org/org/app/branches/compare/def%0Dabc',
    ]);
  });

  it('keeps to its folder, whatever a file is called', () => {
    const at = (file: string) => fileLink('https://github.com/org/app', { hash: 'abc', file });
    expect(at('a b/#1?x=<y>.yaml')).toBe(
      'https://github.com/org/app/blob/abc/a%20b/%231%3Fx%3D%3Cy%3E.yaml'
    );
    expect(at('../../../evil')).toBeUndefined();
  });
});

describe('a forge that the cluster names', () => {
  const url = 'ssh://git@git.home.lan:2222/hd/homelab.git';

  it('is taken by its type, or by templates of its own, for the repositories that it says', () => {
    const gitea = forgeOf({ repositories: 'https://git.home.lan/', type: 'Forgejo' });
    expect(commitLink(url, 'abc', [gitea!])).toBe('https://git.home.lan/hd/homelab/commit/abc');
    const own = forgeOf({
      repositories: 'git.home.lan/hd',
      type: 'gitea',
      commit: 'http://code.home.lan:8080/?p={path}&h={hash}',
    });
    const both: Forge[] = [gitea!, own!];
    expect(commitLink(url, 'abc', both)).toBe('http://code.home.lan:8080/?p=hd/homelab&h=abc');
    expect(fileLink(url, { hash: 'abc', file: 'a.yaml' }, both)).toBe(
      'https://git.home.lan/hd/homelab/src/commit/abc/a.yaml'
    );
    expect(commitLink('https://git.home.lan/hd2/x', 'abc', [own!])).toBeUndefined();
  });

  it.each([
    ['javascript:alert({hash})'],
    ['data:text/html,{hash}'],
    ['JavaScript://git.home.lan/%0aalert(1)//{hash}'],
    ['ftp://git.home.lan/{hash}'],
    ['//evil.example/{hash}'],
    ['https://{path}/{hash}'],
    ['https://{host}.evil.example/{hash}'],
    ['https://me:secret@git.home.lan/{hash}'],
    ['https://git.home.lan\\@evil.example/{hash}'],
    ['https://git.home.lan/{sha}'],
    ['https://git.home.lan/ {hash}'],
  ])('refuses the template %s, names it, and links nothing', template => {
    const configured = configMap({ repositories: 'git.home.lan', commit: template });
    const { forge, problems } = readForge(configured);
    expect(problems).toEqual([{ configMap: 'flux-system/forge', key: 'commit', value: template }]);
    expect(commitLink(url, 'abc', [forge!])).toBeUndefined();
    const unread = { repositories: 'git.home.lan', templates: { commit: template } };
    expect(commitLink(url, 'abc', [unread])).toBeUndefined();
  });

  it('without a host is none, and of an unknown type has only its own templates', () => {
    expect(readForge(configMap({ type: 'gitea' }))).toEqual({
      problems: [{ configMap: 'flux-system/forge', key: 'repositories', value: '' }],
    });
    expect(readForge(configMap({ repositories: 'git.home.lan', type: 'constructor' }))).toEqual({
      forge: { repositories: 'git.home.lan', templates: {} },
      problems: [{ configMap: 'flux-system/forge', key: 'type', value: 'constructor' }],
    });
  });
});
