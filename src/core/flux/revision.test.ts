import { describe, expect, it } from 'vitest';
import { isSameRevision, parseRevision, shortRevision } from './revision.ts';

const sha = '5763edb04c1fb9dfe5ab1b0d2b0e7f1a9c3d2e4f';
const digest = `9f3c1a2${'0'.repeat(57)}`;

describe('revisions', () => {
  it('shortens every form that Flux writes', () => {
    expect(
      [
        `flux@sha1:${sha}`,
        `1.2.3@sha256:${digest}`,
        `sha256:${digest}`,
        '1.14.2',
        `main/${sha}`,
      ].map(shortRevision)
    ).toEqual(['flux@5763edb', '1.2.3@9f3c1a2', '9f3c1a2', '1.14.2', 'main@5763edb']);
  });

  it('reads a full ref name as the branch or tag that it names', () => {
    const full = `refs/heads/feature/a@sha1:${sha}`;
    expect(parseRevision(full)).toEqual({ full, name: 'feature/a', hash: sha });
  });

  it('knows the same revision in the old and the new notation, and nothing equal to the unknown', () => {
    expect(isSameRevision(`main/${sha}`, `main@sha1:${sha}`)).toBe(true);
    expect(isSameRevision(`main@sha1:${sha}`, `flux@sha1:${sha}`)).toBe(false);
    expect(isSameRevision('1.0.0', '1.0.1')).toBe(false);
    expect(isSameRevision(undefined, undefined)).toBe(false);
  });
});
