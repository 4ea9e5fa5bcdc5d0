import { isSecretName, secretHint } from './secretNames.ts';
import { type Hide, hideInYaml } from './secretYaml.ts';

/** Everything in a text that looks like a secret, hidden piece by piece; the text around it stays (M4). */
export function hideInText(text: string, hide: Hide, isProse = false): string {
  let shown = hideShapes(text, hide);
  if (shown.includes('://') || shown.includes('@')) shown = hideUserinfo(shown, hide);
  if (/(?:-u|--user)[ \t=]/.test(shown)) shown = assign(shown, userFlag, hide, isProse);
  const isManifest = !isProse && /kind["']?:/.test(shown);
  return isManifest || secretHint.test(shown) ? hideAssignments(shown, hide, isProse) : shown;
}

const privateKey =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** `-----BEGIN` in base64, as kubeconfigs and `binaryData` have it: certificates too. */
const encodedPem = /LS0tLS1CRUdJTi[\w+/]{20,}={0,2}/g;

function isPrivateKey(base64: string): boolean {
  return atob(base64.slice(0, 80)).includes('PRIVATE KEY');
}

/** Tokens that can be told by how they are made. */
const tokens = new RegExp(
  '(?<![A-Za-z0-9])(?:' +
    [
      'gh[opsur]_[A-Za-z0-9]{16,255}',
      'github_pat_\\w{20,255}',
      'gl(?:pat|sa|ptt|dt|rt|cbt)[-_][\\w-]{16,255}',
      'xox[abeprs]-[\\w-]{10,255}',
      '(?:AKIA|ASIA)[0-9A-Z]{16}',
      'AIza[\\w-]{30,60}',
      '(?:sk|rk|pk)[_-](?:live|test|proj|ant)[_-][\\w-]{10,255}',
      'sk-[A-Za-z0-9]{20,255}',
      '(?:npm|hf|dop_v1|shpat|pypi|hvs|hvb|tskey|lin_api|dckr_pat)[_.-][\\w-]{16,255}',
      'SG\\.[\\w-]{16,64}\\.[\\w-]{16,64}',
      'eyJ[\\w-]{8,4096}\\.[\\w-]{8,8192}\\.[\\w-]{0,4096}',
      'AGE-SECRET-KEY-1[0-9A-Z]{20,100}',
      '(?<=hooks\\.slack\\.com/(?:services|workflows)/)[\\w/]{10,255}',
      '(?<=discord(?:app)?\\.com/api/webhooks/)[\\w/-]{10,255}',
      '\\$(?:2[abxy]|apr1|argon2\\w{1,2}|[156y])\\$[^\\s:"\',]{8,255}',
      '\\{SHA\\}[\\w+/=]{20,64}',
    ].join('|') +
    ')',
  'g'
);
const authorization =
  /\b(Bearer|Basic|Token)( +)(?=[\w.~+/=-]*[\d.~+/=_-]|[A-Za-z]*[a-z][A-Z])([\w.~+/=-]{8,8192})/g;

function hideShapes(text: string, hide: Hide): string {
  return text
    .replace(privateKey, piece => hide('private key', piece))
    .replace(encodedPem, piece => (isPrivateKey(piece) ? hide('private key', piece) : piece))
    .replace(authorization, (_, scheme: string, gap: string, piece: string) =>
      isHidden(piece) ? `${scheme}${gap}${piece}` : `${scheme}${gap}${hide('token', piece)}`
    )
    .replace(tokens, piece => hide('token', piece));
}

/** `scheme://user:password@host`, `user:password@tcp(host)` and `user:password@host:port`, never `image:tag@sha256:…`. */
const userinfo = [
  /(\b[a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/"`<>]{1,300})@/gi,
  /(\b[a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/:@"`<>]{1,100}:(?!\d{1,5}(?:[/?#]|$))[^\s"`<>]{1,300})@(?=[\w.[-]+(?::\d|\/|$|[\s"'?]))/gi,
  /((?<![\w./:@-]))([\w.-]{1,100}:[^\s:@/"'`<>]{1,200})@(?=(?:tcp|udp|unix)\(|(?!sha\d)[\w.-]{1,200}:\d)/g,
];

function hideUserinfo(text: string, hide: Hide): string {
  return userinfo.reduce(
    (shown, form) =>
      shown.replace(form, (whole, before: string, piece: string) =>
        isHidden(piece) || isPlaceholder(piece) ? whole : `${before}${hide('userinfo', piece)}@`
      ),
    text
  );
}

/** A name and what sets a value to it: the value is read on from there, so that names within values are found too. */
interface Assignment {
  head: RegExp;
  value: RegExp;
  /** Whatever the name is. */
  isAlways?: boolean;
}

const word = String.raw`\{\{[^}\n]{0,300}\}\}|\$\{[^}\n]{0,300}\}|\$\([^)\n]{0,300}\)|\\?"(?:[^"\\\n]|\\[^"\n]){0,8192}\\?"|'(?:[^'\n]|''){0,8192}'`;
const scheme = String.raw`(?:(?:Bearer|Basic|Token|Digest)[ ]{1,4})?`;

/** `KEY=value` and `key: value` that begin a line: the value goes to its end. */
const line: Assignment = {
  head: /^[ \t]*(?:(?:export|set|ENV|ARG|-|#|\/\/|;)[ \t]+){0,3}["']?([\w.-]{1,100})["']?[ \t]{0,40}(?:=>|:=|=|:)[ \t]{0,40}/gm,
  value: /\S[^\n]*/y,
};
/** The same within a line, in a command, a query, a sentence: the value is one word or quoted. */
const inLine: Assignment = {
  head: /(?<![\w.-])-{0,2}([A-Za-z_][\w.-]{0,100})["'\\]{0,3}[ \t]{0,4}(?:=>|:=|=|:)[ \t]{0,4}/g,
  value: new RegExp(String.raw`${word}|${scheme}[^\s;&"'<]{1,8192}`, 'y'),
};
const argument = new RegExp(String.raw`${word}|[^\s"']{1,8192}`, 'y');
/** `--password value`. */
const flag: Assignment = {
  head: /(?<![\w-])--?([A-Za-z][\w-]{0,100})[ \t]+(?!-)/g,
  value: argument,
};
/** `-u user:password`, as curl has it. */
const userFlag: Assignment = {
  head: /(?<![\w-])(-u|--user)[ \t=]+["']?[^\s:"'/]{1,200}:/g,
  value: /[^\s"']{1,500}/y,
  isAlways: true,
};
/** Configurations that separate by a space, `.netrc` and SQL among them. */
const spaced: Assignment = {
  head: /(?:^[ \t]*(requirepass|masterauth|password|passwd|auth-pass)|\blogin[ \t]+\S{1,200}\s+password|\bidentified by|\bpassword(?=[ \t]+["']))[ \t]+(?![=:])/gim,
  value: argument,
  isAlways: true,
};
/** `<password>value</password>` */
const element: Assignment = {
  head: /<([\w.:-]{1,100})>\s{0,10}/g,
  value: /[^<\s][^<]{0,8192}(?=<\/)/y,
};

function hideAssignments(text: string, hide: Hide, isProse: boolean): string {
  const apply = (shown: string, form: Assignment) => assign(shown, form, hide, isProse);
  let shown = isProse ? text : hideInYaml(text, hide, isHidden);
  if (/[=:]/.test(shown)) shown = [...(isProse ? [] : [line]), inLine].reduce(apply, shown);
  if (shown.includes('-')) shown = apply(shown, flag);
  if (!isProse || /["']/.test(shown)) shown = apply(shown, spaced);
  return shown.includes('</') ? apply(shown, element) : shown;
}

function assign(text: string, form: Assignment, hide: Hide, isProse: boolean): string {
  let shown = '';
  let done = 0;
  form.head.lastIndex = 0;
  for (let head = form.head.exec(text); head; head = form.head.exec(text)) {
    const name = head[1] ?? 'password';
    if (head[0] === '') form.head.lastIndex += 1;
    if (!form.isAlways && !isSecretName(name)) continue;
    const from = head.index + head[0].length;
    form.value.lastIndex = from;
    const value = form.value.exec(text)?.[0];
    if (value === undefined) continue;
    form.head.lastIndex = from + value.length;
    if (isProse && isSentence(name, head[0], value)) continue;
    const [open, piece, close] = unquote(value);
    if (isHidden(piece) || isPlaceholder(piece)) continue;
    shown += text.slice(done, from) + open + hide(name.toLowerCase(), piece) + close;
    done = from + value.length;
  }
  return shown + text.slice(done);
}

/** `failed to get secret: secrets "x" not found`, `token: invalid signature`: words about a secret, not the secret. */
function isSentence(name: string, head: string, value: string): boolean {
  return /:[ \t]+$/.test(head) && !/pass|key/i.test(name) && /^[a-z]+$/.test(value);
}

/** What stands around the piece to be hidden: quotes, a comma, the scheme of an Authorization. */
function unquote(value: string): [open: string, piece: string, close: string] {
  const bare = value.trimEnd();
  const trimmed = bare.endsWith(',') ? bare.slice(0, -1).trimEnd() : bare;
  const end = value.slice(trimmed.length);
  const quote = /^(\\?["'])([\s\S]*)\1$/.exec(trimmed);
  if (quote) return [quote[1] ?? '', quote[2] ?? '', (quote[1] ?? '') + end];
  const named = /^((?:Bearer|Basic|Token|Digest) +)([\s\S]+)$/.exec(trimmed);
  return named ? [named[1] ?? '', named[2] ?? '', end] : ['', trimmed, end];
}

/** What stands for a value that comes from elsewhere, or none: `${NAME}`, `$(NAME)`, `{{ .Values.x }}`, `true`. */
function isPlaceholder(value: string): boolean {
  return /^(?:\$\{\w+\}|\$\(\w+\)|\$\w+|%\w?|\{\{[^}"']{0,200}\}\}|<[\w -]{0,40}>|true|false|null|nil|none|~|\*+|\||>|[|>][-+]?\d?|\{|\[|\{\}|\[\]|)$/.test(
    value
  );
}

/** Hidden already, whatever closes the text around it. */
function isHidden(value: string): boolean {
  return /^(?:lumen:masked:[0-9a-f]{32}|lumen:unknown:[\w:-]{1,60}|\*\*\*)["'\\\])}>,.;]*$/.test(
    value
  );
}
