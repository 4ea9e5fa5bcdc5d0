import { describe, expect, it } from 'vitest';
import { fluxObject } from '../../../test/fixtures/fluxObjects.ts';
import { imageRuleOf, selectedImageOf } from './imagePolicy.ts';

const policy = (spec: Record<string, unknown>, status = {}) =>
  fluxObject('ImagePolicy', 'radarr', { spec, status });

describe('an image policy', () => {
  it('tells its rule in words', () => {
    expect(imageRuleOf(policy({ policy: { semver: { range: '>=6.0.0' } } }))).toEqual({
      id: 'rule.semver',
      params: { range: '>=6.0.0' },
    });
    const filterTags = { pattern: '^main-.*' };
    expect(imageRuleOf(policy({ policy: { numerical: { order: 'desc' } }, filterTags }))).toEqual({
      id: 'rule.numerical.desc.filtered',
      params: { pattern: '^main-.*' },
    });
    expect(imageRuleOf(policy({ policy: { alphabetical: {} } }))?.id).toBe('rule.alphabetical.asc');
    expect(imageRuleOf(policy({}))).toBeUndefined();
  });

  it('tells the image it selected, as any version of Flux wrote it', () => {
    const latestRef = { name: 'ghcr.io/home/radarr', tag: '6.0.9', digest: 'sha256:9f3c' };
    expect(selectedImageOf(policy({}, { latestRef }))).toEqual({
      image: 'ghcr.io/home/radarr',
      tag: '6.0.9',
      digest: 'sha256:9f3c',
    });
    expect(selectedImageOf(policy({}, { latestImage: 'registry:5000/radarr:6.0.9' }))).toEqual({
      image: 'registry:5000/radarr',
      tag: '6.0.9',
      digest: undefined,
    });
    expect(selectedImageOf(policy({}, { latestImage: 'registry:5000/radarr' }))).toBeUndefined();
  });
});
