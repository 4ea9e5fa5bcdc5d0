import { expect, it } from 'vitest';
import { toGitMessage } from './gitFailure.ts';

const url = 'http://127.0.0.1:1/hd/homelab.git';

it('says in the words of Flux what Git said', () => {
  const said = [
    `fatal: unable to access '${url}/': Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server`,
    `fatal: could not read Username for 'http://127.0.0.1:1': terminal prompts disabled`,
    `fatal: Authentication failed for '${url}/'`,
    `fatal: repository '${url}/' not found`,
    `remote: no repository hd/homelab\nfatal: repository '${url}/' not found`,
    'git ls-remote: not done within 60 s',
    'fatal: early EOF\nfatal: index-pack failed',
  ];
  expect(said.map(text => toGitMessage(text, url, false))).toEqual([
    `unable to clone '${url}': Get "${url}/info/refs?service=git-upload-pack": dial tcp 127.0.0.1:1: connect: connection refused`,
    `unable to clone '${url}': authentication required`,
    `unable to clone '${url}': authentication required: Authentication failed for '${url}/'`,
    `unable to clone '${url}': repository not found`,
    `unable to clone '${url}': repository not found: no repository hd/homelab\n`,
    `unable to clone '${url}': context deadline exceeded`,
    `unable to clone '${url}': early EOF`,
  ]);
});
