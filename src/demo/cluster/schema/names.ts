/** Why a text is no DNS label of RFC 1123, in the API server's words; undefined where it is one. */
export function labelProblem(text: string): string | undefined {
  if (text.length > 63) return 'must be no more than 63 bytes';
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text)) return undefined;
  return "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
}

/** Why a text is no key of a ConfigMap or Secret. */
export function configKeyProblem(text: string): string | undefined {
  if (text.length > 253) return 'must be no more than 253 bytes';
  if (text === '.') return "must not be '.'";
  if (text === '..') return "must not be '..'";
  if (text.startsWith('..')) return "must not start with '..'";
  if (/^[-._a-zA-Z0-9]+$/.test(text)) return undefined;
  return "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
}
