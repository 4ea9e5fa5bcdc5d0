import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { provisionCluster } from '../../src/demo/homelab/bootstrap.ts';
import { buildGoTools, planeTools } from '../../src/demo/plane/goTools.ts';
import { startPlaneWorld } from '../../src/demo/plane/planeWorld.ts';
import type { SharedPlane } from './sharedPlane.ts';

/** The controller that the fewest suites miss while it is down. */
const automation = 'image-automation-controller';

/** One real control plane with Flux and a node for all suites: they share it, a namespace a case. */
export default async function setUp({
  provide,
  vitest,
}: TestProject): Promise<() => Promise<void>> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const tools = await buildGoTools(planeTools, log);
  const folder = await mkdtemp(join(tmpdir(), 'lumen-plane-'));
  const start = Date.now();
  const logFile = join(folder, 'log');
  const keep = (line: string) => appendFileSync(logFile, `${line}\n`);
  const world = await startPlaneWorld({ name: 'plane', folder, tools, log: keep });
  const { cluster } = world;
  await provisionCluster(world.access('admin'), world.installation);
  await world.startReconciler();
  log(`The control plane, Flux and a node are up after ${Date.now() - start} ms: ${folder}`);

  const control = await startControl({
    crash: () => world.reconciler().kill(),
    recover: () => world.reconciler().start(),
    'crash-automation': () => world.reconciler().kill(automation),
    'recover-automation': () => world.reconciler().start(automation),
    'crash-sidecar': () => world.sidecar().kill('SIGKILL'),
    'recover-sidecar': () => world.sidecar().start(),
  });
  const users = ['admin', 'viewer', 'nobody'];
  const shared: SharedPlane = {
    url: cluster.url,
    ca: cluster.ca,
    tokens: Object.fromEntries(users.map(user => [user, cluster.token(user)])),
    receiver: world.reconciler().receiver,
    control: control.url,
    storage: world.storage,
    logFile,
  };
  provide('plane', shared);
  return async () => {
    control.close();
    await world.close();
    if (vitest.state.getCountOfFailedTests() > 0) {
      await rm(join(folder, 'plane/etcd'), { recursive: true, force: true });
      log(`What the parts of the control plane said is kept in ${folder}`);
    } else {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** Lets the processes of the suites do what only this one can: POST /NAME. */
async function startControl(actions: Record<string, () => Promise<void>>) {
  const server = createServer((request, response) => {
    const action = actions[request.url?.slice(1) ?? ''];
    const end = (status: number, text: string) => response.writeHead(status).end(text);
    (action?.() ?? Promise.reject(new Error(`no ${request.url}`))).then(
      () => end(200, ''),
      (error: Error) => end(500, error.message)
    );
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
