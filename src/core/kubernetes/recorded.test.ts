import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { health } from './health.ts';
import type { KubernetesObject } from './object.ts';

const recorded = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/recorded/objects.json', import.meta.url), 'utf8')
) as KubernetesObject[];

it('judges what real controllers have left as Flux does', () => {
  const told = recorded.map(object => {
    const { kind, metadata } = object;
    const { status, says } = health(object, Date.parse('2026-11-22T23:30:00Z'));
    return `${kind} ${metadata.name}: ${status}, ${says.id}`;
  });
  expect(told).toEqual([
    'Deployment web: Current, health.replicasReady',
    'StatefulSet db: Current, health.replicasReady',
    'DaemonSet agent: Current, health.replicasReady',
    'Job done: InProgress, health.jobRunning',
    'Deployment zero: Current, health.replicasReady',
    'Job held: Current, health.jobSuspended',
    'PersistentVolumeClaim waits: InProgress, health.notBound',
    'Service lb: Current, health.exists',
    'PodDisruptionBudget web: Current, health.exists',
    'HorizontalPodAutoscaler web: Current, health.exists',
    'Deployment web: InProgress, health.updated',
    'StatefulSet db: InProgress, health.ready',
    'Deployment web: Failed, health.deadlineExceeded',
    'Deployment web: Failed, health.deadlineExceeded',
    'ReplicaSet web-566d7bc4ff: InProgress, health.condition',
    'StatefulSet db: InProgress, health.replicas',
    'Job once: Failed, health.jobFailed',
    'PersistentVolumeClaim data: InProgress, health.notBound',
    'Pod web-6767cbc9cd-fssmg: InProgress, health.podPending',
    'Pod web-6b78f7d76f-55fft: Failed, health.unschedulable',
    'CronJob nightly: Current, health.exists',
    'CustomResourceDefinition certificates.cert-manager.io: Current, health.established',
    'Namespace x-stuck: Terminating, health.terminating',
    'Pod once-fnnnd: Current, health.podEnded',
    'Deployment web: Failed, health.deadlineExceeded',
    'ReplicaSet web-6477f6d8bd: InProgress, health.available',
    'Pod web-566d7bc4ff-4q4b6: Current, health.podReady',
    'Job done: Current, health.jobComplete',
    'CronJob often: Current, health.exists',
    'Pod db-1: InProgress, health.podPending',
    'Pod often-29923154-4m7c8: Current, health.podEnded',
  ]);
});
