/** Finds values known to be secret, however they are written. */
export interface SecretFinder {
  isIn(text: string): boolean;
  hide(text: string, hidden: string): string;
}

/** Shorter ones are found in too much that is no secret. */
const shortest = 8;
/** A line of a secret that has several. */
const shortestLine = 16;

const finders = new WeakMap<readonly string[], SecretFinder>();
const none: SecretFinder = { isIn: () => false, hide: text => text };

/** One finder per list of secrets: an object after the other is masked with the same. */
export function secretFinder(secrets: readonly string[] | undefined): SecretFinder {
  if (!secrets || secrets.length === 0) return none;
  const known = finders.get(secrets);
  if (known) return known;
  const finder = createFinder(secrets);
  finders.set(secrets, finder);
  return finder;
}

function createFinder(secrets: readonly string[]): SecretFinder {
  const forms = new Set<string>();
  for (const secret of secrets) {
    const lines = secret.split(/\r?\n/).filter(line => line.trim().length >= shortestLine);
    const parts = [secret, secret.trim(), ...(secret.includes('\n') ? lines : [])];
    for (const part of new Set(parts)) {
      if (part.length >= shortest) writingsOf(part).forEach(form => forms.add(form));
    }
  }
  // The longest first: one secret may be the beginning of another.
  const texts = [...forms].sort((a, b) => b.length - a.length);
  if (texts.length === 0) return none;
  const least = texts.at(-1)?.length ?? 0;
  const isIn = (text: string) => text.length >= least && texts.some(form => text.includes(form));
  return {
    isIn,
    hide: (text, hidden) =>
      isIn(text) ? texts.reduce((all, form) => all.replaceAll(form, hidden), text) : text,
  };
}

function writingsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inUrl = percentEncoded(secret);
  const bytes = new TextEncoder().encode(secret);
  const base64 = [0, 1, 2].flatMap(offset => {
    const core = base64Core(bytes, offset);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [secret, inJson, inUrl, ...base64].filter(form => form.length >= shortest);
}

function percentEncoded(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret; // half of a surrogate pair
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The part of a text in base64 that these bytes alone decide, where they begin `offset` bytes after a group of three. */
function base64Core(bytes: Uint8Array, offset: number): string {
  const first = offset === 0 ? 0 : 3 - offset;
  let core = '';
  for (let at = first; at + 2 < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (const shift of [18, 12, 6, 0]) core += alphabet[(group >> shift) & 63];
  }
  return core;
}
