import { fluxKinds } from '../../src/core/flux/kinds.ts';
import { type KubernetesObject, record } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import type { FaultServers } from './faultServers.ts';

/** An object as a step says it, with the usual spec of its kind; its addresses are filled in. */
export function toObject(
  said: Record<string, unknown>,
  namespace: string,
  addresses: FaultServers['addresses']
): KubernetesObject {
  const { kind, name, apiVersion, spec, ...rest } = said;
  const timing = { interval: '1m', timeout: '20s' };
  const usual: Record<string, object> = {
    GitRepository: { ...timing, url: '$git', ref: { branch: 'main' } },
    OCIRepository: { ...timing, insecure: true },
    HelmRepository: { ...timing, url: '$charts' },
    HelmRelease: timing,
    ImageRepository: { ...timing, insecure: true },
    Kustomization: {
      interval: '1h',
      retryInterval: '5s',
      timeout: '20s',
      prune: true,
      wait: true,
      path: `./${String(name)}`,
      targetNamespace: namespace,
      sourceRef: { kind: 'GitRepository', name: sourceName(name) },
    },
  };
  const flux = fluxKinds.find(each => each.kind === kind);
  const version = flux ? `${flux.group}/${flux.versions[0]}` : String(apiVersion);
  const own =
    spec || usual[String(kind)] ? { spec: { ...usual[String(kind)], ...record(spec) } } : {};
  const object = {
    apiVersion: version,
    kind: String(kind),
    metadata: { name: String(name), namespace },
    ...rest,
    ...own,
  };
  return JSON.parse(fillAddresses(JSON.stringify(object), addresses)) as KubernetesObject;
}

/** `$charts` and the like in a text. */
export function fillAddresses(said: string, addresses: FaultServers['addresses']): string {
  return Object.entries(addresses).reduce(
    (done, [name, address]) => done.replaceAll(`$${name}`, address),
    said
  );
}

/** `source` with the suffix that the Kustomization's own name has. */
function sourceName(name: unknown): string {
  const suffix = /-[0-9a-z]{6}$/.exec(String(name))?.[0] ?? '';
  return `source${suffix}`;
}

/** Of an object of Flux that a step names `Kind/name`. */
export function pathOf(named: string, namespace: string): string {
  const [kind = '', name] = named.split('/');
  const flux = fluxKinds.find(each => each.kind === kind);
  if (!flux) throw new Error(`${named}: faults change Flux's objects only`);
  const { group, plural, versions } = flux;
  return resourcePath({ group, version: versions[0] ?? 'v1', plural, namespace, name });
}
