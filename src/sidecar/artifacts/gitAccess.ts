import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitOptions } from '../../node/git.ts';

/** How a Git server is reached: what `runGit` needs, and `close` for the files that hold keys meanwhile. */
export interface GitAccess {
  options: Pick<GitOptions, 'credentials' | 'config' | 'env'>;
  close(): Promise<void>;
}

/** A Secret's data, decoded. */
export type SecretData = Record<string, string>;

/**
 * Access to `url` as a GitRepository's Secret grants it: username and password, bearerToken, ca.crt, or identity and
 * known_hosts for SSH. Secrets travel in the environment and in private files, never in arguments.
 */
export async function createGitAccess(
  keys: string,
  url: string,
  secret?: SecretData
): Promise<GitAccess> {
  if (!secret) return { options: {}, close: async () => {} };
  await mkdir(keys, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(keys, 'git-'));
  const close = () => rm(folder, { recursive: true, force: true });
  const keep = async (name: string, content: string) => {
    const file = join(folder, name);
    await writeFile(file, content.endsWith('\n') ? content : `${content}\n`, { mode: 0o600 });
    return file;
  };
  try {
    if (url.startsWith('ssh:')) return { options: await sshOptions(secret, keep), close };
    const ca = secret['ca.crt'] ?? secret.caFile;
    const config: Record<string, string> = {};
    if (ca) config['http.sslCAInfo'] = await keep('ca.crt', ca);
    if (secret.bearerToken) {
      config[`http.${url}.extraHeader`] = `Authorization: Bearer ${secret.bearerToken}`;
      config['http.followRedirects'] = 'false';
    }
    const { username, password } = secret;
    const isBasic = username !== undefined || password !== undefined;
    const credentials = isBasic
      ? { url, username: username ?? '', password: password ?? '' }
      : undefined;
    return { options: { credentials, config }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function sshOptions(
  secret: SecretData,
  keep: (name: string, content: string) => Promise<string>
): Promise<GitAccess['options']> {
  const { identity, known_hosts: knownHosts } = secret;
  if (!identity || !knownHosts) {
    const missing = identity ? 'known_hosts' : 'identity';
    throw new Error(`invalid 'ssh' auth option: '${missing}' is required`);
  }
  const [key, hosts] = [await keep('identity', identity), await keep('known_hosts', knownHosts)];
  const command = [
    'ssh -oBatchMode=yes -oIdentitiesOnly=yes -oStrictHostKeyChecking=yes',
    `-oUserKnownHostsFile=${hosts} -i ${key}`,
  ];
  return { env: { GIT_SSH_COMMAND: command.join(' ') } };
}
