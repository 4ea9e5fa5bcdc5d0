/**
 * What a name says about the value it is given to: its last word counts, so that `passwordFile` and `secretName` are
 * names of things and `dbPassword`, `DB_PASSWORD` and `db-password-1` are secrets.
 */

const secretEnd =
  /(passw(or)?d|passwort|passphrase|pwd|secret|token|credential|(api|access|account|admin|app|auth|client|consumer|cookie|crypt|deploy|encryption|encrypt|hmac|jwt|license|master|private|root|secret|server|session|shared|signing|ssh|storage|webhook)key|connectionstring|authorization|dockerconfigjson|dockercfg|htpasswd|secretkeybase)s?$/;
const secretWords = new Set([
  'auth',
  'cred',
  'creds',
  'otp',
  'pass',
  'psk',
  'pw',
  'requirepass',
  'sas',
]);

/** Words at the end that say how a secret is written, not what it is. */
const writings =
  /(base64|b64|hash|hashed|encoded|value|plain|plaintext|old|new|current|previous|default|env|data)$/;

/** Conventions for the name of a Secret, although they end like one. */
const names = /(pull|existing|external)secrets?$/;

export function isSecretName(name: string): boolean {
  if (name.length > 200 || !secretHint.test(name)) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map(word => word.replace(/\d+$/, ''))
    .filter(word => word !== '');
  const last = words.at(-1) ?? '';
  if (secretWords.has(last)) return true;
  const squeezed = words.join('');
  if (names.test(squeezed)) return false;
  if (secretEnd.test(squeezed)) return true;
  const bare = squeezed.replace(writings, '');
  return bare !== squeezed && !names.test(bare) && secretEnd.test(bare);
}

/** A part of every name that `isSecretName` knows: a text without any of them names no secret. */
export const secretHint =
  /passw|passphrase|pwd|secret|token|cred|key|auth|connectionstring|docker|pass|psk|otp|sas|pw/i;

/** Fields below a secret's name (`secret: {…}`, `credentials: {…}`) that describe it or point to it. */
const describing = new Set([
  'algorithm',
  'annotations',
  'apiGroup',
  'apiVersion',
  'audience',
  'conversionStrategy',
  'create',
  'decodingStrategy',
  'defaultMode',
  'description',
  'email',
  'enabled',
  'encoding',
  'engine',
  'expirationSeconds',
  'group',
  'host',
  'items',
  'kind',
  'labels',
  'metadataPolicy',
  'method',
  'mode',
  'mountPath',
  'name',
  'namespace',
  'optional',
  'path',
  'port',
  'property',
  'provider',
  'refreshInterval',
  'rotationPolicy',
  'size',
  'subPath',
  'ttl',
  'type',
  'user',
  'username',
  'version',
]);
const pointing =
  /(ref|refs|name|names|from|selector|selectors|store|file|files|dir|path|class|type|policy)$/i;

export function isDescribing(key: string, siblings: Record<string, unknown>): boolean {
  if (key === 'key') return Object.hasOwn(siblings, 'name') || Object.hasOwn(siblings, 'path');
  return describing.has(key) || (pointing.test(key) && !isSecretName(key));
}

/** `secretKeyRef`, `tokenSecretRef`, `imagePullSecrets`: what lies below are names, of Secrets and of keys in them. */
export function isReference(key: string): boolean {
  return /(Ref|Refs|KeySelector)$/.test(key) || names.test(key.toLowerCase());
}
