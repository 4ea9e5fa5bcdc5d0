import { describe, expect, it } from 'vitest';
import { annotatedCommit } from './annotatedCommit.ts';

const artifact = (metadata: Record<string, unknown>) => ({
  url: 'http://storage/a.tar.gz',
  digest: 'sha256:aa',
  revision: 'latest@sha256:aa',
  metadata,
});
const hash = 'c'.repeat(40);

describe('annotatedCommit', () => {
  it('reads who, when and what from the annotations of an image', () => {
    const metadata = {
      'org.opencontainers.image.revision': `main@sha1:${hash}`,
      'org.opencontainers.image.created': '2026-11-22T10:00:00Z',
      'org.opencontainers.image.authors': 'Ada <ada@example.org>',
      'org.opencontainers.image.title': 'apps: Raise the memory',
    };
    expect(annotatedCommit(artifact(metadata))).toEqual({
      hash,
      subject: 'apps: Raise the memory',
      author: { name: 'Ada', email: 'ada@example.org' },
      date: '2026-11-22T10:00:00Z',
    });
  });

  it('says what is there, and nothing where no commit is named', () => {
    const metadata = {
      'org.opencontainers.image.revision': 'v1.2.3',
      'org.opencontainers.image.authors': 'the platform team',
      'org.opencontainers.image.created': 'yesterday',
    };
    expect(annotatedCommit(artifact(metadata))).toEqual({
      hash: 'v1.2.3',
      subject: '',
      author: { name: 'the platform team', email: '' },
    });
    expect(annotatedCommit(artifact({ 'org.opencontainers.image.title': 'x' }))).toBeUndefined();
  });
});
