import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type KubernetesObject, list, record } from '../../../src/core/kubernetes/object.ts';
import { type GitServer, startGitServer } from '../../../src/demo/git/gitServer.ts';
import { applyObjects } from '../../../src/demo/homelab/applyObjects.ts';
import { createFlux } from '../../../src/demo/plane/flux.ts';
import { fluxControllers } from '../../../src/demo/plane/fluxControllers.ts';
import {
  fluxDeployments,
  fluxNamespace,
  fluxRegistry,
  realFluxCrds,
} from '../../../src/demo/plane/fluxManifests.ts';
import { buildGoTools, planeTools } from '../../../src/demo/plane/goTools.ts';
import { type Plane, startPlane } from '../../../src/demo/plane/plane.ts';
import { type SidecarProcess, startSidecar } from '../../../src/demo/sidecarProcess.ts';
import { startKubelet } from '../../../src/demo/workloads/kubelet.ts';
import { startAddOns } from '../../../src/demo/workloads/workloads.ts';
import { createClient, type KubernetesClient } from '../../../src/node/kubernetes/client.ts';
import type { ClusterAccess } from '../../../src/node/kubernetes/clusterAccess.ts';
import { cloneInto, type WorkingCopy } from '../../scenario/workingCopy.ts';

const deploy = resolve(import.meta.dirname, '../../../deploy');
const account = 'system:serviceaccount:flux-system:lumen';
/** As deploy/flux/sidecar.yaml names it. */
const image = 'registry.example.com/lumen:0.1.0';
/** Nobody listens there: a process that is not up yet. */
const nowhere = 1;

/** A real cluster with Flux, in which nothing of Lumen is yet but its manifests in Git. */
export interface InstalledWorld {
  plane: Plane;
  admin: KubernetesClient;
  access(user: string): ClusterAccess;
  git: GitServer;
  /** A person's clone of a new repository. */
  clone(repository: string): Promise<WorkingCopy>;
  apply(...objects: KubernetesObject[]): Promise<void>;
  /** The objects of deploy/flux, as a person would change them: the repository is ours, and has no tag. */
  installation(): Promise<KubernetesObject[]>;
  close(): Promise<void>;
}

export const sidecarAccount = account;

export async function startInstalledWorld(folder: string): Promise<InstalledWorld> {
  const undo: (() => unknown)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const tools = await buildGoTools(planeTools);
    const programs = tools.folder;
    const node: { kubelet?: ReturnType<typeof startKubelet>; sidecar?: Promise<SidecarProcess> } =
      {};
    let http = nowhere;
    const plane = await startPlane({
      name: 'installed',
      folder: join(folder, 'plane'),
      programs,
      dial: (address, port) => node.kubelet?.dial(address, port),
    });
    undo.push(() => plane.close());
    const access = (user: string): ClusterAccess => ({
      server: plane.url,
      ca: plane.ca,
      token: async () => plane.token(user),
    });
    const admin = createClient(access('admin'));
    undo.push(() => admin.close());

    /** The process behind the Pod starts when the Pod does, with the rights of its ServiceAccount and no others. */
    const startProcess = async () => {
      const kubeconfig = join(folder, 'lumen.kubeconfig');
      await writeFile(kubeconfig, plane.kubeconfig(account), { mode: 0o600 });
      const storage = join(folder, 'data');
      const sidecar = await startSidecar({
        mode: 'observe',
        kubeconfig,
        context: plane.name,
        storage,
      });
      http = Number(new URL(sidecar.http).port);
      return sidecar;
    };
    const isSidecar = (pod: KubernetesObject) =>
      pod.metadata.labels?.['app.kubernetes.io/name'] === 'lumen';
    node.kubelet = startKubelet({
      access: access('kubelet'),
      node: 'installed-1',
      images: name => (name.startsWith(fluxRegistry) || name === image ? {} : undefined),
      processes(pod) {
        if (!isSidecar(pod)) return undefined;
        node.sidecar ??= startProcess();
        return { 8080: http };
      },
    });
    undo.push(() => node.kubelet?.close());
    undo.push(async () => (await node.sidecar)?.close());
    const addOns = startAddOns({ access: access('controllers') });
    undo.push(() => addOns.close());

    const flux = await createFlux({
      folder: join(folder, 'flux'),
      programs,
      kubeconfig: plane.kubeconfig('controllers'),
    });
    const apply = (...objects: KubernetesObject[]) => applyObjects(admin, objects, 'person');
    await apply(
      ...(await realFluxCrds(tools.crds)),
      fluxNamespace,
      ...fluxDeployments(fluxControllers),
      storageClass
    );
    await flux.start('source-controller', 'kustomize-controller', 'notification-controller');
    undo.push(() => flux.close());

    const git = await startGitServer({ folder: join(folder, 'git') });
    undo.push(() => git.close());
    const clone = async (repository: string) => {
      await git.create(repository);
      return cloneInto(join(folder, repository), git.urlOf(repository));
    };
    return {
      plane,
      admin,
      access,
      git,
      clone,
      apply,
      async installation() {
        const copy = await clone('lumen/lumen');
        await mkdir(copy.folder, { recursive: true });
        await cp(deploy, join(copy.folder, 'deploy'), { recursive: true });
        await copy.push('Lumen', {});
        const [source, sidecar] = await Promise.all(
          ['source-git.yaml', 'sidecar.yaml'].map(async name =>
            toObject(await readFile(join(deploy, 'flux', name), 'utf8'))
          )
        );
        if (!source || !sidecar) throw new Error('deploy/flux has not its two files');
        const ours = { url: git.urlOf('lumen/lumen'), ref: { branch: 'main' } };
        return [{ ...source, spec: { ...record(source.spec), ...ours } }, sidecar];
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function toObject(yaml: string): KubernetesObject {
  const [first] = list(parseAllDocuments(yaml).map(document => document.toJS() as unknown));
  return first as KubernetesObject;
}

/** What a cluster needs for deploy/persistent. */
const storageClass: KubernetesObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: {
    name: 'standard',
    annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
  },
  provisioner: 'local.example.com',
  volumeBindingMode: 'WaitForFirstConsumer',
};
