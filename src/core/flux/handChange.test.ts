import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type Applier, handChangesOf, originOf } from './handChange.ts';

const kustomize = 'kustomize.toolkit.fluxcd.io';

function deployment(
  metadata: Partial<KubernetesObject['metadata']> = {},
  replicas: number | undefined = 2
): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'radarr', namespace: 'media', ...metadata },
    spec: replicas === undefined ? {} : { replicas },
  };
}

function applier(kind: string, spec: Record<string, unknown>): KubernetesObject {
  return { apiVersion: 'x/v1', kind, metadata: { name: 'apps', namespace: 'flux-system' }, spec };
}

const pruning = applier('Kustomization', { prune: true });

/** The manner of each, `!` where Flux undoes it. */
function said(object: KubernetesObject, kind: string, by: Applier): string[] {
  return handChangesOf(object, { kind, name: 'apps' }, by).map(
    ({ isUndone, says }) => says.id.replace('managed.', '') + (isUndone ? '!' : '')
  );
}

describe('what becomes of a change by hand', () => {
  it('is undone where a Kustomization applied the object, but for a restart', () => {
    expect(said(deployment(), 'Kustomization', pruning)).toEqual([
      'edit.applied!',
      'scale.unknown!',
      'restart.free',
      'delete.applied!',
    ]);
    expect(said(deployment(), 'Kustomization', 'unread')[0]).toBe('edit.applied!');
  });

  it('tells a number of replicas that Git sets from one that it leaves open', () => {
    const owned = (fieldsV1: Record<string, unknown>) => ({
      managedFields: [{ manager: 'kustomize-controller', operation: 'Apply' as const, fieldsV1 }],
    });
    const set = deployment(owned({ 'f:spec': { 'f:replicas': {} } }));
    const open = deployment(owned({ 'f:spec': { 'f:template': {} } }));
    expect(said(set, 'Kustomization', pruning)).toContain('scale.applied!');
    expect(said(open, 'Kustomization', pruning)).toContain('scale.free');
  });

  it('heeds what the object says of itself, as a label or an annotation, in any case', () => {
    const marked = (key: string, value: string, as: 'labels' | 'annotations') =>
      said(deployment({ [as]: { [`${kustomize}/${key}`]: value } }), 'Kustomization', pruning);
    const leftAlone = ['edit.leftAlone', 'delete.leftAlone'];
    expect(marked('reconcile', 'Disabled', 'annotations')).toEqual(leftAlone);
    expect(marked('reconcile', 'disabled', 'labels')).toEqual(leftAlone);
    expect(marked('ssa', 'Ignore', 'annotations')).toEqual(leftAlone);
    expect(marked('ssa', 'IfNotPresent', 'annotations')).toEqual(['edit.once', 'delete.once!']);
    expect(marked('ssa', 'Merge', 'annotations')[0]).toBe('edit.merged!');
    expect(marked('prune', 'disabled', 'annotations').at(-1)).toBe('delete.kept!');
  });

  it('heeds what the Kustomization says: suspended, not pruning, ignoring fields, gone', () => {
    const by = (spec: Record<string, unknown>) =>
      said(deployment(), 'Kustomization', applier('Kustomization', spec));
    const suspended: Applier = {
      ...pruning,
      apiVersion: `${kustomize}/v1`,
      spec: { suspend: true },
    };
    expect(said(deployment(), 'Kustomization', suspended)).toEqual([
      'edit.suspended',
      'delete.suspended',
    ]);
    expect(by({ prune: false }).at(-1)).toBe('delete.kept!');
    expect(by({ prune: true, ignore: [{ paths: ['/spec/replicas'] }] })[0]).toBe(
      'edit.someIgnored!'
    );
    expect(said(deployment(), 'Kustomization', 'missing')).toEqual(['edit.gone', 'delete.gone']);
  });

  it('is undone in a HelmRelease only where that corrects drift', () => {
    const by = (mode: string | undefined, object = deployment()) =>
      said(object, 'HelmRelease', applier('HelmRelease', mode ? { driftDetection: { mode } } : {}));
    const leftOut = deployment({
      annotations: { 'helm.toolkit.fluxcd.io/driftDetection': 'disabled' },
    });
    expect(by('enabled')).toEqual(['edit.corrected!', 'restart.free', 'delete.corrected!']);
    expect(by('enabled', leftOut)).toEqual(['edit.released', 'delete.released']);
    expect(by('warn')).toEqual(['edit.reported', 'delete.reported']);
    expect(by(undefined)).toEqual(['edit.released', 'delete.released']);
    expect(said(deployment(), 'HelmRelease', 'unread')[0]).toBe('edit.unknown!');
  });
});

it('knows the file of an object whose build noted it', () => {
  const origin = 'path: apps/radarr/deployment.yaml\nrepo: https://git.example.org/x\n';
  const noted = deployment({ annotations: { 'config.kubernetes.io/origin': origin } });
  expect([originOf(noted), originOf(deployment())]).toEqual([
    'apps/radarr/deployment.yaml',
    undefined,
  ]);
});
