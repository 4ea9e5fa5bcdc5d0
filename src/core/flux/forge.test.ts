import { expect, it } from 'vitest';
import { commitLink } from './forge.ts';

it('links a commit where the host tells its forge', () => {
  const urls = [
    'https://github.com/org/app.git',
    'ssh://git@gitea.example.org:2222/hd/homelab.git',
    'https://me:secret@gitlab.example.org/group/sub/app',
    'https://bitbucket.org/team/app.git',
    'http://127.0.0.1:3000/hd/homelab.git',
    'nonsense',
  ];
  expect(urls.map(url => commitLink(url, 'abc'))).toEqual([
    'https://github.com/org/app/commit/abc',
    'https://gitea.example.org/hd/homelab/commit/abc',
    'https://gitlab.example.org/group/sub/app/-/commit/abc',
    'https://bitbucket.org/team/app/commits/abc',
    undefined,
    undefined,
  ]);
});
