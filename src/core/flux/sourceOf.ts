import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { groupOf, type ObjectRef } from '../kubernetes/ref.ts';
import { groupOfFluxKind } from './kinds.ts';

/** A reference as Flux's specs write it; the namespace is the object's own where it says none. */
export function toTarget(
  value: unknown,
  home: string,
  kindWhenUnsaid?: string
): ObjectRef | undefined {
  const { apiVersion, kind: said, name, namespace } = record(value);
  const kind = text(said) ?? kindWhenUnsaid;
  if (!kind || !text(name)) return undefined;
  const group = text(apiVersion) ? groupOf(String(apiVersion)) : groupOfFluxKind(kind);
  return { group, kind, namespace: text(namespace) ?? home, name: String(name) };
}

/** What the object takes its content from: the source it applies, packages, scans, selects from or pushes to. */
export function sourceOf(object: KubernetesObject): ObjectRef | undefined {
  const spec = record(object.spec);
  const home = object.metadata.namespace ?? '';
  switch (object.kind) {
    case 'Kustomization':
    case 'HelmChart':
    case 'ImageUpdateAutomation':
    case 'ExternalArtifact':
      return toTarget(spec.sourceRef, home);
    case 'HelmRelease': {
      const chart = record(record(spec.chart).spec);
      return toTarget(spec.chartRef, home) ?? toTarget(chart.sourceRef, home);
    }
    case 'ImagePolicy':
      return toTarget(spec.imageRepositoryRef, home, 'ImageRepository');
    case 'Alert':
      return toTarget(spec.providerRef, home, 'Provider');
    default:
      return undefined;
  }
}

/** What must be ready before it: `spec.dependsOn`, always of its own kind. */
export function dependenciesOf(object: KubernetesObject): ObjectRef[] {
  const home = object.metadata.namespace ?? '';
  return list(record(object.spec).dependsOn).flatMap(entry => {
    const ref = toTarget({ ...record(entry), kind: object.kind }, home);
    return ref ? [ref] : [];
  });
}
