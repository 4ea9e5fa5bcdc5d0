import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { list, record, text } from '../../core/kubernetes/object.ts';
import type { ClusterAccess } from './clusterAccess.ts';
import { createExecToken } from './execToken.ts';

type Fields = Record<string, unknown>;

/**
 * What a kubeconfig's context says about reaching its cluster: the one named, else the current one.
 * Files that it names are looked for in `folder`, where the kubeconfig lies. What it asks for and is not
 * understood is an error: to leave it out would be to act as somebody else.
 */
export function readKubeconfig(
  yamlText: string,
  options: { context?: string; folder?: string } = {}
): ClusterAccess {
  const config = toConfig(yamlText);
  const name = options.context ?? text(config['current-context']);
  if (!name) {
    throw new Error(`kubeconfig: no current-context; name one of ${namesOf(config.contexts)}`);
  }
  const context = entry(config.contexts, 'context', name);
  const clusterName = text(context.cluster);
  if (!clusterName) throw new Error(`kubeconfig: context ${name} names no cluster`);
  const cluster = entry(config.clusters, 'cluster', clusterName);
  const userName = text(context.user);
  const user = userName ? entry(config.users, 'user', userName) : {};
  const at = { folder: options.folder ?? '.', cluster: clusterName, user: userName ?? '' };

  const server = text(cluster.server);
  if (!server) throw new Error(`kubeconfig: cluster ${clusterName} names no server`);
  refuse(cluster, ['proxy-url'], `cluster ${clusterName}`);
  refuse(user, ['username', 'auth-provider', 'as', 'as-groups'], `user ${at.user}`);
  const cert = pem(user, 'client-certificate', at.folder);
  const key = pem(user, 'client-key', at.folder);
  if ((cert === undefined) !== (key === undefined)) {
    throw new Error(
      `kubeconfig: user ${at.user} has ${
        cert ? 'a client certificate without its key' : 'a client key without its certificate'
      }`
    );
  }
  return {
    server,
    ca: pem(cluster, 'certificate-authority', at.folder),
    token: tokenOf(user, at.folder, at.user),
    ...(cert && key ? { clientCertificate: { cert, key } } : {}),
    ...(cluster['insecure-skip-tls-verify'] === true ? { insecureSkipTlsVerify: true } : {}),
    ...(text(cluster['tls-server-name'])
      ? { tlsServerName: text(cluster['tls-server-name']) }
      : {}),
  };
}

function toConfig(yamlText: string): Fields {
  try {
    return record(parse(yamlText));
  } catch (error) {
    // What follows the first line is the text itself, and whatever is secret in it.
    const [said] = String(error instanceof Error ? error.message : error).split('\n');
    throw new Error(`kubeconfig: not YAML: ${said}`);
  }
}

/** The contexts of a kubeconfig by name, and which is the current one. */
export function contextsOf(yamlText: string): { current?: string; names: string[] } {
  const config = toConfig(yamlText);
  const names = list(config.contexts).flatMap(one => text(record(one).name) ?? []);
  return { current: text(config['current-context']), names };
}

const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** How a pod reaches its own cluster, by its service account. */
export async function readInClusterAccess(): Promise<ClusterAccess> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
  if (!host || !port) {
    throw new Error(
      'not in a cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set; use --kubeconfig'
    );
  }
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ca: await readFile(`${accountFolder}/ca.crt`, 'utf8'),
    token: tokenFile(`${accountFolder}/token`),
  };
}

function tokenOf(user: Fields, folder: string, name: string): ClusterAccess['token'] {
  const file = text(user.tokenFile);
  const token = text(user.token);
  // A file wins over a token, as in client-go: the token is its stale copy.
  if (file) return tokenFile(resolve(folder, file));
  if (token) return () => Promise.resolve(token);
  if (user.exec === undefined) return undefined;
  const exec = record(user.exec);
  const command = text(exec.command);
  if (!command) throw new Error(`kubeconfig: user ${name} has an exec without a command`);
  return createExecToken({
    command: command.includes('/') ? resolve(folder, command) : command,
    args: list(exec.args).map(String),
    env: Object.fromEntries(
      list(exec.env).map(variable => [
        String(record(variable).name),
        String(record(variable).value),
      ])
    ),
    apiVersion: text(exec.apiVersion) ?? 'client.authentication.k8s.io/v1',
    folder,
  });
}

/** Such files are rewritten while we run: read anew once a minute, as client-go does. */
function tokenFile(file: string): () => Promise<string> {
  let kept: { token: string; until: number } | undefined;
  return async () => {
    if (!kept || Date.now() >= kept.until) {
      kept = { token: (await readFile(file, 'utf8')).trim(), until: Date.now() + 60_000 };
    }
    return kept.token;
  };
}

function pem(fields: Fields, name: string, folder: string): string | undefined {
  const data = text(fields[`${name}-data`]);
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  const file = text(fields[name]);
  return file ? readFileSync(resolve(folder, file), 'utf8') : undefined;
}

function entry(entries: unknown, kind: 'context' | 'cluster' | 'user', name: string): Fields {
  const found = list(entries).find(candidate => record(candidate).name === name);
  if (found) return record(record(found)[kind]);
  throw new Error(`kubeconfig: no ${kind} ${name}, only ${namesOf(entries)}`);
}

function namesOf(entries: unknown): string {
  return (
    list(entries)
      .flatMap(one => text(record(one).name) ?? [])
      .join(', ') || 'none'
  );
}

function refuse(fields: Fields, names: string[], where: string): void {
  const found = names.find(name => fields[name] !== undefined);
  if (found) throw new Error(`kubeconfig: ${where} uses ${found}, which is not supported`);
}
