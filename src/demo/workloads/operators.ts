import { isDeepStrictEqual } from 'node:util';
import { conditionOf } from '../../core/kubernetes/conditions.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { type Collection, createCollection } from './collection.ts';
import { conditionListOf, withCondition } from './conditionList.ts';
import { type Controllers, startController } from './controller.ts';
import { certificateKinds } from './operators/certificates.ts';
import { externalSecretKinds } from './operators/externalSecrets.ts';
import { onReadiness, type OperatorContext, type OperatorKind } from './operators/operator.ts';
import { upgradeKinds } from './operators/upgrades.ts';
import type { WorkQueue } from './workQueue.ts';

const kinds = [...externalSecretKinds, ...certificateKinds, ...upgradeKinds];

/**
 * The other operators of a homelab: what they promise in their objects' status comes true, as far as others see it.
 * Each kind is worked on from the moment its CRD is served.
 */
export function startOperators(controllers: Controllers): { close(): Promise<void> } {
  const { client, log } = controllers;
  const running = new Map<string, { collection: Collection; queue: WorkQueue }>();
  const context: OperatorContext = {
    client,
    events: controllers.recorder('external-secrets'),
    find: (kind, namespace, name) => running.get(kind)?.collection.get(namespace, name),
  };

  function start(kind: OperatorKind): void {
    const { resource, settle } = kind;
    const manager = resource.group.replace(/\..*/, '');
    const collection = createCollection(client, resource, { manager, log });
    const queue = startController(controllers, {
      main: collection,
      async work(object) {
        if (object.metadata.deletionTimestamp) return;
        const { ready, reason, message, status = {}, again } = await settle(object, context);
        const condition = {
          type: 'Ready',
          status: ready ? 'True' : 'False',
          reason,
          message,
        } as const;
        const conditions = withCondition(conditionListOf(object), condition, Date.now());
        const written = { ...object.status, ...status, conditions };
        if (!isDeepStrictEqual(written, object.status)) {
          await collection.updateStatus({ ...object, status: written });
        }
        return again;
      },
    });
    running.set(resource.kind, { collection, queue });
    for (const other of kinds) {
      if (other.waitsFor?.includes(resource.kind)) {
        onReadiness(collection, () => settleAll(other.resource.kind));
      }
    }
  }

  function settleAll(kind: string): void {
    const { collection, queue } = running.get(kind) ?? {};
    for (const { metadata } of collection?.list() ?? []) {
      queue?.add(`${metadata.namespace ?? ''}/${metadata.name}`);
    }
  }

  controllers.collections.definitions.onChange(definition => {
    const kind = kinds.find(({ resource }) => nameOf(resource) === definition.metadata.name);
    const isNew = kind && !running.has(kind.resource.kind);
    if (isNew && isEstablished(definition)) start(kind);
  });

  return {
    async close() {
      for (const { collection } of running.values()) collection.close();
      await Promise.all([...running.values()].map(({ queue }) => queue.close()));
    },
  };
}

function nameOf({ plural, group }: OperatorKind['resource']): string {
  return `${plural}.${group}`;
}

function isEstablished(definition: KubernetesObject): boolean {
  return conditionOf(definition, 'Established')?.status === 'True';
}
