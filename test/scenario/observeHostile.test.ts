import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { configMap, kustomization } from './manifests.ts';
import { type Place, type ScenarioWorld, startScenarioWorld } from './scenarioWorld.ts';
import { createSidecarApi, type SidecarApi } from './sidecarApi.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

type Entry = Parameters<ReturnType<typeof pack>['entry']>[0] & { content?: string };

/** An archive as nobody's `tar` would make it. */
async function archiveOf(entries: Iterable<Entry>, level = 1): Promise<Buffer> {
  const archive = pack();
  const chunks: Buffer[] = [];
  const read = (async () => {
    for await (const chunk of archive) chunks.push(chunk as Buffer);
  })();
  for (const { content, ...header } of entries) archive.entry(header, content ?? '');
  archive.finalize();
  await read;
  return gzipSync(Buffer.concat(chunks), { level });
}

/** The head of a file's entry: its bytes follow, or do not. */
function headOf(name: string, size: number): Buffer {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write('0000600\0', 100);
  head.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  head.write('00000000000\0', 136);
  head.write('        0', 148);
  head.write('ustar\x0000', 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return head;
}

const end = Buffer.alloc(1024);
/** A gigabyte is claimed, and nothing follows. */
const claimed = () => gzipSync(Buffer.concat([headOf('app/big.yaml', 2 ** 30), end]));
/** A hundred thousand empty files. */
const many = () =>
  gzipSync(Buffer.concat([Buffer.alloc(512 * 100_000, headOf('app/a.yaml', 0)), end]), {
    level: 1,
  });

let world: ScenarioWorld;
let sidecar: SidecarApi;
let place: Place;
let storage: Server;
let address: string;
const served = new Map<string, (response: ServerResponse) => void>();

beforeAll(async () => {
  world = await startScenarioWorld();
  sidecar = createSidecarApi(world);
  place = await world.place('hostile-artifacts');
  storage = createServer((request, response) => {
    const serve = served.get(request.url ?? '');
    if (serve) serve(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>(resolve => {
    storage.listen(0, '127.0.0.1', resolve);
  });
  address = `http://127.0.0.1:${(storage.address() as AddressInfo).port}`;
});
afterAll(async () => {
  storage?.closeAllConnections();
  storage?.close();
  await world?.close();
});

const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** A source that says it has an artifact at `/NAME`, and a Kustomization on it. */
async function offer(name: string, digest: string): Promise<void> {
  const { namespace } = place;
  const apiVersion = 'source.toolkit.fluxcd.io/v1';
  await world.apply(
    { apiVersion, kind: 'ExternalArtifact', metadata: { name, namespace }, spec: {} },
    kustomization(place, name, { path: './app', sourceRef: { kind: 'ExternalArtifact', name } })
  );
  const at = { group: 'source.toolkit.fluxcd.io', version: 'v1', plural: 'externalartifacts' };
  await world.client.request({
    method: 'PATCH',
    path: resourcePath({ ...at, namespace, name, subresource: 'status' }),
    contentType: 'application/merge-patch+json',
    body: {
      status: {
        artifact: {
          revision: `latest@${digest}`,
          digest,
          path: name,
          url: `${address}/${name}`,
          lastUpdateTime: new Date().toISOString(),
        },
      },
    },
  });
}

/** What the ledger says of it. */
async function problemOf(name: string, digest: string): Promise<string | undefined> {
  const of = `ExternalArtifact/${place.namespace}/${name}`;
  const { rows } = await sidecar.kept(of, `latest@${digest}`);
  return rows[0]?.problem?.replaceAll(address, 'STORAGE');
}

const good = { name: 'app/a.yaml', content: configMap('a') };

describe('an artifact', () => {
  it('that is not what it should be is refused by name, and no other waits for it', async () => {
    const archives: Record<string, Buffer> = {
      absolute: await archiveOf([{ name: '/etc/cron.d/x', content: 'x' }, good]),
      above: await archiveOf([{ name: 'app/../../x', content: 'x' }, good]),
      bomb: await archiveOf([{ name: 'app/zeros.yaml', content: '\0'.repeat(60_000_000) }], 9),
      claimed: claimed(),
      many: many(),
      text: Buffer.from('not an archive'),
    };
    for (const [name, bytes] of Object.entries(archives)) {
      served.set(`/${name}`, response => response.end(bytes));
      await offer(name, digestOf(bytes));
    }
    const bytes = await archiveOf([
      good,
      { name: 'link', type: 'symlink', linkname: '/etc/passwd' },
    ]);
    served.set('/fine', response => response.end(bytes));
    await offer('fine', digestOf(bytes));

    expect(await problemOf('fine', digestOf(bytes))).toBeUndefined();
    const problems: Record<string, string | undefined> = {};
    for (const [name, archive] of Object.entries(archives)) {
      problems[name] = await problemOf(name, digestOf(archive));
    }
    const refused = 'the artifact could not be unpacked';
    expect(problems).toEqual({
      absolute: `${refused}: "/etc/cron.d/x": a path that leaves the archive`,
      above: `${refused}: "app/../../x": a path that leaves the archive`,
      bomb: expect.stringMatching(/could not be unpacked: \d+ bytes unpack to more than \d+/),
      claimed: `${refused}: app/big.yaml: 1073741824 bytes, a file may have 67108864`,
      many: `${refused}: more than 50000 files`,
      text: expect.stringMatching(/could not be unpacked: /),
    });
  });

  it('that vanishes, breaks off or is another is a problem until it comes', async () => {
    const bytes = await archiveOf([good]);
    const digest = digestOf(bytes);
    served.set('/cut', response => {
      response.writeHead(200, { 'Content-Length': bytes.length });
      response.write(bytes.subarray(0, 20), () => response.destroy());
    });
    served.set('/other', response => response.end(gzipSync('another')));
    for (const name of ['gone', 'cut', 'other']) await offer(name, digest);
    const failed = 'the artifact could not be fetched';
    expect(await problemOf('gone', digest)).toBe(`${failed}: STORAGE/gone: 404 Not Found`);
    expect(await problemOf('cut', digest)).toMatch(
      /^the artifact could not be fetched: failed to download archive: GET STORAGE\/cut giving up/
    );
    expect(await problemOf('other', digest)).toContain("computed digest doesn't match");

    served.set('/gone', response => response.end(bytes));
    await vi.waitFor(async () => expect(await problemOf('gone', digest)).toBeUndefined(), {
      timeout: 60_000,
      interval: 500,
    });
  });
});
