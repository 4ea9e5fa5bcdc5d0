import { deletesOnDeletion } from '../../core/flux/fate.ts';
import { inventoryOf } from '../../core/flux/inventory.ts';
import { conditionOf } from '../../core/kubernetes/conditions.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { refText } from '../../core/kubernetes/ref.ts';
import { type Change, changeText, getLive } from './applySet.ts';
import type { ReconcilerContext } from './context.ts';
import { impersonate } from './impersonate.ts';
import { type KustomizationSpec, toKustomizationSpec } from './kustomizationSpec.ts';
import { prune } from './prune.ts';

/** Deletes what a Kustomization that is being deleted has applied, as its policy says. Throws where it cannot. */
export async function finalizeKustomization(
  object: KubernetesObject,
  context: ReconcilerContext,
  signal: AbortSignal
): Promise<void> {
  const spec = toKustomizationSpec(object);
  const entries = inventoryOf(object);
  if (!deletesOnDeletion(spec) || entries.length === 0) return;
  const { name, namespace = '' } = object.metadata;
  const revision = String(object.status?.lastAppliedRevision ?? '');
  const announce = (type: 'Normal' | 'Warning', message: string): void =>
    context.events.record(object, 'kustomize-controller', {
      type,
      reason: conditionOf(object, 'Ready')?.reason ?? (type === 'Warning' ? 'error' : 'info'),
      message,
      annotations: { 'kustomize.toolkit.fluxcd.io/revision': revision },
    });
  const account = spec.serviceAccountName;
  if (account && !(await isThere(account, namespace, context))) {
    // Nobody is left who may delete them: the Kustomization must not hang for ever.
    announce('Warning', `unable to prune objects: \n${entries.map(refText).join('\n')}`);
    return;
  }
  const client = account
    ? impersonate(context.client, { namespace, name: account })
    : context.client;
  let changes: Change[];
  try {
    const { resources } = context;
    changes = await prune(entries, { client, resources, owner: { name, namespace }, signal });
  } catch (error) {
    announce('Warning', 'pruning for deleted resource failed');
    throw error;
  }
  if (changes.length > 0) announce('Normal', changes.map(changeText).join('\n'));
  if (spec.deletionPolicy !== 'WaitForTermination') return;
  if (!(await areGone(changes, spec, context, signal))) {
    announce('Warning', 'failed to wait for resources termination');
  }
}

async function isThere(
  name: string,
  namespace: string,
  { client }: ReconcilerContext
): Promise<boolean> {
  const at = { group: '', version: 'v1', plural: 'serviceaccounts', namespace, name };
  return (await getLive(client, resourcePath(at))) !== undefined;
}

async function areGone(
  changes: readonly Change[],
  { timeout }: KustomizationSpec,
  { client, clock, resources, sleep }: ReconcilerContext,
  signal: AbortSignal
): Promise<boolean> {
  const end = clock.now() + timeout;
  for (const { ref, version, action } of changes) {
    if (action !== 'deleted') continue;
    const apiVersion = ref.group ? `${ref.group}/${version}` : version;
    const path = await resources.pathOf({ ...ref, apiVersion });
    while (await getLive(client, path, signal)) {
      if (clock.now() >= end) return false;
      await sleep(500, signal);
    }
  }
  return true;
}
