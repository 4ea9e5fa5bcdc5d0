import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText, deploymentText } from '../manifests.ts';

const job = (name: string) => `apiVersion: batch/v1
kind: Job
metadata: { name: ${name} }
spec:
  suspend: true
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: job, image: "docker.io/library/busybox:1.36.1" }]
`;

export const health: readonly ComparedCase[] = [
  {
    name: 'wait',
    says: 'waiting for everything that was applied',
    kustomizations: { app: { wait: true } },
    steps: [
      {
        commit: { 'web.yaml': deploymentText('web'), 'one.yaml': configMapText('one') },
        ends: { app: applied },
      },
      {
        commit: { 'one.yaml': configMapText('one', { key: 'changed' }) },
        ends: { app: applied },
      },
      { commit: { 'readme.md': 'nothing to apply\n' }, ends: { app: applied } },
      { ends: { app: applied } },
    ],
  },
  {
    name: 'health-checks',
    says: 'health checks of named objects, and their end',
    kustomizations: {
      app: {
        healthChecks: [
          { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'health-checks' },
        ],
      },
    },
    steps: [
      { commit: { 'web.yaml': deploymentText('web') }, ends: { app: applied } },
      { patch: { app: { spec: { healthChecks: null } } }, ends: { app: applied } },
    ],
  },
  {
    name: 'unhealthy',
    says: 'a Deployment that does not come up in time',
    kustomizations: { app: { wait: true } },
    steps: [
      {
        commit: {
          'web.yaml': deploymentText('web', {
            replicas: 1,
            image: 'registry.example/none:1',
            deadline: 1,
          }),
          'one.yaml': configMapText('one'),
        },
        ends: { app: 'HealthCheckFailed' },
      },
      { commit: { 'web.yaml': null }, ends: { app: applied } },
    ],
  },
  {
    name: 'health-exprs',
    says: 'health judged by expressions',
    kustomizations: {
      good: {
        path: './good',
        wait: true,
        healthCheckExprs: [
          { apiVersion: 'batch/v1', kind: 'Job', current: 'spec.suspend == true', failed: 'false' },
        ],
      },
      bad: {
        path: './bad',
        wait: true,
        healthCheckExprs: [
          { apiVersion: 'batch/v1', kind: 'Job', current: 'false', failed: 'spec.suspend == true' },
        ],
      },
      invalid: {
        path: './good',
        wait: true,
        healthCheckExprs: [{ apiVersion: 'batch/v1', kind: 'Job', current: 'spec. ==' }],
      },
    },
    steps: [
      {
        commit: { 'good/job.yaml': job('good'), 'bad/job.yaml': job('bad') },
        ends: { good: applied, bad: applied, invalid: 'InvalidCELExpression' },
      },
    ],
  },
];
