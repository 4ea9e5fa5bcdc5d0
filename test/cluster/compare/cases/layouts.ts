import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText, deploymentText } from '../manifests.ts';

export const layouts: readonly ComparedCase[] = [
  {
    name: 'plain',
    says: 'folders without a kustomization.yaml',
    kustomizations: { app: {} },
    steps: [
      {
        commit: {
          'one.yaml': `${configMapText('one')}---\n${configMapText('two')}---\n# nothing\n`,
          'deep/er/three.yml': configMapText('three'),
          'nested/kustomization.yaml': 'namePrefix: nested-\nresources: [four.yaml]\n',
          'nested/four.yaml': configMapText('four'),
          'nested/unlisted.yaml': configMapText('unlisted'),
          'list.yaml':
            'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: { name: listed }\n    data: { key: value }\n',
          'readme.md': '# no manifest\n',
        },
        ends: { app: applied },
      },
    ],
  },
  {
    name: 'bases',
    says: 'overlays on nested bases',
    kustomizations: { app: { path: './overlays/home' } },
    steps: [
      {
        commit: {
          'overlays/home/kustomization.yaml':
            'resources: [../../bases/web]\nlabels:\n  - pairs: { where: home }\n    includeSelectors: false\nreplicas:\n  - { name: web, count: 0 }\n',
          'bases/web/kustomization.yaml':
            'resources: [web.yaml, ../settings]\ncommonAnnotations: { base: web }\n',
          'bases/web/web.yaml': deploymentText('web'),
          'bases/settings/kustomization.yaml': 'resources: [one.yaml]\n',
          'bases/settings/one.yaml': configMapText('one'),
        },
        ends: { app: applied },
      },
      {
        commit: { 'bases/settings/one.yaml': configMapText('one', { key: 'changed' }) },
        ends: { app: applied },
      },
    ],
  },
  {
    name: 'kinds',
    says: 'objects of many kinds, in the order of their stages',
    kustomizations: { app: {} },
    steps: [
      {
        commit: {
          'all.yaml': `apiVersion: v1
kind: ServiceAccount
metadata: { name: robot }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: "lumen:reader" }
rules: [{ apiGroups: [""], resources: [configmaps], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: "lumen:reader" }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: "lumen:reader" }
subjects: [{ kind: ServiceAccount, name: robot, namespace: kinds }]
---
apiVersion: v1
kind: Secret
metadata: { name: login }
stringData: { user: ada }
data: { password: c2VjcmV0 }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: "0 3 * * *"
  suspend: true
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{ name: job, image: "busybox:1" }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules:
    - host: lumen.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: web, port: { number: 80 } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec:
  minAvailable: 1
  selector: { matchLabels: { app: web } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: disk }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: none
  resources: { requests: { storage: 1Gi } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed }
spec: { podSelector: {} }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: data }
spec:
  serviceName: web
  replicas: 0
  selector: { matchLabels: { app: data } }
  template:
    metadata: { labels: { app: data } }
    spec:
      containers:
        - name: data
          image: "busybox:1"
          resources: { requests: { cpu: 0.5, memory: 1024Mi } }
          ports: [{ containerPort: 80 }]
`,
        },
        ends: { app: applied },
      },
    ],
  },
];
