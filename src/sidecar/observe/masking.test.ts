import { describe, expect, it } from 'vitest';
import { createMaskings } from './masking.ts';

const ref = { group: '', kind: 'Secret', namespace: 'apps', name: 'web' };

describe('the masking', () => {
  it('gives the same digest for the same text, until the token is another', () => {
    const maskingOf = createMaskings();
    const digest = (token: string, text: string) => maskingOf(token)?.(ref, []).digest(text) ?? '';
    const [one, other] = [digest('first token', 'value'), digest('first token', 'another')];
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(digest('first token', 'value')).toBe(one);
    expect(other).not.toBe(one);
    // Its first eight digits name the key: those of two keys are not to be compared.
    expect(other.slice(0, 8)).toBe(one.slice(0, 8));
    const rotated = digest('second token', 'value');
    expect(rotated.slice(0, 8)).not.toBe(one.slice(0, 8));
    expect(rotated.slice(8)).not.toBe(one.slice(8));
  });

  it('is none while the token is not known', () => {
    expect(createMaskings()(undefined)).toBeUndefined();
  });
});
