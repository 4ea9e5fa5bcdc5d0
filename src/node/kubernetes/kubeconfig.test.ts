import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readInClusterAccess, readKubeconfig } from './kubeconfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'lumen-kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true }));

const base64 = (text: string) => Buffer.from(text).toString('base64');

function kubeconfig(user: unknown, cluster: object = {}): string {
  return stringify({
    'current-context': 'noah',
    contexts: [{ name: 'noah', context: { cluster: 'noah', user: 'admin' } }],
    clusters: [{ name: 'noah', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
    users: [{ name: 'admin', user }],
  });
}

it('reads server, authority, certificate and token of the current context', async () => {
  writeFileSync(join(folder, 'key.pem'), 'KEY');
  const { token, ...access } = readKubeconfig(
    kubeconfig(
      { token: 'abc', 'client-certificate-data': base64('CERT'), 'client-key': 'key.pem' },
      { 'certificate-authority-data': base64('CA') }
    ),
    { folder }
  );
  expect({ ...access, token: await token?.() }).toEqual({
    server: 'https://10.0.0.1:6443',
    ca: 'CA',
    clientCertificate: { cert: 'CERT', key: 'KEY' },
    token: 'abc',
  });
});

it('prefers the token of a file to the token beside it', async () => {
  writeFileSync(join(folder, 'token'), 'of the file\n');
  const access = readKubeconfig(kubeconfig({ token: 'old', tokenFile: 'token' }), { folder });
  expect(await access.token?.()).toBe('of the file');
});

it('asks an exec plugin once, until its token ends', async () => {
  const runs = join(folder, 'runs');
  const credential = (expires: string) =>
    JSON.stringify({ status: { token: 'T', expirationTimestamp: expires } });
  const access = (expires: string) =>
    readKubeconfig(
      kubeconfig({
        exec: {
          command: 'sh',
          args: ['-c', `echo "$WHO" >> ${runs}; echo '${credential(expires)}'`],
          env: [{ name: 'WHO', value: 'me' }],
        },
      })
    );
  const lasting = access('2999-01-01T00:00:00Z');
  expect(await Promise.all([lasting.token?.(), lasting.token?.()])).toEqual(['T', 'T']);
  const ended = access('2001-01-01T00:00:00Z');
  await ended.token?.();
  await ended.token?.();
  expect(readFileSync(runs, 'utf8')).toBe('me\nme\nme\n');
});

it('says why an exec plugin gave no token', async () => {
  const failing = (script: string) =>
    readKubeconfig(kubeconfig({ exec: { command: 'sh', args: ['-c', script] } })).token?.();
  await expect(failing('echo sign in first >&2; exit 1')).rejects.toThrow(
    'exec plugin sh: exit code 1: sign in first'
  );
  await expect(failing('echo no')).rejects.toThrow('exec plugin sh: its answer is not JSON');
  await expect(failing('echo {}')).rejects.toThrow('exec plugin sh: answered no status.token');
});

it('names what is missing or not supported', () => {
  const read = (text: string, context?: string) => () => readKubeconfig(text, { context });
  expect(read(kubeconfig({}), 'other')).toThrow('kubeconfig: no context other, only noah');
  expect(read('{}')).toThrow('kubeconfig: no current-context; name one of none');
  expect(read(kubeconfig({ 'client-certificate-data': base64('C') }))).toThrow(
    'kubeconfig: user admin has a client certificate without its key'
  );
  expect(read(kubeconfig({ as: 'root' }))).toThrow(
    'kubeconfig: user admin uses as, which is not supported'
  );
  expect(read(kubeconfig({}, { server: '' }))).toThrow('kubeconfig: cluster noah names no server');
});

it('says that it is not in a cluster', async () => {
  await expect(readInClusterAccess()).rejects.toThrow(/^not in a cluster: .*use --kubeconfig$/);
});

it('says of what is no YAML where, and repeats nothing of it', () => {
  expect(() => readKubeconfig('users: [ {token: s3cret}')).toThrow(
    /^kubeconfig: not YAML: (?!.*s3cret).* at line 1, column \d+:$/
  );
});
