import { describe, expect, it } from 'vitest';
import { shortenMessage } from './message.ts';

const hash = '5763edb4a1f0c2d9e8b7a6c5d4e3f2a1b0c9d8e7';

describe('a short message', () => {
  it('cuts hashes to seven and says that the whole message says more', () => {
    expect(shortenMessage(`Applied revision: flux@sha1:${hash}`)).toEqual({
      parts: [{ text: 'Applied revision: flux@5763edb' }],
      isCut: true,
    });
    expect(shortenMessage(`unknown commit ${hash}`).parts).toEqual([
      { text: 'unknown commit 5763edb' },
    ]);
  });

  it('finds the objects that it names, with their groups', () => {
    const ref = { group: 'apps', kind: 'Deployment', namespace: 'media', name: 'radarr' };
    expect(shortenMessage("health check failed: Deployment/media/radarr status: 'Failed'")).toEqual(
      {
        parts: [
          { text: 'health check failed: ' },
          { text: 'Deployment/media/radarr', ref },
          { text: " status: 'Failed'" },
        ],
        isCut: false,
      }
    );
  });

  it('links other kinds only when who wrote it is known to have applied them', () => {
    const message = 'ExternalSecret/media/radarr dry-run failed';
    const ref = {
      group: 'external-secrets.io',
      kind: 'ExternalSecret',
      namespace: 'media',
      name: 'radarr',
    };
    expect(shortenMessage(message).parts).toEqual([{ text: message }]);
    expect(shortenMessage(message, () => ref).parts[0]).toEqual({
      text: 'ExternalSecret/media/radarr',
      ref,
    });
  });

  it('finds an object behind words that only look like one', () => {
    const parts = shortenMessage('Foo/bar failed, Job/media/scan too').parts;
    expect(parts.map(part => [part.text, part.ref?.kind])).toEqual([
      ['Foo/bar failed, ', undefined],
      ['Job/media/scan', 'Job'],
      [' too', undefined],
    ]);
  });

  it('takes a name as it stands, and nothing that is only the beginning of one', () => {
    const named = (message: string) =>
      shortenMessage(message).parts.flatMap(({ ref }) => (ref ? [ref.namespace, ref.name] : []));
    expect(named('Service/media/My_App dry-run failed')).toEqual(['media', 'My_App']);
    expect(named('Job/media/scan: it failed.')).toEqual(['media', 'scan']);
    expect(named('see Namespace/media.')).toEqual(['', 'media']);
    expect(named('no Namespace/media_one')).toEqual([]);
    expect(named('no Service/media/one/two')).toEqual([]);
  });

  it('is its first line only, cut at a word where it is long, and never reworded', () => {
    expect(shortenMessage('kustomize build failed\nat line 3')).toEqual({
      parts: [{ text: 'kustomize build failed' }],
      isCut: true,
    });
    const long = 'word '.repeat(100).trim();
    const [part] = shortenMessage(long).parts;
    expect(long.startsWith(part?.text.slice(0, -1) ?? '?')).toBe(true);
    expect(part?.text.length).toBeLessThan(250);
  });
});
