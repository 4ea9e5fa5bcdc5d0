import { describe, expect, it } from 'vitest';
import { condition, failed, fluxObject, isReady } from '../../../../test/fixtures/fluxObjects.ts';
import type { FluxKindName } from '../../flux/kinds.ts';
import { createGraph } from '../../graph/graph.ts';
import { refText } from '../../kubernetes/ref.ts';
import { diagnose } from '../diagnose.ts';

const source = fluxObject('GitRepository', 'homelab', {
  spec: { url: 'ssh://git@forge.example/lab', secretRef: { name: 'deploy' } },
  status: { conditions: [isReady] },
});

/** The cause that a message leads to, with the numbers and names that its sentence has. */
function causeOf(kind: FluxKindName, message: string, spec = {}, reason = 'Failed') {
  const object = fluxObject(kind, 'apps', {
    spec: { sourceRef: { kind: 'GitRepository', name: 'homelab' }, ...spec },
    status: { conditions: failed(message, reason) },
  });
  const graph = createGraph([source, object]);
  const now = Date.parse('2026-08-01T12:00:00Z');
  const { causes } = diagnose({ now, graph, isRead: () => false });
  return causes.map(
    ({ object: it, says: { id, params } }) => `${refText(it)} ${id} ${JSON.stringify(params)}`
  );
}

type Row = [kind: FluxKindName, message: string, expected: string, spec?: object, reason?: string];

const of = 'Helm install failed for release media/shop with chart shop@1.0.0';
const remote = { kubeConfig: { secretRef: { name: 'remote' } } };
const image = { image: 'registry.example/none/such' };

describe('what Flux writes of a Secret', () => {
  it.each<Row>([
    [
      'Receiver',
      "invalid 'media/token' secret data: required fields 'token'",
      'Secret/media/token rule.key {"kind":"Secret","name":"media/token","key":"token","by":"apps"}',
    ],
    [
      'Bucket',
      "invalid 'login' secret data: required fields 'accesskey' and 'secretkey'",
      'Secret/flux-system/login rule.key.several {"kind":"Secret","name":"flux-system/login","key":"accesskey, secretkey","by":"apps"}',
    ],
    [
      'GitRepository',
      "failed to configure authentication options: invalid 'ssh' auth option: 'known_hosts' is required",
      'Secret/flux-system/forge rule.key {"kind":"Secret","name":"flux-system/forge","key":"known_hosts","by":"apps"}',
      { url: 'ssh://git@forge.example/lab', secretRef: { name: 'forge' } },
    ],
    [
      'GitRepository',
      "failed to configure authentication options: invalid 'ssh' auth option: 'identity' is required",
      'GitRepository/flux-system/apps rule.credentials.none {"address":"forge.example/lab"}',
      { url: 'ssh://git@forge.example/lab' },
    ],
    [
      'GitRepository',
      "failed to configure authentication options: invalid 'http' auth option: 'password' requires 'username' to be set",
      'Secret/flux-system/forge rule.key {"kind":"Secret","name":"flux-system/forge","key":"username","by":"apps"}',
      { url: 'https://forge.example/lab', secretRef: { name: 'forge' } },
    ],
    [
      'ImageUpdateAutomation',
      "failed to configure authentication options: invalid 'ssh' auth option: 'known_hosts' is required",
      'Secret/flux-system/deploy rule.key {"kind":"Secret","name":"flux-system/deploy","key":"known_hosts","by":"homelab"}',
    ],
  ])('of a %s: %s', (kind, message, expected, spec) => {
    expect(causeOf(kind, message, spec)).toEqual([expected]);
  });
});

describe('what Flux writes of an address', () => {
  it.each<Row>([
    [
      'ImageRepository',
      "image 'https://127.0.0.1:5000/Shop!' should not include URL scheme; remove 'https://'",
      `ImageRepository/flux-system/apps rule.url {"said":"image 'https://127.0.0.1:5000/Shop!' should not include URL scheme; remove 'https://'"}`,
      image,
      'ImageURLInvalid',
    ],
    [
      'ImageRepository',
      'scan failed: GET http://registry.example/v2/none/such/tags/list?n=1000: NAME_UNKNOWN: there is no repository none/such',
      'ImageRepository/flux-system/apps rule.repository {"address":"registry.example/none/such"}',
      image,
    ],
    [
      'GitRepository',
      "failed to checkout and determine revision: unable to resolve commit object for '5763edb': object not found",
      'GitRepository/flux-system/apps rule.branch {"address":"forge.example/lab","ref":"5763edb"}',
      { url: 'https://forge.example/lab', ref: { branch: 'main', commit: '5763edb' } },
    ],
    [
      'GitRepository',
      "failed to checkout and determine revision: unable to clone 'https://forge.example/lab': remote error: upload-pack: not our ref 5763edb",
      'GitRepository/flux-system/apps rule.branch {"address":"forge.example/lab","ref":"5763edb"}',
      { url: 'https://forge.example/lab', ref: { commit: '5763edb' } },
    ],
    [
      'GitRepository',
      "failed to checkout and determine revision: unable to resolve ref 'refs/heads/nope' to a specific commit",
      'GitRepository/flux-system/apps rule.branch {"address":"forge.example/lab","ref":"refs/heads/nope"}',
      { url: 'https://forge.example/lab', ref: { name: 'refs/heads/nope' } },
    ],
    [
      'ImageUpdateAutomation',
      `failed to checkout source: unable to clone 'ssh://git@forge.example/lab': couldn't find remote ref "refs/heads/nope"`,
      'ImageUpdateAutomation/flux-system/apps rule.branch {"address":"forge.example/lab","ref":"nope"}',
      { git: { checkout: { ref: { branch: 'nope' } } } },
    ],
    [
      'Kustomization',
      "can't access 'ExternalArtifact/media/lab', ExternalArtifact feature gate is disabled",
      'Kustomization/flux-system/apps rule.gate {"gate":"ExternalArtifact","controller":"kustomize-controller"}',
    ],
    [
      'ImageUpdateAutomation',
      'failed to apply policies: walking path for files: lstat /tmp/media-homelab1350196637/nowhere: no such file or directory',
      'ImageUpdateAutomation/flux-system/apps rule.path {"path":"./nowhere"}',
      { update: { path: './nowhere' } },
    ],
  ])('of a %s: %s', (kind, message, expected, spec, reason) => {
    expect(causeOf(kind, message, spec, reason)).toEqual([expected]);
  });
});

describe('what Flux writes of a policy for tags', () => {
  const scan = fluxObject('ImageRepository', 'scan', {
    spec: image,
    status: {
      conditions: [isReady],
      lastScanResult: { tagCount: 3, latestTags: ['latest', '1.4.2'] },
    },
  });
  const of = (spec: object, message: string, reason = 'InvalidPolicy', frozen?: string) => {
    const [stalled, ready] = ['Stalled', 'Ready'].map(type => ({
      ...condition(type, type === 'Ready' ? 'False' : 'True', reason, message),
    }));
    const before = condition('Ready', 'False', 'DependencyNotReady', frozen ?? '');
    const conditions =
      reason !== 'InvalidPolicy' ? failed(message) : [stalled, frozen ? before : ready];
    const policy = fluxObject('ImagePolicy', 'newest', {
      spec: { imageRepositoryRef: { name: 'scan' }, ...spec },
      status: { conditions },
    });
    const graph = createGraph([scan, policy]);
    const { causes } = diagnose({ now: 0, graph, isRead: () => false });
    return causes.map(({ rule, says }) => `${rule} ${says.id} ${JSON.stringify(says.params)}`);
  };
  const waited = 'retrying in 30s error: no tags in database';

  it('is what of it cannot be used, also where Ready still says what was before', () => {
    const said =
      "invalid regular expression pattern '^v(': error parsing regexp: missing closing ): `^v(`";
    const filtered = {
      filterTags: { pattern: '^v(' },
      policy: { semver: { range: '1.x' } },
    };
    const expected = `policy.invalid rule.policy.invalid ${JSON.stringify({
      field: 'spec.filterTags.pattern',
      said,
    })}`;
    const message = `failed to filter tags: ${said}`;
    expect(of(filtered, message)).toEqual([expected]);
    expect(of(filtered, message, 'InvalidPolicy', waited)).toEqual([expected]);
    const range = { policy: { semver: { range: 'newest' } } };
    expect(of(range, 'invalid policy: improper constraint: "newest"')).toEqual([
      `policy.invalid rule.policy.invalid ${JSON.stringify({
        field: 'spec.policy.semver.range',
        said: 'improper constraint: "newest"',
      })}`,
    ]);
  });

  it('is the filter where it leaves no tag over, and the range where it leaves some', () => {
    const filtered = {
      filterTags: { pattern: '^v' },
      policy: { semver: { range: '>=2.0.0' } },
    };
    const told = (range: string) =>
      `policy rule.policy.scanned ${JSON.stringify({ range, total: 3, tags: 'latest, 1.4.2' })}`;
    expect(of(filtered, 'version list argument cannot be empty', 'Failure')).toEqual([told('^v')]);
    const none = 'unable to determine latest version from provided list';
    expect(of(filtered, none, 'Failure')).toEqual([told('>=2.0.0')]);
  });
});

describe('what Flux writes of another cluster', () => {
  const refused = 'dial tcp 10.0.0.9:6443: connect: connection refused';
  const got = `failed to get server groups: Get "https://10.0.0.9:6443/api?timeout=30s": ${refused}`;
  const stored =
    'Could not determine release state: failed to retrieve last release from storage: query: failed to query with labels';

  it.each<Row>([
    [
      'Kustomization',
      `ConfigMap/media/one dry-run failed: ${got}\n`,
      `Kustomization/flux-system/apps rule.cluster {"by":"remote","said":"${refused}"}`,
      remote,
    ],
    [
      'HelmRelease',
      `${stored}: Get "https://10.0.0.9:6443/api/v1/namespaces/media/secrets?labelSelector=name%3Dshop%2Cowner%3Dhelm": ${refused}`,
      `HelmRelease/flux-system/apps rule.cluster {"by":"remote","said":"${refused}"}`,
      remote,
    ],
    [
      'Kustomization',
      "yaml: line 1: did not find expected ',' or ']'",
      `Kustomization/flux-system/apps rule.cluster {"by":"remote","said":"yaml: line 1: did not find expected ',' or ']'"}`,
      remote,
    ],
    [
      'HelmRelease',
      `${stored}: secrets is forbidden: User "system:serviceaccount:media:ghost" cannot list resource "secrets" in API group "" in the namespace "media"`,
      'ServiceAccount/media/ghost rule.forbidden {"account":"media/ghost","verb":"list","resource":"secrets","namespace":"media"}',
      remote,
    ],
    [
      'Kustomization',
      `ConfigMap/media/one dry-run failed: ${got}`,
      `Kustomization/flux-system/apps rule.failed ${JSON.stringify({
        said: `ConfigMap/media/one dry-run failed: ${got}`,
        kind: 'Kustomization',
      })}`,
    ],
    [
      'Kustomization',
      `Service/media/one dry-run failed (InternalError): Internal error occurred: failed calling webhook "check.example.org": failed to call webhook: Post "https://policy.media.svc:443/?timeout=2s": ${refused}`,
      `Kustomization/flux-system/apps rule.webhook ${JSON.stringify({
        webhook: 'check.example.org',
        said: `failed to call webhook: Post "https://policy.media.svc:443/?timeout=2s": ${refused}`,
      })}`,
      remote,
    ],
  ])('of a %s: %s', (kind, message, expected, spec) => {
    expect(causeOf(kind, message, spec)).toEqual([expected]);
  });
});

describe('what Helm writes', () => {
  const taken = (why: string) =>
    `${of}: unable to continue with install: ConfigMap "taken" in namespace "media" exists and cannot be imported into the current release: invalid ownership metadata; ${why}`;
  const must = (what: string, said: string) =>
    `annotation validation error: key "meta.helm.sh/release-${what}" must equal "own": current value is "${said}"`;

  it.each<Row>([
    [
      'HelmRelease',
      taken(
        'label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"; annotation validation error: missing key "meta.helm.sh/release-name": must be set to "shop"'
      ),
      'ConfigMap/media/taken rule.owned.own {"object":"ConfigMap/media/taken"}',
    ],
    [
      'HelmRelease',
      taken(must('name', 'other')),
      'ConfigMap/media/taken rule.owned.release.own {"object":"ConfigMap/media/taken","owner":"media/other"}',
    ],
    [
      'HelmRelease',
      taken(must('namespace', 'games')),
      'ConfigMap/media/taken rule.owned.release.own {"object":"ConfigMap/media/taken","owner":"games/shop"}',
    ],
    [
      'HelmRelease',
      `${of}: chart requires kubeVersion: >=1.99.0 which is incompatible with Kubernetes v1.36.3`,
      'HelmRelease/flux-system/apps rule.kubeVersion {"wanted":">=1.99.0","has":"v1.36.3"}',
    ],
    [
      'HelmRelease',
      "could not resolve ConfigMap chart values reference 'media/vals' with key 'values.yaml': error converting YAML to JSON: yaml: line 1: did not find expected node content",
      'ConfigMap/media/vals rule.values {"key":"values.yaml","said":"error converting YAML to JSON: yaml: line 1: did not find expected node content"}',
    ],
    [
      'HelmChart',
      "values files merge error: failed to merge chart values: no values file found at path 'values-nope.yaml'",
      'HelmChart/flux-system/apps rule.valuesFile {"file":"values-nope.yaml"}',
    ],
    [
      'HelmRelease',
      `${of}: error while running post render on files: replace operation does not apply: doc is missing path: /data/missing/x: missing value`,
      'HelmRelease/flux-system/apps rule.patch {"operation":"replace","path":"/data/missing/x"}',
    ],
  ])('of a %s: %s', (kind, message, expected, spec) => {
    expect(causeOf(kind, message, spec)).toEqual([expected]);
  });
});

describe('what the API server writes', () => {
  const dialled = 'Post "https://converter.media.svc:443/convert?timeout=30s"';
  const decode =
    'failed to convert new object (media/login; /v1, Kind=Secret) to proper version: unable to convert unstructured object to /v1, Kind=Secret: error decoding from json: illegal base64 data at input byte 3';

  it.each<Row>([
    [
      'Kustomization',
      `Gadget/media/one dry-run failed: conversion webhook for example.org/v1, Kind=Gadget failed: ${dialled}: service "converter" not found\n`,
      `Kustomization/flux-system/apps rule.conversion ${JSON.stringify({
        kind: 'Gadget',
        group: 'example.org',
        said: `${dialled}: service "converter" not found`,
      })}`,
    ],
    [
      'Kustomization',
      `Secret/media/login dry-run failed: ${decode}\n`,
      'Secret/media/login rule.base64.own {"object":"Secret/media/login"}',
    ],
    [
      'HelmRelease',
      `${of}: server-side apply failed for object media/login /v1, Kind=Secret: ${decode}`,
      'Secret/media/login rule.base64.own {"object":"Secret/media/login"}',
    ],
    [
      'HelmRelease',
      `${of}: create: failed to create: Secret "sh.helm.release.v1.shop.v1" is invalid: data: Too long: may not be more than 1048576 bytes`,
      'HelmRelease/flux-system/apps rule.release.size {"secret":"sh.helm.release.v1.shop.v1","limit":"1048576"}',
    ],
    [
      'Kustomization',
      'Secret/media/login dry-run failed (Invalid): Secret "login" is invalid: data: Too long: may not be more than 1048576 bytes',
      'Secret/media/login rule.invalid.own {"object":"Secret/media/login","field":"data","said":"Secret \\"login\\" is invalid: data: Too long: may not be more than 1048576 bytes"}',
    ],
  ])('of a %s: %s', (kind, message, expected, spec) => {
    expect(causeOf(kind, message, spec)).toEqual([expected]);
  });
});

describe('what kustomize writes', () => {
  const built = (said: string): [FluxKindName, string] => [
    'Kustomization',
    `kustomize build failed: ${said}`,
  ];
  const base = 'https://forge.example/none/such//base?ref=v1';

  it.each<Row>([
    [
      ...built(
        'no resource matches strategic merge patch "ConfigMap.v1.[noGrp]/ghost.[noNs]": no matches for Id ConfigMap.v1.[noGrp]/ghost.[noNs]; failed to find unique target for patch ConfigMap.v1.[noGrp]/ghost.[noNs]'
      ),
      'Kustomization/flux-system/apps rule.patch.target {"patched":"ConfigMap/ghost"}',
    ],
    [
      ...built(
        'trouble configuring builtin PatchTransformer with config: `\npatch: |\n  - op: replace\n     path: : x\ntarget:\n  kind: ConfigMap\n`: unable to parse SM or JSON patch from [patch: "- op: replace\\n   path: : x"]'
      ),
      'Kustomization/flux-system/apps rule.patch.malformed {"said":"- op: replace path: : x"}',
    ],
    [
      ...built(
        `accumulating components: loader.New "must build at directory: not a valid directory: evalsymlink failure on 'components/ghost' : lstat components: no such file or directory"`
      ),
      'Kustomization/flux-system/apps cause.fileMissing {"file":"components/ghost"}',
    ],
    [
      ...built(
        "accumulating resources: accumulation err='accumulating resources from 'https://127.0.0.1:1/none.yaml': Get \"https://127.0.0.1:1/none.yaml\": dial tcp 127.0.0.1:1: connect: connection refused': must build at directory: not a valid directory: evalsymlink failure on 'media/https:/127.0.0.1:1/none.yaml' : lstat media/https:: no such file or directory"
      ),
      'Kustomization/flux-system/apps rule.remote {"url":"https://127.0.0.1:1/none.yaml","said":"Get \\"https://127.0.0.1:1/none.yaml\\": dial tcp 127.0.0.1:1: connect: connection refused"}',
    ],
    [
      ...built(
        `accumulating resources: accumulation err='accumulating resources from '${base}': Get "${base}": dial tcp: lookup forge.example: no such host': failed to run '/usr/bin/git fetch --depth=1 https://forge.example/none/such v1': fatal: unable to access 'https://forge.example/none/such/': Could not resolve host: forge.example\n: exit status 128`
      ),
      `Kustomization/flux-system/apps rule.remote {"url":"${base}","said":"fatal: unable to access 'https://forge.example/none/such/': Could not resolve host: forge.example"}`,
    ],
    [
      'Kustomization',
      "post build failed for 'ConfigMap.v1.[noGrp]/one': envsubst error: YAMLToJSON: yaml: line 3: mapping values are not allowed in this context",
      'Kustomization/flux-system/apps rule.substitution.yaml {"object":"ConfigMap/one","said":"mapping values are not allowed in this context"}',
    ],
    [
      'Kustomization',
      "decryption failed for 'Secret.v1.[noGrp]/two': failed to decrypt and format 'media/two' Secret data: failed to load encrypted JSON data: No keys found in file",
      `Kustomization/flux-system/apps rule.decrypt {"object":"Secret/two","said":"failed to decrypt and format 'media/two' Secret data: failed to load encrypted JSON data: No keys found in file","secret":"age"}`,
      { decryption: { provider: 'sops', secretRef: { name: 'age' } } },
    ],
  ])('of a %s: %s', (kind, message, expected, spec) => {
    expect(causeOf(kind, message, spec)).toEqual([expected]);
  });
});

describe('what an expression says', () => {
  const hpa = `HorizontalPodAutoscaler/media/hpa status: 'Unknown': failed to evaluate the CEL expression 'status.phase == 'x'': no such key: phase`;
  const failedFor = (waited: string) =>
    causeOf('Kustomization', `health check failed after 30s: timeout waiting for: [${waited}]`);

  it('is the cause where it cannot be read, or finds nothing to read', () => {
    const parse = `Reconciliation failed terminally due to configuration error: terminal error: failed to evaluate dependency infra: failed to parse the CEL expression 'dep.status.(': ERROR: <input>:1:12: Syntax error: no viable alternative at input '.('\n | dep.status.(\n | ...........^`;
    expect(causeOf('Kustomization', parse)).toEqual([
      `Kustomization/flux-system/apps rule.expression {"expression":"dep.status.(","said":"ERROR: <input>:1:12: Syntax error: no viable alternative at input '.('"}`,
    ]);
    expect(failedFor(hpa)).toEqual([
      `Kustomization/flux-system/apps rule.expression {"expression":"status.phase == 'x'","said":"no such key: phase"}`,
    ]);
  });

  it('is none where something else is waited for, which may be why', () => {
    expect(failedFor(`Deployment/media/web status: 'InProgress', ${hpa}`)).toEqual([
      'Deployment/media/web rule.unhealthy.unseen {"status":"InProgress"}',
    ]);
  });
});

it('takes no time for a message that was made to take it', () => {
  const pieces = [
    ...['a', 'A/a/a.', '/tmp/1234', '/tmp/1234/', 'release a/', 'cannot patch "a" '],
    ...['x dry-run failed: ', 'x dry-run failed: a: Invalid value: ', 'a: Forbidden: updates to '],
    ...["accumulating resources from 'a': ", "post build failed for 'a'", 'yaml: line 1: '],
    ...['user "system:serviceaccount:a:b" ', "failed to evaluate the CEL expression '"],
    ...['unable to parse SM or JSON patch from [', 'a dry-run failed illegal base64 '],
  ];
  for (const piece of pieces) {
    // As long as a condition may be.
    const message = `q${piece.repeat(32_000 / piece.length)}`;
    for (const kind of ['Kustomization', 'HelmRelease', 'GitRepository'] as const) {
      const begun = performance.now();
      causeOf(kind, message);
      expect(performance.now() - begun, `${kind}: ${piece}`).toBeLessThan(1_000);
    }
  }
});

it('leaves the folder out that something was unpacked in, and no other', () => {
  const said = (path: string) => `Something failed: open '${path}': no such file`;
  const told = (path: string) =>
    causeOf('Kustomization', said(path)).map(text => /'([^']*)'/.exec(text)?.[1]);
  expect(told('/tmp/kustomization-3975833174/media/one.yaml')).toEqual(['media/one.yaml']);
  expect(told('/data/tmp/media-homelab1350196637/one.yaml')).toEqual(['one.yaml']);
  expect(told('/srv/backup-20260801/one.yaml')).toEqual(['/srv/backup-20260801/one.yaml']);
});
