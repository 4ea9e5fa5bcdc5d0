import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { compareQuantities } from '../../core/kubernetes/quantity.ts';
import { type Controllers, startController } from './controller.ts';
import type { WorkQueue } from './workQueue.ts';

const defaultClass = 'storageclass.kubernetes.io/is-default-class';
const selectedNode = 'volume.kubernetes.io/selected-node';
const bindCompleted = 'pv.kubernetes.io/bind-completed';

/** Binds each claim to a volume: to one that is there and fits, else to a new one of its storage class. */
export function startVolumes(controllers: Controllers): WorkQueue {
  const { volumeClaims: claims, volumes, storageClasses } = controllers.collections;
  const events = controllers.recorder('persistentvolume-controller');

  async function work(claim: KubernetesObject): Promise<void> {
    const spec = record(claim.spec);
    if (claim.metadata.deletionTimestamp) return;
    const bound = text(spec.volumeName);
    if (record(claim.status).phase === 'Bound') {
      if (bound && !volumes.get('', bound)) await lose(claim);
      return;
    }
    const volume = bound ? volumes.get('', bound) : findVolume(claim);
    if (volume && isFree(volume, claim)) return bind(claim, volume);
    if (bound) return;

    const className = classOf(claim);
    if (!className) {
      const message = 'no persistent volumes available for this claim and no storage class is set';
      events.record(claim, 'Normal', 'FailedBinding', message);
      return;
    }
    const storageClass = storageClasses.get('', className);
    if (!storageClass) {
      const message = `storageclass.storage.k8s.io "${className}" not found`;
      events.record(claim, 'Warning', 'ProvisioningFailed', message);
      return;
    }
    const waits = storageClass.volumeBindingMode === 'WaitForFirstConsumer';
    if (waits && !claim.metadata.annotations?.[selectedNode]) {
      const message = 'waiting for first consumer to be created before binding';
      events.record(claim, 'Normal', 'WaitForFirstConsumer', message);
      return;
    }
    if (storageClass.provisioner === 'kubernetes.io/no-provisioner') return;
    const made = await volumes.create(volumeOf(claim, storageClass));
    const message = `Successfully provisioned volume ${made.metadata.name}`;
    events.record(claim, 'Normal', 'ProvisioningSucceeded', message);
    await bind(claim, made);
  }

  /** A claim without a class has the default one, also when that comes later; '' means: none, ever. */
  function classOf(claim: KubernetesObject): string | undefined {
    const asked = record(claim.spec).storageClassName;
    if (asked !== undefined) return text(asked);
    const byDefault = storageClasses
      .list()
      .find(({ metadata }) => metadata.annotations?.[defaultClass] === 'true');
    return byDefault?.metadata.name;
  }

  function findVolume(claim: KubernetesObject): KubernetesObject | undefined {
    const wanted = record(claim.spec);
    const size = record(record(wanted.resources).requests).storage;
    return volumes
      .list()
      .filter(volume => isFree(volume, claim))
      .filter(({ spec }) => (text(record(spec).storageClassName) ?? '') === (classOf(claim) ?? ''))
      .filter(({ spec }) =>
        list(wanted.accessModes).every(mode => list(record(spec).accessModes).includes(mode))
      )
      .filter(volume => (compareQuantities(sizeOf(volume), size) ?? -1) >= 0)
      .sort((a, b) => compareQuantities(sizeOf(a), sizeOf(b)) ?? 0)[0];
  }

  async function bind(claim: KubernetesObject, volume: KubernetesObject): Promise<void> {
    const { namespace, name, uid } = claim.metadata;
    const spec = record(volume.spec);
    const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid };
    let taken = volume;
    if (record(spec.claimRef).uid !== uid) {
      taken = await volumes.update({ ...volume, spec: { ...spec, claimRef } });
    }
    if (record(taken.status).phase !== 'Bound') {
      await volumes.updateStatus({ ...taken, status: { phase: 'Bound' } });
    }
    const annotations = { ...claim.metadata.annotations, [bindCompleted]: 'yes' };
    const given = await claims.update({
      ...claim,
      metadata: { ...claim.metadata, annotations },
      spec: { ...claim.spec, volumeName: volume.metadata.name },
    });
    const { accessModes } = spec;
    const status = { phase: 'Bound', accessModes, capacity: { storage: sizeOf(volume) } };
    await claims.updateStatus({ ...given, status });
  }

  async function lose(claim: KubernetesObject): Promise<void> {
    const message = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!';
    events.record(claim, 'Warning', 'ClaimLost', message);
    await claims.updateStatus({ ...claim, status: { ...claim.status, phase: 'Lost' } });
  }

  /** What becomes of a volume whose claim is gone; and what a new volume says about itself. */
  async function settle(volume: KubernetesObject): Promise<void> {
    if (volume.metadata.deletionTimestamp) return;
    const { claimRef, persistentVolumeReclaimPolicy: policy } = record(volume.spec);
    const { namespace, name, uid } = record(claimRef);
    const phase = record(volume.status).phase;
    const claim = claims.get(text(namespace), text(name) ?? '');
    if (uid && claim?.metadata.uid !== uid) {
      if (policy === 'Delete') await volumes.remove(volume);
      else if (phase !== 'Released') {
        await volumes.updateStatus({ ...volume, status: { phase: 'Released' } });
      }
    } else if (!uid && phase !== 'Available') {
      await volumes.updateStatus({ ...volume, status: { phase: 'Available' } });
    }
  }

  const settling = startController(controllers, { main: volumes, work: settle });
  const queue = startController(controllers, { main: claims, work });
  const retry = () => {
    for (const { metadata, status } of claims.list()) {
      if (record(status).phase !== 'Bound') queue.add(`${metadata.namespace}/${metadata.name}`);
    }
  };
  storageClasses.onChange(retry);
  volumes.onChange(volume => {
    const { namespace, name } = record(record(volume.spec).claimRef);
    if (name) queue.add(`${String(namespace)}/${String(name)}`);
    else retry();
  });
  claims.onChange(claim => {
    const name = text(record(claim.spec).volumeName);
    if (name) settling.add(`/${name}`);
  });
  return {
    add: queue.add,
    async close() {
      await Promise.all([queue.close(), settling.close()]);
    },
  };
}

/** Whether a volume is nobody's, or was meant for this claim from the start. */
function isFree(volume: KubernetesObject, claim: KubernetesObject): boolean {
  const { namespace, name, uid } = record(record(volume.spec).claimRef);
  if (volume.metadata.deletionTimestamp) return false;
  if (!name) return true;
  const isMine = name === claim.metadata.name && namespace === claim.metadata.namespace;
  return isMine && (!uid || uid === claim.metadata.uid);
}

function sizeOf(volume: KubernetesObject): unknown {
  return record(record(volume.spec).capacity).storage;
}

function volumeOf(claim: KubernetesObject, storageClass: KubernetesObject): KubernetesObject {
  const { namespace, name, uid } = claim.metadata;
  const spec = record(claim.spec);
  const volume = `pvc-${uid}`;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volume,
      annotations: { 'pv.kubernetes.io/provisioned-by': String(storageClass.provisioner) },
    },
    spec: {
      accessModes: spec.accessModes,
      capacity: { storage: record(record(spec.resources).requests).storage },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid },
      csi: { driver: storageClass.provisioner, volumeHandle: volume },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: storageClass.metadata.name,
      volumeMode: spec.volumeMode ?? 'Filesystem',
    },
  };
}
