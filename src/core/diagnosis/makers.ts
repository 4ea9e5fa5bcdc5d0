import { objectId, refAt } from '../graph/nodeId.ts';
import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import { type ObjectRef, toRef } from '../kubernetes/ref.ts';
import type { Finding } from './finding.ts';
import type { DiagnosisWorld } from './world.ts';

/** A Secret or ConfigMap that a container cannot start without: `secret "name" not found`. */
export function missingFor({ says, object }: Finding): ObjectRef | undefined {
  const said = text(says.params?.said) ?? '';
  const match = /\b(secret|configmap) "([^"]+)" not found/.exec(said);
  if (!match) return undefined;
  const kind = match[1] === 'secret' ? 'Secret' : 'ConfigMap';
  return { group: '', kind, namespace: object.namespace, name: match[2] ?? '' };
}

/** Who would make a Secret, by the fields of operators that do, whatever their version. */
export function makersOf(
  { namespace, name }: { namespace: string; name: string },
  { graph }: DiagnosisWorld
): KubernetesObject[] {
  const makers: KubernetesObject[] = [];
  for (const object of graph.objects()) {
    if (object.metadata.namespace !== namespace) continue;
    const spec = record(object.spec);
    const makes: Record<string, unknown> = {
      ExternalSecret: record(spec.target).name ?? object.metadata.name,
      SealedSecret: object.metadata.name,
      Certificate: spec.secretName,
    };
    if (makes[object.kind] === name) makers.push(object);
  }
  return makers;
}

/** What a maker of Secrets reads from: the store or the issuer that it names. */
export function storeOf(object: KubernetesObject, { graph }: DiagnosisWorld) {
  if (object.kind !== 'ExternalSecret' && object.kind !== 'Certificate') return undefined;
  const spec = record(object.spec);
  const isCertificate = object.kind === 'Certificate';
  const said = record(isCertificate ? spec.issuerRef : spec.secretStoreRef);
  const name = text(said.name);
  if (!name) return undefined;
  const kind = text(said.kind) ?? (isCertificate ? 'Issuer' : 'SecretStore');
  const namespace = kind.startsWith('Cluster') ? '' : object.metadata.namespace ?? '';
  const group = text(said.group) ?? toRef(object).group;
  const id = objectId({ group, kind, namespace, name });
  return {
    id,
    ref: refAt(id),
    field: isCertificate ? 'spec.issuerRef' : 'spec.secretStoreRef',
    object: graph.object(id),
  };
}
