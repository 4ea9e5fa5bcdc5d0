import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type KubernetesObject, list, record, text } from '../src/core/kubernetes/object.ts';
import { refText, toRef } from '../src/core/kubernetes/ref.ts';
import { admit } from '../src/demo/cluster/schema/admit.ts';
import { builtInTypes } from '../src/demo/cluster/schema/builtIn.ts';
import { apiVersionOf } from '../src/demo/cluster/schema/resourceType.ts';
import { buildKustomization } from '../src/node/kustomize.ts';
import { findKustomize } from '../src/node/tools.ts';
import { serviceLabel } from '../src/protocol/commits.ts';
import { parseFlags } from '../src/sidecar/flags.ts';

const modes = ['base', 'apply'] as const;
const built = new Map<string, KubernetesObject[]>();

beforeAll(async () => {
  const tool = await findKustomize();
  for (const mode of modes) {
    const folder = resolve(import.meta.dirname, '../deploy', mode);
    const yaml = await buildKustomization({ tool, folder, allowFilesAbove: true });
    built.set(
      mode,
      parseAllDocuments(yaml).map(document => document.toJS() as KubernetesObject)
    );
  }
}, 60_000);

function find(mode: string, kind: string, name: string): KubernetesObject {
  const found = built
    .get(mode)
    ?.find(object => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`deploy/${mode} has no ${kind} ${name}`);
  return found;
}

const containerOf = (mode: string) =>
  record(list(podSpec(mode).containers)[0]) as { args: string[]; [field: string]: unknown };

function podSpec(mode: string) {
  return record(record(record(find(mode, 'Deployment', 'lumen').spec).template).spec);
}

describe.each(modes)('deploy/%s', mode => {
  it('holds only objects that an API server takes', () => {
    const complaints = (built.get(mode) ?? []).flatMap(object => {
      const type = builtInTypes.find(
        ({ kind, ...rest }) =>
          kind === object.kind && apiVersionOf({ kind, ...rest }) === object.apiVersion
      );
      if (!type) return `${object.apiVersion} ${object.kind} is unknown`;
      const { errors, unknownFields } = admit(object, type);
      return [...errors, ...unknownFields].map(
        what => `${refText(toRef(object))}: ${JSON.stringify(what)}`
      );
    });
    expect(complaints).toEqual([]);
  });

  it('starts the sidecar with flags that it understands', () => {
    const args = containerOf(mode).args.map(arg => arg.replace('$(NAMESPACE)', 'flux-system'));
    expect(parseFlags(args)).toMatchObject({
      mode: mode === 'apply' ? 'apply' : 'observe',
      namespace: 'flux-system',
      httpAddress: { host: '0.0.0.0', port: 8080 },
      storagePath: '/data',
    });
  });

  it('keeps the restricted pod security standard, and pins its image', () => {
    const container = containerOf(mode);
    expect(record(podSpec(mode).securityContext)).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(text(container.image)).toMatch(/:\d+\.\d+\.\d+$/);
  });

  it('is found by its label, and reached by the name of its port', () => {
    const service = find(mode, 'Service', 'lumen');
    expect(service.metadata.labels?.[serviceLabel.key]).toBe(serviceLabel.value);
    const ports = list(record(service.spec).ports).map(port => record(port).name);
    expect(ports.sort()).toEqual(mode === 'apply' ? ['artifacts', 'http', 'receiver'] : ['http']);
    const opened = list(containerOf(mode).ports).map(port => record(port).name);
    expect(opened).toEqual(expect.arrayContaining(ports));
  });

  it('ships the access token empty, and grants no more of Secrets than that one', () => {
    expect(find(mode, 'Secret', 'lumen-access').data).toBeUndefined();
    const rules = (built.get(mode) ?? [])
      .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
      .flatMap(({ rules }) => list(rules).map(record));
    const secrets = rules.filter(({ resources }) => list(resources).includes('secrets'));
    expect(secrets.map(({ resourceNames, verbs }) => [resourceNames, verbs])).toEqual([
      [['lumen-access'], ['get', 'patch']],
      [['lumen-access'], ['get']],
    ]);
  });
});

describe('deploy/base', () => {
  it('only reads what belongs to Flux', () => {
    const verbs = list(find('base', 'ClusterRole', 'lumen-observe').rules).map(
      rule => record(rule).verbs
    );
    expect(new Set(verbs.flat())).toEqual(new Set(['get', 'list', 'watch']));
    expect(built.get('base')?.filter(({ kind }) => kind === 'ClusterRoleBinding')).toHaveLength(1);
  });
});
