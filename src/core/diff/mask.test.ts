import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { maskObject, maskText, readMasked } from './mask.ts';

const digest = (text: string) =>
  createHmac('sha256', 'key').update(text).digest('hex').slice(0, 32);

function object(kind: string, body: Record<string, unknown>, apiVersion = 'v1') {
  return { apiVersion, kind, metadata: { name: 'app', namespace: 'prod' }, ...body };
}

function mask(source: Record<string, unknown>, secrets?: string[]): KubernetesObject {
  return maskObject(source as unknown as KubernetesObject, { digest, secrets });
}

/** With every digest written as `#`, so that a test can say what is hidden and what is not. */
function shape(value: unknown): Record<string, unknown> {
  const text = JSON.stringify(value)
    .replace(/lumen:masked:[0-9a-f]{32}/g, '#')
    .replace(/lumen:unknown:(\w+):[0-9a-f]{32}/g, '?$1');
  return JSON.parse(text) as Record<string, unknown>;
}

const shapeOf = (source: Record<string, unknown>, secrets?: string[]) =>
  shape(mask(source, secrets));

describe('maskObject', () => {
  it('M1.1 hides every value of a Secret, and none of its keys', () => {
    const secret = object('Secret', {
      type: 'Opaque',
      data: { password: 'aHVudGVyMiE=', user: '' },
      stringData: { port: 5432 },
    });
    expect(shapeOf(secret)).toEqual({
      ...secret,
      data: { password: '#', user: '#' },
      stringData: { port: '#' },
    });
  });

  it('M1.2 hides a Secret within another object, and within a text', () => {
    const inner = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      data: { a: 'Yg==' },
    };
    const hidden = { ...inner, data: { a: '#' } };
    expect(shapeOf(object('List', { items: [inner] }))).toEqual(
      object('List', { items: [hidden] })
    );
    const text =
      'kind: Secret\napiVersion: v1\ndata:\n  # a comment\n  a: Yg==\n---\nkind: ConfigMap\n';
    expect(shapeOf(object('ConfigMap', { data: { 'all.yaml': text } })).data).toEqual({
      'all.yaml': text.replace('Yg==', '#'),
    });
    const json = JSON.stringify(inner);
    expect(shapeOf(object('ConfigMap', { data: { 'one.json': json } })).data).toEqual({
      'one.json': json.replace('Yg==', '#'),
    });
  });

  it('M2.1 hides last-applied whole on a Secret, and only what is secret in it elsewhere', () => {
    const key = 'kubectl.kubernetes.io/last-applied-configuration';
    const applied = (value: unknown) => ({
      metadata: { name: 'a', annotations: { [key]: value } },
    });
    const secret = object('Secret', applied('{"data":{"a":"Yg=="}}'));
    expect(shapeOf(secret)).toEqual({ ...secret, ...applied('#') });
    const config = object('ConfigMap', applied('{"data":{"password":"hunter2!","a":"b"}}'));
    expect(shapeOf(config)).toEqual({
      ...config,
      ...applied('{"data":{"password":"#","a":"b"}}'),
    });
  });

  it('M3.1 hides what stands under a secret name, and shows references', () => {
    const values = {
      password: 'hunter2!',
      dbPassword1: 12345678,
      API_KEY: 'abc',
      auth: { rootToken: 'x', username: 'admin', enabled: true },
      secrets: { anything: 'y', nested: { more: ['z'] } },
      passwordSecretName: 'db',
      existingSecret: 'db',
      tokenSecretRef: { name: 'db', key: 'token' },
      imagePullSecrets: ['regcred'],
      emptyPassword: '',
      noPassword: null,
      templated: { password: '${DB_PASSWORD}' },
      maxTokensFile: '/run/x',
    };
    expect(shapeOf(object('HelmRelease', { spec: { values } })).spec).toEqual({
      values: {
        ...values,
        password: '#',
        dbPassword1: '#',
        API_KEY: '#',
        auth: { rootToken: '#', username: 'admin', enabled: true },
        secrets: { anything: '#', nested: { more: ['#'] } },
      },
    });
  });

  it('M3.2 hides the value of a variable by its name', () => {
    const env = [
      { name: 'DB_PASSWORD', value: 'hunter2!' },
      { name: 'DB_PASSWORD_FILE', value: '/run/secrets/db' },
      { name: 'LOG', value: 'info' },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'db', key: 'token' } } },
    ];
    const expected = [{ name: 'DB_PASSWORD', value: '#' }, ...env.slice(1)];
    expect(shapeOf(object('Pod', { spec: { containers: [{ name: 'a', env }] } })).spec).toEqual({
      containers: [{ name: 'a', env: expected }],
    });
  });

  it('M3.3 shows what Kubernetes itself calls a secret and is none', () => {
    const spec = {
      automountServiceAccountToken: true,
      imagePullSecrets: [{ name: 'regcred' }],
      volumes: [
        {
          name: 'a',
          secret: { secretName: 'tls', items: [{ key: 'tls.key', path: 'k' }], optional: true },
        },
        {
          name: 'b',
          projected: {
            sources: [
              { secret: { name: 'x', items: [{ key: 'password', path: 'p' }] } },
              {
                serviceAccountToken: { path: 'token', expirationSeconds: 3600, audience: 'vault' },
              },
            ],
          },
        },
      ],
      privateKey: { algorithm: 'RSA', size: 4096, rotationPolicy: 'Always' },
      tls: [{ secretName: 'tls', hosts: ['a.b'] }],
      envFrom: [{ secretRef: { name: 'env' } }],
    };
    expect(shapeOf(object('Pod', { spec }))).toEqual(object('Pod', { spec }));
    const accounts = object('ServiceAccount', { secrets: [{ name: 'a-token' }] });
    expect(shapeOf(accounts)).toEqual(accounts);
    const external = object(
      'ExternalSecret',
      {
        spec: {
          secretStoreRef: { name: 'v', kind: 'X' },
          data: [{ secretKey: 'password', remoteRef: { key: 'a/b', property: 'password' } }],
        },
      },
      'external-secrets.io/v1'
    );
    expect(shapeOf(external)).toEqual(external);
    const role = object('Role', { rules: [{ resources: ['secrets'], verbs: ['get'] }] });
    expect(shapeOf(role)).toEqual(role);
  });

  it('M3.4 shows schemas, in which names are called like secrets', () => {
    const schema = {
      properties: { password: { type: 'string', description: 'password: the one to use' } },
    };
    const crd = object(
      'CustomResourceDefinition',
      { spec: { versions: [{ name: 'v1', schema: { openAPIV3Schema: schema } }] } },
      'apiextensions.k8s.io/v1'
    );
    expect(shapeOf(crd)).toEqual(crd);
  });

  it.each([
    ['postgres://app:hunter2!@db:5432/app', 'postgres://#@db:5432/app'],
    ['https://ghp_0123456789abcdef0123@github.com/a/b', 'https://#@github.com/a/b'],
    ['redis://:p@ss/word@cache:6379', 'redis://#@cache:6379'],
    ['root:hunter2!@tcp(db:3306)/app', '#@tcp(db:3306)/app'],
    ['oci://registry:5000/app@sha256:0123', 'oci://registry:5000/app@sha256:0123'],
    ['nginx:1.25@sha256:0123456789abcdef', 'nginx:1.25@sha256:0123456789abcdef'],
    ['git@github.com:a/b.git', 'git@github.com:a/b.git'],
    ['https://host/path?token=abc123&page=2', 'https://host/path?token=#&page=2'],
    ['--password=hunter2!', '--password=#'],
    ['mysqldump --user=app --password hunter2! db', 'mysqldump --user=app --password # db'],
    ['curl -u admin:hunter2! http://x', 'curl -u admin:# http://x'],
    ['curl -H "Authorization: Bearer abc.DEF-123"', 'curl -H "Authorization: Bearer #"'],
    ['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG', 'AWS_SECRET_ACCESS_KEY=#'],
    ['Server=db;Password=hunter2!;Database=x', 'Server=db;Password=#;Database=x'],
    ['key is ghp_0123456789abcdef0123 there', 'key is # there'],
    ['https://hooks.slack.com/services/T00/B00/XXXXYYYYZZZZ', 'https://hooks.slack.com/services/#'],
    ['admin:$apr1$abcdefgh$0123456789abcdefghij', 'admin:#'],
    ['PASSWORD=${DB_PASSWORD}', 'PASSWORD=${DB_PASSWORD}'],
    ['password: {{ .Values.password }}', 'password: {{ .Values.password }}'],
    ['just words about a secret and a token', 'just words about a secret and a token'],
  ])('M4.1 hides the secret in %j and nothing else', (text, expected) => {
    expect(shapeOf(object('X', { spec: { args: [text] } })).spec).toEqual({ args: [expected] });
  });

  it('M4.2 hides in texts of several lines, line by line', () => {
    const text = [
      '# password: old-one',
      'host: db',
      'password: "hunter2!"',
      'nested:',
      '  apiKey: |',
      '    first',
      '    second',
      '  name: x',
      'url: amqp://u:p4ssw0rd@mq',
      '',
    ].join('\n');
    const expected = [
      '# password: #',
      'host: db',
      'password: "#"',
      'nested:',
      '  apiKey: |',
      '    #',
      '  name: x',
      'url: amqp://#@mq',
      '',
    ].join('\n');
    expect(shapeOf(object('ConfigMap', { data: { 'a.yaml': text } })).data).toEqual({
      'a.yaml': expected,
    });
    const credentials =
      'credentials:\n  a: |\n    one\n    two\n  - b\n  c: d # e\n  name: f\ng: h\n';
    expect(shapeOf(object('ConfigMap', { data: { a: credentials } })).data).toEqual({
      a: 'credentials:\n  a: |\n    #\n  - #\n  c: #\n  name: f\ng: h\n',
    });
    const ini = '[db]\npassword = hunter2!\nuser = app\n; token = x\n';
    expect(shapeOf(object('ConfigMap', { data: { 'a.ini': ini } })).data).toEqual({
      'a.ini': '[db]\npassword = #\nuser = app\n; token = #\n',
    });
    const template = '{{- if .x }}\nb: [\npassword: |\n  line one\n  line two\nb: 1\n';
    expect(shapeOf(object('ConfigMap', { data: { 'a.tpl': template } })).data).toEqual({
      'a.tpl': '{{- if .x }}\nb: [\npassword: |\n  #\nb: 1\n',
    });
    const conf = 'maxmemory 1gb\nrequirepass foobared\n';
    expect(shapeOf(object('ConfigMap', { data: { 'redis.conf': conf } })).data).toEqual({
      'redis.conf': 'maxmemory 1gb\nrequirepass #\n',
    });
  });

  it('M4.3 hides private keys, in base64 too, and shows certificates', () => {
    const pem = (what: string) => `-----BEGIN ${what}-----\nMIIB\nAAAA\n-----END ${what}-----\n`;
    const data = {
      'tls.key': `before\n${pem('RSA PRIVATE KEY')}after`,
      'tls.crt': pem('CERTIFICATE'),
      kube: `client: ${btoa(pem('EC PRIVATE KEY'))}`,
      bundle: btoa(pem('CERTIFICATE')),
    };
    expect(shapeOf(object('ConfigMap', { data })).data).toEqual({
      ...data,
      'tls.key': 'before\n#\nafter',
      kube: 'client: #',
    });
  });

  it('M4.4 hides what follows a flag in a list of arguments', () => {
    const args = ['run', '--password', 'hunter2!', '--token', '--verbose', '--secret-name', 'db'];
    expect(shapeOf(object('Pod', { spec: { args } })).spec).toEqual({
      args: ['run', '--password', '#', '--token', '--verbose', '--secret-name', 'db'],
    });
  });

  it('M5.1 calls what SOPS encrypted unknown, and hides its block', () => {
    const encrypted = 'ENC[AES256_GCM,data:abc=,iv:x=,tag:y=,type:str]';
    const sops = { mac: encrypted, lastmodified: '2020-01-01T00:00:00Z', age: [] };
    const secret = object('Secret', {
      data: { a: encrypted, b: btoa(`{"data":"${encrypted}"}`) },
      sops,
    });
    expect(shapeOf(secret)).toEqual({ ...secret, data: { a: '?sops', b: '?sops' }, sops: '#' });
    const env = `A=1\nB=${encrypted}\nsops_mac=${encrypted}\n`;
    expect(shapeOf(object('ConfigMap', { data: { env } })).data).toEqual({
      env: 'A=1\nB=?sops\nsops_mac=?sops\n',
    });
    const values = mask(object('HelmRelease', { spec: { values: { password: encrypted } } }));
    const { password } = values.spec?.values as Record<string, string>;
    expect(readMasked(password)).toEqual({ state: 'unknown', why: 'sops' });
  });

  it('M6.1 hides values known to be secret wherever they stand, however they are written', () => {
    const secret = 'correct horse/battery+"staple"';
    const config = object('ConfigMap', {
      data: {
        plain: `x ${secret} y`,
        json: JSON.stringify({ x: secret }),
        url: encodeURIComponent(secret),
        base64: btoa(secret),
        inBase64: btoa(`user:${secret}`),
        lines: `one\ntwo ${secret}\nthree`,
        other: 'correct horse',
      },
    });
    expect(shapeOf(config, [secret, 'short'])).toEqual({
      ...config,
      data: {
        plain: '#',
        json: '#',
        url: '#',
        base64: '#',
        inBase64: '#',
        lines: 'one\n#\nthree',
        other: 'correct horse',
      },
    });
  });

  it('M6.2 hides a number that is a known secret', () => {
    expect(shapeOf(object('X', { spec: { id: 1234567890, n: 12 } }), ['1234567890']).spec).toEqual({
      id: '#',
      n: 12,
    });
  });

  it('M7.1 gives a value one digest at one place of one object, and another one elsewhere', () => {
    const pod = (env: unknown[]) =>
      mask(object('Pod', { spec: { containers: [{ name: 'a', env }] } }));
    const valueOf = (masked: KubernetesObject, name: string) => {
      const [container] = masked.spec?.containers as { env: { name: string; value: string }[] }[];
      return container?.env.find(variable => variable.name === name)?.value;
    };
    const a = { name: 'A_TOKEN', value: 'x' };
    const b = { name: 'B_TOKEN', value: 'x' };
    const [one, two] = [pod([a, b]), pod([b, a])];
    expect(valueOf(one, 'A_TOKEN')).toBe(valueOf(two, 'A_TOKEN'));
    expect(valueOf(one, 'A_TOKEN')).not.toBe(valueOf(one, 'B_TOKEN'));
    const other = pod([{ ...a, value: 'y' }, b]);
    expect(valueOf(other, 'A_TOKEN')).not.toBe(valueOf(one, 'A_TOKEN'));
    const elsewhere = maskObject(
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'b' }, data: { a: 'x' } },
      { digest }
    );
    const here = maskObject(
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { a: 'x' } },
      { digest }
    );
    expect(elsewhere.data).not.toEqual(here.data);
  });

  it('M7.2 hides what looks like our own form', () => {
    const forged = `lumen:masked:${'0'.repeat(32)}`;
    const masked = mask(
      object('ConfigMap', { data: { a: forged, b: `x\ny: ${forged}`, c: 'lumen:x' } })
    );
    expect(shape(masked.data)).toEqual({ a: '#', b: '#', c: '#' });
    expect(JSON.stringify(masked)).not.toContain('0'.repeat(32));
  });

  it('M8.1 leaves names, and the object it was given, as they are', () => {
    const source = object('ConfigMap', { data: { password: 'x' } });
    const before = structuredClone(source);
    expect(
      mask({ ...source, metadata: { name: 'production', namespace: 'production' } }, ['production'])
        .metadata
    ).toEqual({ name: 'production', namespace: 'production' });
    mask(source);
    expect(source).toEqual(before);
  });

  it.each([
    ['nothing', {}],
    ['no metadata', { kind: 'Secret', data: { a: 'secret-value' } }],
    ['odd types', { apiVersion: 7, kind: null, metadata: 'x', data: [1], spec: 'y' }],
    [
      'an odd Secret',
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {},
        data: 'secret-value',
        stringData: ['secret-value'],
      },
    ],
    [
      'hostile keys',
      JSON.parse(
        '{"kind":"X","__proto__":{"password":"secret-value"},"metadata":{"constructor":1}}'
      ),
    ],
  ])('M9.1 never throws: %s', (_, source) => {
    const masked = mask(source as Record<string, unknown>);
    expect(JSON.stringify(masked)).not.toMatch(/secret-value/);
  });

  it('M9.2 hides what lies too deep to be looked at', () => {
    let deep: unknown = { password: 'hunter2!' };
    for (let level = 0; level < 500; level++) deep = { a: deep };
    expect(JSON.stringify(mask(object('X', { spec: deep })))).not.toContain('hunter2!');
  });
});

describe('maskText', () => {
  it.each([
    [
      'failed to clone https://me:hunter2!@git.example.org/a: 401',
      'failed to clone https://***@git.example.org/a: 401',
    ],
    ['template: password: hunter2! is no number', 'template: password: *** is no number'],
    ['invalid value "hunter2!" known', 'invalid value "***" known'],
    ['failed to get secret: secrets "a" not found', 'failed to get secret: secrets "a" not found'],
    ['token: invalid signature', 'token: invalid signature'],
    ['Secret/flux-system/vendor-auth not found', 'Secret/flux-system/vendor-auth not found'],
    ['pulled oci://reg:5000/app@sha256:0123456789', 'pulled oci://reg:5000/app@sha256:0123456789'],
    ['Basic authentication failed', 'Basic authentication failed'],
    ['applied revision main@sha1:5763edb', 'applied revision main@sha1:5763edb'],
  ])('M4.5 %j', (text, expected) => {
    expect(maskText(text, ['hunter2!'])).toBe(expected);
  });
});
