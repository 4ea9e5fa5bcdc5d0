import { createHmac, hkdfSync } from 'node:crypto';
import type { RenderTreeInput } from '../render/renderTreeInput.ts';

type ObjectMasking = RenderTreeInput['masking'];

/**
 * Digests keyed by what is derived from the access token; the token itself is no key. Each begins with eight digits
 * that name the key: digests of two keys say nothing about each other, and whoever compares them can tell.
 */
function createMasking(token: string): ObjectMasking {
  const key = Buffer.from(hkdfSync('sha256', token, '', 'lumen: masking of secret values', 32));
  const digestOf = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  const keyId = digestOf('lumen: name of this key').slice(0, 8);
  // What is digested names its object already.
  return (_object, secrets) => ({
    digest: text => keyId + digestOf(text).slice(0, 24),
    secrets,
  });
}

/** Makes a masking anew when the token is another. */
export function createMaskings(): (token: string | undefined) => ObjectMasking | undefined {
  let made: { token: string; masking: ObjectMasking } | undefined;
  return token => {
    if (token === undefined) return undefined;
    if (made?.token !== token) made = { token, masking: createMasking(token) };
    return made.masking;
  };
}
