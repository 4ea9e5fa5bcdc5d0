import { describe, expect, it } from 'vitest';
import { failed, fluxObject, isReady, kustomization } from '../../../test/fixtures/fluxObjects.ts';
import type { FluxKindName } from '../flux/kinds.ts';
import { createGraph } from '../graph/graph.ts';
import { refText } from '../kubernetes/ref.ts';
import { diagnose } from './diagnose.ts';

const now = Date.parse('2026-08-01T12:00:00Z');
const source = fluxObject('GitRepository', 'homelab', { status: { conditions: [isReady] } });

/** The cause that a message leads to, with the numbers and names that its sentence has. */
function causeOf(kind: FluxKindName, message: string) {
  const object =
    kind === 'Kustomization'
      ? kustomization('apps', { conditions: failed(message) })
      : fluxObject(kind, 'apps', {
          spec: { url: 'https://forge.example/lab.git', secretRef: { name: 'forge' } },
          status: { conditions: failed(message, 'Failed') },
        });
  const world = { now, graph: createGraph([source, object]), isRead: () => false };
  const { causes } = diagnose(world);
  return causes.map(
    ({ object: it, rule, says }) => `${refText(it)} ${rule} ${JSON.stringify(says.params)}`
  );
}

describe('what Flux writes', () => {
  it.each<[FluxKindName, string, string]>([
    [
      'GitRepository',
      "failed to checkout and determine revision: unable to list remote for 'ssh://git@forge.example/lab': ssh: handshake failed: knownhosts: key mismatch",
      'GitRepository/flux-system/apps hostKey {"address":"forge.example/lab","secret":"flux-system/forge"}',
    ],
    [
      'GitRepository',
      `failed to checkout and determine revision: unable to clone 'https://forge.example/lab.git': Get "https://forge.example/lab.git/info/refs?service=git-upload-pack": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
      'GitRepository/flux-system/apps certificate {"address":"forge.example/lab","said":"tls: failed to verify certificate: x509: certificate signed by unknown authority"}',
    ],
    [
      'OCIRepository',
      "failed to verify the signature using provider 'cosign': no matching signatures were found for 'oci://registry.example/app'",
      `OCIRepository/flux-system/apps signature {"address":"forge.example/lab","said":"failed to verify the signature using provider 'cosign': no matching signatures were found for 'oci://registry.example/app'"}`,
    ],
    [
      'GitRepository',
      "failed to checkout and determine revision: unable to clone 'https://forge.example/lab.git': repository not found: Repository not found.",
      'GitRepository/flux-system/apps repository {"address":"forge.example/lab"}',
    ],
    [
      'HelmRepository',
      'failed to fetch Helm repository index: failed to cache index to temporary file: failed to fetch https://charts.example/index.yaml : 401 Unauthorized',
      'HelmRepository/flux-system/apps credentials.rejected {"address":"forge.example/lab","secret":"flux-system/forge"}',
    ],
    [
      'OCIRepository',
      'failed to determine artifact digest: GET https://registry-1.docker.io/v2/library/app/manifests/1: TOOMANYREQUESTS: You have reached your unauthenticated pull rate limit.',
      'OCIRepository/flux-system/apps rate {"address":"forge.example/lab"}',
    ],
    [
      'Kustomization',
      `Deployment/media/web dry-run failed (InternalError): Internal error occurred: failed calling webhook "check.example.org": failed to call webhook: Post "https://policy.media.svc:443/?timeout=2s": service "policy" not found`,
      'Kustomization/flux-system/apps webhook {"webhook":"check.example.org","said":"failed to call webhook: Post \\"https://policy.media.svc:443/?timeout=2s\\": service \\"policy\\" not found"}',
    ],
    [
      'Kustomization',
      `Deployment/media/web dry-run failed (Invalid): deployments.apps "web" is forbidden: ValidatingAdmissionPolicy 'few' with binding 'few' denied request: needs more replicas`,
      'Deployment/media/web denied {"object":"Deployment/media/web","policy":"few","said":"needs more replicas"}',
    ],
    [
      'Kustomization',
      `Deployment/media/web dry-run failed (Forbidden): admission webhook "validate.kyverno.svc-fail" denied the request: resource Deployment/media/web was blocked due to the following policies`,
      'Deployment/media/web denied {"object":"Deployment/media/web","policy":"validate.kyverno.svc-fail","said":"resource Deployment/media/web was blocked due to the following policies"}',
    ],
    [
      'Kustomization',
      'Deployment/media/web dry-run failed (Forbidden): deployments.apps "web" is forbidden: unable to create new content in namespace media because it is being terminated',
      'Namespace/media namespace.ending {"name":"media"}',
    ],
    [
      'Kustomization',
      `Service/media/My_App dry-run failed (Invalid): Service "My_App" is invalid: metadata.name: Invalid value: "My_App": a DNS-1035 label must consist of lower case alphanumeric characters`,
      'Service/media/My_App invalid {"object":"Service/media/My_App","field":"metadata.name","said":"Service \\"My_App\\" is invalid: metadata.name: Invalid value: \\"My_App\\": a DNS-1035 label must consist of lower case alphanumeric characters"}',
    ],
    [
      'Kustomization',
      'Deployment/web namespace not specified: the server could not find the requested resource',
      'Kustomization/flux-system/apps namespace.unset {"object":"Deployment/web"}',
    ],
    [
      'Kustomization',
      "decryption failed for 'login': cannot get sops data key: Error getting data key: 0 successful groups required, got 0",
      'Kustomization/flux-system/apps decrypt {"object":"login","said":"cannot get sops data key: Error getting data key: 0 successful groups required, got 0","secret":""}',
    ],
    [
      'Kustomization',
      "health check failed after 20s: timeout waiting for: [Deployment/media/gone status: 'NotFound']",
      'Deployment/media/gone missing {"kind":"Deployment","name":"media/gone","by":"apps"}',
    ],
    [
      'Kustomization',
      "can't access 'GitRepository/infra/lab', cross-namespace references have been disabled",
      `Kustomization/flux-system/apps access {"said":"can't access 'GitRepository/infra/lab', cross-namespace references have been disabled"}`,
    ],
    [
      'Kustomization',
      'ClusterRole/reader dry-run failed (Forbidden): clusterroles.rbac.authorization.k8s.io "reader" is forbidden: User "system:serviceaccount:media:weak" cannot patch resource "clusterroles" in API group "rbac.authorization.k8s.io" at the cluster scope',
      'ServiceAccount/media/weak forbidden.cluster {"account":"media/weak","verb":"patch","resource":"clusterroles.rbac.authorization.k8s.io","namespace":""}',
    ],
    [
      'Kustomization',
      'PersistentVolumeClaim/media/data dry-run failed (Invalid): PersistentVolumeClaim "data" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
      'PersistentVolumeClaim/media/data immutable {"object":"PersistentVolumeClaim/media/data","field":"spec"}',
    ],
    [
      'Kustomization',
      'RoleBinding/media/one dry-run failed (Invalid): RoleBinding.rbac.authorization.k8s.io "one" is invalid: roleRef: Invalid value: {"kind":"Role","name":"two"}: cannot change roleRef',
      'Kustomization/flux-system/apps immutable {"object":"RoleBinding/media/one","field":"roleRef"}',
    ],
    [
      'HelmRelease',
      'Helm upgrade failed for release media/shop with chart shop@2.0.0: server-side apply failed for object media/web apps/v1, Kind=Deployment: Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
      'Deployment/media/web immutable {"object":"Deployment/media/web","field":"spec.selector"}',
    ],
    [
      'HelmRelease',
      'Helm upgrade failed for release media/shop with chart shop@2.0.0: cannot patch "web" with kind Deployment: Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
      'Deployment/media/web immutable {"object":"Deployment/media/web","field":"spec.selector"}',
    ],
    [
      'Kustomization',
      'Deployment/media/web dry-run failed (InternalError): Internal error occurred: failed calling webhook "check.example.org": failed to call webhook: Post "https://policy.media.svc:443/?timeout=2s": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'Kustomization/flux-system/apps webhook {"webhook":"check.example.org","said":"failed to call webhook: Post \\"https://policy.media.svc:443/?timeout=2s\\": tls: failed to verify certificate: x509: certificate signed by unknown authority"}',
    ],
    [
      'HelmRelease',
      "could not resolve Secret chart values reference 'media/shop' with key 'values.yaml': key not found",
      'Secret/media/shop key {"kind":"Secret","name":"media/shop","key":"values.yaml","by":"apps"}',
    ],
    [
      'GitRepository',
      "failed to configure authentication options: secret 'media/forge': key 'password' not found",
      'Secret/media/forge key {"kind":"Secret","name":"media/forge","key":"password","by":"apps"}',
    ],
    [
      'Kustomization',
      "KubeConfig secret 'media/remote' does not contain a 'value' key with a kubeconfig",
      'Secret/media/remote key {"kind":"Secret","name":"media/remote","key":"value","by":"apps"}',
    ],
    [
      'ImageUpdateAutomation',
      'failed to update source: failed to push to remote: command error on refs/heads/main: pre-receive hook declined',
      'ImageUpdateAutomation/flux-system/apps push {"said":"command error on refs/heads/main: pre-receive hook declined"}',
    ],
    [
      'Kustomization',
      'Role/media/one dry-run failed (Forbidden): roles.rbac.authorization.k8s.io "one" is forbidden: user "system:serviceaccount:media:deployer" (groups=["system:serviceaccounts" "system:serviceaccounts:media" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}',
      'ServiceAccount/media/deployer grant {"account":"media/deployer","said":"{APIGroups:[\\"\\"], Resources:[\\"secrets\\"], Verbs:[\\"get\\"]}"}',
    ],
    [
      'Kustomization',
      'Service/media/one dry-run failed (Forbidden): services "one" is forbidden: exceeded quota: few, requested: services=1, used: services=0, limited: services=0',
      'Service/media/one quota {"object":"Service/media/one","said":"exceeded quota: few, requested: services=1, used: services=0, limited: services=0"}',
    ],
    [
      'HelmRelease',
      'Helm install failed for release media/shop with chart shop@1.0.0: server-side apply failed for object media/one /v1, Kind=Service: services "one" is forbidden: failed quota: few: must specify limits.cpu',
      'Service/media/one quota {"object":"Service/media/one","said":"failed quota: few: must specify limits.cpu"}',
    ],
    [
      'Kustomization',
      'Pod/media/one dry-run failed (Forbidden): pods "one" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
      'Pod/media/one denied {"object":"Pod/media/one","said":"violates PodSecurity \\"restricted:latest\\": allowPrivilegeEscalation != false"}',
    ],
    [
      'Kustomization',
      'Pod/media/one dry-run failed (Forbidden): pods "one" is forbidden: User "noah" cannot patch resource "pods" in API group "" in the namespace "media"',
      `Kustomization/flux-system/apps failed {"said":"Pod/media/one dry-run failed (Forbidden): pods \\"one\\" is forbidden: User \\"noah\\" cannot patch resource \\"pods\\" in API group \\"\\" in the namespace \\"media\\"","kind":"Kustomization"}`,
    ],
    [
      'Kustomization',
      "post build failed for 'ConfigMap.v1.[noGrp]/one': envsubst error: variable substitution failed: missing closing brace",
      'Kustomization/flux-system/apps substitution {"object":"ConfigMap/one","said":"missing closing brace"}',
    ],
    [
      'Kustomization',
      `post build failed for 'Deployment.v1.apps/web': envsubst error: variable substitution failed: variable not set (strict mode): "color"`,
      'Kustomization/flux-system/apps variable {"object":"Deployment/web","variable":"color"}',
    ],
    [
      'HelmChart',
      'invalid chart reference: failed to get chart version for remote reference: no chart name found',
      'HelmChart/flux-system/apps chart {"chart":"","address":"forge.example/lab"}',
    ],
    [
      'HelmChart',
      'chart pull error: failed to get chart version for remote reference: could not get tags for "shop": could not fetch tags for "oci://registry.example/charts/shop": GET "https://registry.example/v2/charts/shop/tags/list": response status code 404: name unknown: repository name not known to registry',
      'HelmChart/flux-system/apps chart {"chart":"","address":"forge.example/lab"}',
    ],
    [
      'HelmChart',
      'invalid chart reference: stat /tmp/helmchart-media-shop-405/source/charts/shop: no such file or directory',
      'HelmChart/flux-system/apps path {"path":"./"}',
    ],
  ])('of a %s: %s', (kind, message, expected) => {
    expect(causeOf(kind, message)).toEqual([expected]);
  });
});

it('of an artifact that its store has lost: the source is the cause, once it has had the time to store it', () => {
  const message = 'Source is not ready, artifact not found, retrying in 30s';
  const waits = kustomization('apps', { conditions: failed(message, 'ArtifactFailed') });
  const stored = (lastUpdateTime: string) => ({
    ...source,
    status: { ...source.status, artifact: { revision: 'flux@sha1:1', lastUpdateTime } },
  });
  const told = (lastUpdateTime: string) =>
    diagnose({
      now,
      graph: createGraph([stored(lastUpdateTime), waits]),
      isRead: () => false,
    }).causes.map(({ object, rule, command }) => `${refText(object)} ${rule} ${command}`);
  expect(told('2026-08-01T11:59:30Z')).toEqual([]);
  expect(told('2026-08-01T11:00:00Z')).toEqual([
    'GitRepository/flux-system/homelab artifact flux reconcile source git homelab -n flux-system',
  ]);
});
