import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createClient } from '../node/kubernetes/client.ts';
import type { ClusterAccess } from '../node/kubernetes/clusterAccess.ts';
import { readInClusterAccess, readKubeconfig } from '../node/kubernetes/kubeconfig.ts';
import { findKustomize } from '../node/tools.ts';
import { createApp } from './app.ts';
import { type Address, type Flags, parseFlags, UsageError } from './flags.ts';
import { createLog, redact } from './log.ts';

const log = createLog(line => process.stderr.write(`${line}\n`));

/** One clear line, and the exit code that says whose fault it is: 2 for the command line. */
function fail(message: string, code: number): never {
  process.stderr.write(`lumen: ${redact(message)}\n`);
  process.exit(code);
}

async function readAccess({ kubeconfig, context }: Flags): Promise<ClusterAccess> {
  if (!kubeconfig && !process.env.KUBECONFIG && process.env.KUBERNETES_SERVICE_HOST) {
    return readInClusterAccess();
  }
  const usual = process.env.KUBECONFIG ?? join(homedir(), '.kube/config');
  const file = resolve(kubeconfig ?? usual);
  const yaml = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `${file}: no kubeconfig to read (${error.code}); name one with --kubeconfig`
    );
  });
  return readKubeconfig(yaml, { context, folder: dirname(file) });
}

async function listen({ host, port }: Address, listener: RequestListener): Promise<Server> {
  const server = createServer({ requestTimeout: 30_000, maxHeaderSize: 64 * 1024 }, listener);
  server.maxConnections = 500;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

async function main(): Promise<void> {
  const flags = parseFlags(process.argv.slice(2));
  const access = await readAccess(flags);
  const isTemporary = flags.storagePath === undefined;
  const folder = flags.storagePath ?? (await mkdtemp(join(tmpdir(), 'lumen-sidecar-')));
  await mkdir(folder, { recursive: true });

  // The storage's own address is in what the app writes: it is bound first, and answers when the app is there.
  let serve: RequestListener = (_request, response) => response.writeHead(503).end();
  const storage = await listen(flags.storageAddress, (request, response) =>
    serve(request, response)
  );
  const advertised = flags.storageAdvertised ?? addressOf(storage);
  const app = await createApp({
    client: createClient(access),
    flags,
    folder,
    storageUrl: `http://${advertised}`,
    log,
    findTool: async () =>
      flags.kustomize
        ? { command: [flags.kustomize, 'build'], version: '' }
        : findKustomize({ log: line => log.info(line) }),
  });
  serve = app.storage;
  const [http, receiver] = await Promise.all([
    listen(flags.httpAddress, app.api),
    listen(flags.receiverAddress, app.receiver),
  ]);

  let isClosing = false;
  const close = async (code: number): Promise<void> => {
    if (isClosing) return;
    isClosing = true;
    // What still runs has this long; the rest is found and mended at the next start.
    setTimeout(() => process.exit(code), 5000).unref();
    for (const server of [http, receiver, storage]) {
      server.close();
      server.closeAllConnections();
    }
    await app.close();
    if (isTemporary) await rm(folder, { recursive: true, force: true });
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void close(0));

  const addresses = {
    http: `http://${addressOf(http)}`,
    receiver: `http://${addressOf(receiver)}`,
    storage: `http://${addressOf(storage)}`,
  };
  process.stdout.write(`${JSON.stringify(addresses)}\n`);

  const why = await app.run();
  if (why) {
    process.stderr.write(`lumen: ${redact(why)}\n`);
    await close(1);
  }
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  fail(message, error instanceof UsageError ? 2 : 1);
});
