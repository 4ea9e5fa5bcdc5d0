/** One line of JSON for each thing worth knowing. Values are written as they are: callers never pass a secret. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Anything in a message that looks like credentials: in URLs, headers, tokens and keys. */
const secrets: [RegExp, string][] = [
  [/([a-z][a-z0-9+.-]*:\/\/)[^/\s:@]+:[^/\s@]+@/gi, '$1***@'],
  [/\b(authorization:\s*(?:basic|bearer))\s+[^\s"']+/gi, '$1 ***'],
  [/\b(x-lumen-token|x-gitlab-token|token|password)(["']?\s*[:=]\s*["']?)[^\s"',}]+/gi, '$1$2***'],
  [/\/hook\/[0-9a-f]{64}/g, '/hook/***'],
];

export function redact(text: string): string {
  return secrets.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), text);
}

export function createLog(write: (line: string) => void, now = () => new Date()): Log {
  const line = (level: string) => (message: string, fields?: Record<string, unknown>) =>
    write(redact(JSON.stringify({ ts: now().toISOString(), level, msg: message, ...fields })));
  return { info: line('info'), error: line('error') };
}
