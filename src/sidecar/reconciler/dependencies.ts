import { compileExpression } from '../../core/flux/expression.ts';
import { conditionOf, conditionsOf, isOutdated } from '../../core/kubernetes/conditions.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import { messageOf } from './applySet.ts';
import { toKustomizationSpec } from './kustomizationSpec.ts';

/** An expression that will never compile: waiting does not help. */
export class InvalidExpression extends Error {}

/**
 * Why the Kustomization must wait for one that it depends on, in the words of Flux; undefined where it need not.
 * `read` asks the API server, not a cache: the answer decides whether something is applied.
 */
export async function unmetDependency(
  object: KubernetesObject,
  revision: string,
  read: (namespace: string, name: string) => Promise<KubernetesObject | undefined>
): Promise<string | undefined> {
  const self = toKustomizationSpec(object);
  for (const { namespace, name, readyExpr } of self.dependsOn) {
    const shown = `dependency '${namespace}/${name}'`;
    const dep = await read(namespace, name);
    if (!dep) {
      const missing = `kustomizations.kustomize.toolkit.fluxcd.io "${name}" not found`;
      return `${shown} not found: ${missing}`;
    }
    if (readyExpr) {
      const isReady = compile(readyExpr, name);
      try {
        if (isReady({ self: object, dep })) continue;
      } catch (error) {
        return messageOf(error);
      }
      return `${shown} is not ready according to readyExpr eval`;
    }
    const isObserved = conditionsOf(dep).length > 0 && !isOutdated(dep);
    if (!isObserved || conditionOf(dep, 'Ready')?.status !== 'True') return `${shown} is not ready`;
    const { source } = toKustomizationSpec(dep);
    const isSameSource =
      source.kind === self.source.kind &&
      source.name === self.source.name &&
      source.namespace === self.source.namespace;
    if (isSameSource && text(record(dep.status).lastAppliedRevision) !== revision) {
      return `${shown} revision is not up to date`;
    }
  }
  return undefined;
}

function compile(text: string, name: string): (variables: Record<string, unknown>) => boolean {
  try {
    const expression = compileExpression(text, ['self', 'dep']);
    return variables => expression.isTrue(variables);
  } catch (error) {
    throw new InvalidExpression(`failed to evaluate dependency ${name}: ${messageOf(error)}`);
  }
}
