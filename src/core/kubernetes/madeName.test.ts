import { describe, expect, it } from 'vitest';
import { isNameMadeFor } from './madeName.ts';

const isMade = (owner: string, about: string) => {
  const [group = '', kind = '', name = ''] = owner.split('/');
  const [aboutKind = '', aboutName = ''] = about.split('/');
  return isNameMadeFor(
    { group, kind, namespace: 'media', name },
    { kind: aboutKind, namespace: 'media', name: aboutName }
  );
};

describe('a name', () => {
  it.each([
    ['apps/Deployment/radarr', 'ReplicaSet/radarr-7c9f4b8d96'],
    ['apps/Deployment/radarr', 'Pod/radarr-7c9f4b8d96-x2xkq'],
    ['apps/ReplicaSet/radarr-7c9f4b8d96', 'Pod/radarr-7c9f4b8d96-x2xkq'],
    ['apps/StatefulSet/postgres', 'Pod/postgres-0'],
    ['apps/DaemonSet/cilium', 'Pod/cilium-x2xkq'],
    ['batch/CronJob/backup', 'Job/backup-29387520'],
    ['batch/CronJob/backup', 'Pod/backup-29387520-x2xkq'],
  ])('of %s is that of %s', (owner, about) => {
    expect(isMade(owner, about)).toBe(true);
  });

  it.each([
    ['apps/Deployment/radarr', 'Pod/radarr-extra-7c9f4b8d96-x2xkq'],
    ['apps/Deployment/radarr', 'Pod/radarr'],
    ['apps/Deployment/radarr', 'Pod/radarr-anime'],
    ['apps/StatefulSet/postgres', 'Pod/postgres-backup'],
    ['/Service/radarr', 'Pod/radarr-7c9f4b8d96-x2xkq'],
  ])('of %s is not that of %s', (owner, about) => {
    expect(isMade(owner, about)).toBe(false);
  });

  it('of another namespace is nobody’s', () => {
    const owner = { group: 'apps', kind: 'StatefulSet', namespace: 'media', name: 'postgres' };
    expect(isNameMadeFor(owner, { kind: 'Pod', namespace: 'ai', name: 'postgres-0' })).toBe(false);
  });
});
