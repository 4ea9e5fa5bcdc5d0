import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText, deploymentText } from '../manifests.ts';

export const failures: readonly ComparedCase[] = [
  {
    name: 'missing-path',
    says: 'a path that the artifact has not',
    kustomizations: { app: { path: './deploy/nowhere' }, file: { path: './deploy/one.yaml' } },
    steps: [
      {
        commit: { 'deploy/one.yaml': configMapText('one') },
        ends: { app: 'ArtifactFailed', file: 'BuildFailed' },
      },
    ],
  },
  {
    name: 'build-errors',
    says: 'repositories that cannot be built',
    kustomizations: {
      missing: { path: './missing' },
      yaml: { path: './yaml' },
      kindless: { path: './kindless' },
      nameless: { path: './nameless' },
      twice: { path: './twice' },
      unknown: { path: './unknown' },
      patch: {
        path: './good',
        patches: [{ patch: 'kind: ConfigMap\nmetadata: {name: none}\napiVersion: v1\n' }],
      },
    },
    steps: [
      {
        commit: {
          'missing/kustomization.yaml': 'resources: [nowhere.yaml]\n',
          'yaml/one.yaml': 'apiVersion: v1\nkind: ConfigMap\n  metadata: [\n',
          'kindless/one.yaml': 'hello: world\n',
          'nameless/one.yaml': 'apiVersion: v1\nkind: ConfigMap\ndata: { a: b }\n',
          'twice/kustomization.yaml': 'resources: [one.yaml, two.yaml]\n',
          'twice/one.yaml': configMapText('one'),
          'twice/two.yaml': configMapText('one'),
          'unknown/kustomization.yaml': 'resourcez: []\n',
          'good/one.yaml': configMapText('one'),
        },
        ends: {
          missing: 'BuildFailed',
          yaml: 'BuildFailed',
          kindless: 'BuildFailed',
          nameless: 'BuildFailed',
          twice: 'BuildFailed',
          unknown: applied,
          patch: 'BuildFailed',
        },
      },
    ],
  },
  {
    name: 'invalid-objects',
    says: 'objects that the API server refuses, mended by a commit',
    kustomizations: {
      value: { path: './value' },
      type: { path: './type' },
      name: { path: './name' },
    },
    steps: [
      {
        commit: {
          'value/web.yaml': deploymentText('web').replace('replicas: 0', 'replicas: -1'),
          'value/one.yaml': configMapText('one'),
          'type/two.yaml':
            'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: two }\ndata: { a: 1 }\n',
          'name/three.yaml': configMapText('Not_A_Name'),
        },
        ends: {
          value: 'ReconciliationFailed',
          type: 'ReconciliationFailed',
          name: 'ReconciliationFailed',
        },
      },
      {
        commit: {
          'value/web.yaml': deploymentText('web'),
          'type/two.yaml': configMapText('two'),
          'name/three.yaml': configMapText('three'),
        },
        ends: { value: applied, type: applied, name: applied },
      },
    ],
  },
  {
    name: 'sops',
    says: 'a Secret that is encrypted where nothing decrypts',
    kustomizations: { app: {} },
    steps: [
      {
        commit: {
          'secret.yaml': `apiVersion: v1
kind: Secret
metadata: { name: login }
data:
  password: ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]
sops:
  age:
    - recipient: age1example
      enc: none
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]
  version: 3.9.0
`,
        },
        ends: { app: 'ReconciliationFailed' },
      },
    ],
  },
  {
    name: 'no-source',
    says: 'a source that is not there',
    kustomizations: { app: { sourceRef: { kind: 'GitRepository', name: 'nowhere' } } },
    steps: [{ commit: { 'one.yaml': configMapText('one') }, ends: { app: 'ArtifactFailed' } }],
  },
  {
    name: 'no-branch',
    says: 'a branch that is not there',
    source: { ref: { branch: 'nowhere' } },
    kustomizations: { app: {} },
    steps: [
      {
        commit: { 'one.yaml': configMapText('one') },
        source: 'GitOperationFailed',
        ends: { app: 'ArtifactFailed' },
      },
    ],
  },
];
