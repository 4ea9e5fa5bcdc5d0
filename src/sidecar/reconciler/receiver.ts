import { createHash } from 'node:crypto';
import { formatDuration, parseDuration } from '../../core/duration.ts';
import { fluxFinalizer, requestedAt } from '../../core/flux/markers.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import type { Next } from '../workQueue.ts';
import { getLive, messageOf } from './applySet.ts';
import type { ReconcilerContext } from './context.ts';
import { setFinalizer } from './finalizer.ts';
import { createStatusDraft, type StatusDraft } from './statusDraft.ts';

const manager = 'notification-controller';
const group = 'notification.toolkit.fluxcd.io';
/** The types whose requests Lumen can check. */
const types = ['generic', 'generic-hmac', 'github', 'gitlab'];

/** Gives a Receiver its path. The path is a secret: only who knows the token can compute it. */
export function createReceiverController(context: ReconcilerContext) {
  const { client, clock, events } = context;

  async function reconcile(namespace: string, name: string): Promise<Next> {
    const path = resourcePath({ group, version: 'v1', plural: 'receivers', namespace, name });
    const object = await getLive(client, path);
    if (!object) return undefined;
    if (object.metadata.deletionTimestamp) {
      await setFinalizer(object, false, { client, path, manager });
      return undefined;
    }
    if (!object.metadata.finalizers?.includes(fluxFinalizer)) {
      await setFinalizer(object, true, { client, path, manager });
      return { after: 0 };
    }
    const draft = createStatusDraft(object, { client, path, manager, now: clock.now });
    const requested = object.metadata.annotations?.[requestedAt];
    if (requested) draft.set({ lastHandledReconcileAt: requested });
    const spec = record(object.spec);
    if (spec.suspend === true) {
      await draft.save();
      return undefined;
    }
    const field = unsupportedField(spec);
    if (field) {
      const message = `not supported by Lumen's reconciler: ${field}`;
      draft.mark('Ready', 'False', 'NotSupported', message);
      draft.markStalled('NotSupported', message);
      draft.set({ observedGeneration: object.metadata.generation });
      await draft.save();
      events.record(object, manager, { type: 'Warning', reason: 'NotSupported', message });
      return undefined;
    }
    return initialise(draft, spec);
  }

  async function initialise(draft: StatusDraft, spec: Record<string, unknown>): Promise<Next> {
    const { object } = draft;
    const { name, namespace = '' } = object.metadata;
    draft.markReconciling('Progressing', 'Reconciliation in progress');
    let token: string;
    try {
      token = await readToken(client, object);
    } catch (error) {
      const message = messageOf(error);
      draft.mark('Ready', 'False', 'TokenNotFound', message);
      draft.mark('Reconciling', 'True', 'ProgressingWithRetry', 'Reconciliation in progress');
      draft.set({ webhookPath: undefined });
      await draft.save();
      events.record(object, manager, { type: 'Warning', reason: 'Failed', message });
      throw error;
    }
    const path = `/hook/${createHash('sha256')
      .update(token + name + namespace)
      .digest('hex')}`;
    draft.mark('Ready', 'True', 'Succeeded', `Receiver initialized for path: ${path}`);
    draft.remove('Reconciling');
    draft.set({ webhookPath: path, observedGeneration: object.metadata.generation });
    await draft.save();
    const interval = parseDuration(text(spec.interval)) ?? 600_000;
    const message = `Reconciliation finished, next run in ${formatDuration(interval)}`;
    events.record(object, manager, { type: 'Normal', reason: 'Succeeded', message });
    return { after: interval };
  }

  return { reconcile };
}

function unsupportedField(spec: Record<string, unknown>): string | undefined {
  const type = text(spec.type) ?? '';
  if (!types.includes(type)) return `spec.type ${type}`;
  if (text(spec.resourceFilter)) return 'spec.resourceFilter';
  const filtered = list(spec.resources).findIndex(item => text(record(item).filter) !== undefined);
  return filtered >= 0 ? `spec.resources[${filtered}].filter` : undefined;
}

/** The token of a Receiver's Secret. Throws what the condition says. */
export async function readToken(
  client: ReconcilerContext['client'],
  { metadata, spec }: KubernetesObject
): Promise<string> {
  const { namespace = '' } = metadata;
  const name = text(record(record(spec).secretRef).name) ?? '';
  const at = { group: '', version: 'v1', plural: 'secrets', namespace, name };
  const secret = await client
    .request<KubernetesObject>({ path: resourcePath(at) })
    .catch((error: unknown) => {
      throw new Error(
        `unable to read token from secret '${namespace}/${name}' error: ${messageOf(error)}`
      );
    });
  const token = text(record(secret.data).token);
  if (!token)
    throw new Error(`invalid '${namespace}/${name}' secret data: required fields 'token'`);
  return Buffer.from(token, 'base64').toString('utf8');
}
