import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from './descriptor.ts';
import { type Registry, startRegistry } from './registry.ts';

let registry: Registry;

beforeEach(async () => {
  registry = await startRegistry({ maxBytes: 4096 });
});
afterEach(() => registry.close());

const blob = Buffer.from('some content');
const digest = digestOf(blob);
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

async function ask(path: string, init: RequestInit = {}) {
  const answer = await fetch(new URL(path, registry.url), init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text };
}

async function errorOf(path: string, init?: RequestInit) {
  const { status, text } = await ask(path, init);
  return [status, JSON.parse(text).errors[0].code];
}

const push = (name: string, content = blob, said = digestOf(content)) =>
  ask(`/v2/${name}/blobs/uploads/?digest=${said}`, {
    method: 'POST',
    body: new Uint8Array(content),
  });

function manifestOf(beside: object = {}): string {
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest, size: blob.length };
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config,
    layers: [],
    ...beside,
  });
}

const putManifest = (path: string, body: string) =>
  ask(path, { method: 'PUT', body, headers: { 'Content-Type': manifestType } });

describe('a blob', () => {
  it('is pushed in chunks and pulled whole', async () => {
    const begun = await ask('/v2/hd/app/blobs/uploads/', { method: 'POST' });
    const at = begun.headers.get('location') ?? '';
    const [one, two] = [blob.subarray(0, 5), blob.subarray(5)];
    const first = await ask(at, {
      method: 'PATCH',
      body: new Uint8Array(one),
      headers: { 'Content-Range': '0-4' },
    });
    const state = await ask(at);
    const done = await ask(`${at}?digest=${digest}`, { method: 'PUT', body: new Uint8Array(two) });
    const pulled = await ask(`/v2/hd/app/blobs/${digest}`);
    expect([begun.status, first.status, state.status, done.status]).toEqual([202, 202, 204, 201]);
    expect(state.headers.get('range')).toBe('0-4');
    expect(done.headers.get('location')).toBe(`/v2/hd/app/blobs/${digest}`);
    expect([pulled.status, pulled.text]).toEqual([200, 'some content']);
  });

  it('is refused as a chunk that does not follow the one before', async () => {
    const { headers } = await ask('/v2/hd/app/blobs/uploads/', { method: 'POST' });
    const chunk = { method: 'PATCH', body: 'x', headers: { 'Content-Range': '7-7' } };
    expect(await errorOf(headers.get('location') ?? '', chunk)).toEqual([
      416,
      'BLOB_UPLOAD_INVALID',
    ]);
  });

  it('is refused under the digest of another one', async () => {
    const { status, text } = await push('hd/app', blob, digestOf(Buffer.from('other')));
    expect([status, JSON.parse(text).errors[0].code]).toEqual([400, 'DIGEST_INVALID']);
  });

  it('is seen in another repository only after it was mounted there', async () => {
    await push('hd/app');
    await push('hd/other', Buffer.from('so that it exists'));
    const before = await errorOf(`/v2/hd/other/blobs/${digest}`);
    const mount = `/v2/hd/other/blobs/uploads/?mount=${digest}&from=hd/app`;
    const mounted = await ask(mount, { method: 'POST' });
    const after = await ask(`/v2/hd/other/blobs/${digest}`);
    expect([before, mounted.status, after.status]).toEqual([[404, 'BLOB_UNKNOWN'], 201, 200]);
  });

  it('is sent by the client where what it would mount is not there', async () => {
    const mount = `/v2/hd/other/blobs/uploads/?mount=${digest}&from=hd/app`;
    expect((await ask(mount, { method: 'POST' })).status).toBe(202);
  });

  it('is refused by a registry that is full, with how full it is', async () => {
    await push('hd/app', Buffer.alloc(4000));
    const { status, text } = await push('hd/app', Buffer.alloc(100, 1));
    expect([status, JSON.parse(text).errors]).toEqual([
      507,
      [
        {
          code: 'DENIED',
          message: 'the registry is full: it holds 4000 of 4096 bytes, and 100 more were sent',
        },
      ],
    ]);
  });

  it('is refused as soon as it is longer than it may be', async () => {
    const { headers } = await ask('/v2/hd/app/blobs/uploads/', { method: 'POST' });
    const chunk = { method: 'PATCH', body: new Uint8Array(5000) };
    expect(await errorOf(headers.get('location') ?? '', chunk)).toEqual([413, 'SIZE_INVALID']);
  });
});

describe('a manifest', () => {
  it('is found by its tag and by its digest, byte by byte', async () => {
    await push('hd/app');
    const body = `${manifestOf()}\n`;
    const put = await putManifest('/v2/hd/app/manifests/1.0.0', body);
    const own = digestOf(Buffer.from(body));
    const [byTag, byDigest, head] = await Promise.all([
      ask('/v2/hd/app/manifests/1.0.0'),
      ask(`/v2/hd/app/manifests/${own}`),
      ask('/v2/hd/app/manifests/1.0.0', { method: 'HEAD' }),
    ]);
    expect([put.status, put.headers.get('docker-content-digest')]).toEqual([201, own]);
    expect([byTag.text, byDigest.text, head.text]).toEqual([body, body, '']);
    expect([head.headers.get('content-length'), head.headers.get('content-type')]).toEqual([
      String(body.length),
      manifestType,
    ]);
  });

  it.each([
    [
      'names a blob that is not there',
      manifestOf({ layers: [{ digest: `sha256:${'0'.repeat(64)}` }] }),
      [404, 'MANIFEST_BLOB_UNKNOWN'],
    ],
    ['is no JSON', '{', [400, 'MANIFEST_INVALID']],
    ['has no config', manifestOf({ config: undefined }), [400, 'MANIFEST_INVALID']],
    ['is of an unknown kind', manifestOf({ mediaType: 'text/html' }), [400, 'MANIFEST_INVALID']],
  ])('that %s is refused', async (_, body, expected) => {
    await push('hd/app');
    const { status, text } = await putManifest('/v2/hd/app/manifests/bad', body);
    expect([status, JSON.parse(text).errors[0].code]).toEqual(expected);
  });

  it('keeps its digest when its tag is deleted, and loses its tags with its digest', async () => {
    const own = registry.add('hd/app', 'one');
    registry.add('hd/app', 'two');
    const remove = (reference: string) =>
      ask(`/v2/hd/app/manifests/${reference}`, { method: 'DELETE' });
    await remove('one');
    const byDigest = await ask(`/v2/hd/app/manifests/${own}`);
    await remove(own);
    expect([byDigest.status, JSON.parse((await ask('/v2/hd/app/tags/list')).text).tags]).toEqual([
      200,
      [],
    ]);
    expect(await errorOf('/v2/hd/app/manifests/two')).toEqual([404, 'MANIFEST_UNKNOWN']);
  });

  it('that is about another one is found through it', async () => {
    const subject = registry.add('hd/app', '1.0.0');
    await push('hd/app');
    const artifactType = 'application/vnd.example.signature';
    const body = manifestOf({ artifactType, subject: { digest: subject } });
    const put = await putManifest(`/v2/hd/app/manifests/${digestOf(Buffer.from(body))}`, body);
    const find = async (type: string) =>
      JSON.parse((await ask(`/v2/hd/app/referrers/${subject}?artifactType=${type}`)).text)
        .manifests;
    expect(put.headers.get('oci-subject')).toBe(subject);
    expect(await find('other')).toEqual([]);
    expect(await find(artifactType)).toEqual([
      {
        mediaType: manifestType,
        digest: digestOf(Buffer.from(body)),
        size: body.length,
        artifactType,
        annotations: {},
      },
    ]);
  });
});

describe('the registry', () => {
  it('lists tags in pages that lead from one to the next', async () => {
    for (const tag of ['3', '1', '2', '5', '4']) registry.add('hd/app', tag);
    const pages: string[][] = [];
    let next: string | undefined = '/v2/hd/app/tags/list?n=2';
    while (next) {
      const { text, headers } = await ask(next);
      pages.push(JSON.parse(text).tags);
      next = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(pages).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  it('names what it does not know', async () => {
    registry.add('hd/app', 'one');
    const known = await Promise.all(
      [
        '/v2/hd/none/tags/list',
        '/v2/hd/app/manifests/two',
        '/v2/hd/app/blobs/sha256:0',
        '/v2/hd/app/blobs/uploads/none',
        '/v2/hd/app/what/else',
        '/other',
        '/v2/hd/app/manifests/%zz',
      ].map(path => errorOf(path))
    );
    expect(known).toEqual([
      [404, 'NAME_UNKNOWN'],
      [404, 'MANIFEST_UNKNOWN'],
      [404, 'BLOB_UNKNOWN'],
      [404, 'BLOB_UPLOAD_UNKNOWN'],
      [405, 'UNSUPPORTED'],
      [405, 'UNSUPPORTED'],
      [400, 'NAME_INVALID'],
    ]);
  });

  it.each(['HD/App', '-app', 'hd//app', `a${'/a'.repeat(200)}`])('takes no name %s', async name => {
    const { status, text } = await push(name);
    expect([status, JSON.parse(text).errors[0].code]).toEqual([400, 'NAME_INVALID']);
  });

  it('lists its repositories', async () => {
    registry.add('hd/two', 'x');
    registry.add('hd/one', 'x');
    expect(JSON.parse((await ask('/v2/_catalog')).text)).toEqual({
      repositories: ['hd/one', 'hd/two'],
    });
  });

  it('asks for credentials from the moment on that it is protected', async () => {
    registry.add('hd/app', 'one');
    registry.protect({ username: 'flux', password: 'right' });
    const as = (password: string) => ({
      headers: { authorization: `Basic ${btoa(`flux:${password}`)}` },
    });
    const path = '/v2/hd/app/tags/list';
    const refused = await ask(path);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic realm="registry"/);
    expect([
      await errorOf('/v2/'),
      await errorOf(path, as('wrong')),
      (await ask(path, as('right'))).status,
    ]).toEqual([[401, 'UNAUTHORIZED'], [401, 'UNAUTHORIZED'], 200]);
  });
});
