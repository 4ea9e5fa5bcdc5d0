import type { KubernetesObject } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { createInformer } from '../../src/node/kubernetes/informer.ts';

const kinds = {
  GitRepository: { group: 'source.toolkit.fluxcd.io', version: 'v1', plural: 'gitrepositories' },
  Kustomization: { group: 'kustomize.toolkit.fluxcd.io', version: 'v1', plural: 'kustomizations' },
  Receiver: { group: 'notification.toolkit.fluxcd.io', version: 'v1', plural: 'receivers' },
  Deployment: { group: 'apps', version: 'v1', plural: 'deployments' },
  ConfigMap: { group: '', version: 'v1', plural: 'configmaps' },
  Event: { group: '', version: 'v1', plural: 'events' },
} as const;

export type ViewedKind = keyof typeof kinds;

/** All objects of a kind, followed as anybody follows them: by list and watch. */
export interface View {
  get(namespace: string, name: string): KubernetesObject | undefined;
  list(): KubernetesObject[];
  /** The first answer of `look` that is not undefined; it is asked again at each change. */
  until<T>(look: () => T | undefined, what: string, limit: number): Promise<T>;
  /** Calls back at each change, until the answer is called. */
  follow(onChange: (object: KubernetesObject) => void): () => void;
  close(): void;
}

export function createView(client: KubernetesClient, kind: ViewedKind): View {
  const listeners = new Set<(object: KubernetesObject) => void>();
  const informer = createInformer(client, {
    path: resourcePath(kinds[kind]),
    onChange: change => listeners.forEach(tell => tell(change.object)),
  });

  return {
    get: informer.get,
    list: informer.list,
    follow(onChange) {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
    async until(look, what, limit) {
      await informer.synced;
      const found = look();
      if (found !== undefined) return found;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(listener);
          reject(new Error(`not within ${limit / 1000} s: ${what}`));
        }, limit);
        const listener = () => {
          const now = look();
          if (now === undefined) return;
          clearTimeout(timer);
          listeners.delete(listener);
          resolve(now);
        };
        listeners.add(listener);
      });
    },
    close: informer.close,
  };
}
