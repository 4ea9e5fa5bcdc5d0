import type { KubernetesObject } from '../../src/core/kubernetes/object.ts';
import type { SourceData, VariableReader } from '../../src/sidecar/render/variables.ts';
import { caseKustomization } from './compare/caseKustomization.ts';
import type { ComparedCase } from './compare/comparedCase.ts';

/** A revision of a compared case: its files, and what lives when it appears. */
export interface RenderedCase {
  name: string;
  /** `KIND/NAMESPACE/NAME`. */
  source: string;
  files: ReadonlyMap<string, string>;
  kustomizations: readonly KubernetesObject[];
  variables: VariableReader;
}

/** What a case shows, commit by commit, without a cluster. */
export function renderedCases(it: ComparedCase): RenderedCase[] {
  const files = new Map<string, string>();
  const live = new Map(
    Object.entries(it.kustomizations).map(([name, spec]) => [
      name,
      caseKustomization(it.name, name, spec),
    ])
  );
  const before = [...(it.before ?? [])];
  const revisions: RenderedCase[] = [];
  for (const [index, step] of it.steps.entries()) {
    for (const [path, text] of Object.entries(step.commit ?? {})) {
      if (text === null) files.delete(path);
      else files.set(path, text);
    }
    for (const [name, change] of Object.entries(step.patch ?? {})) {
      const object = live.get(name);
      if (change === null) live.delete(name);
      else if (object) live.set(name, merged(object, change) as KubernetesObject);
    }
    before.push(...(step.apply ?? []));
    if (!step.commit && !step.patch) continue;
    revisions.push({
      name: `${it.name}, step ${index + 1}`,
      source: `GitRepository/${it.name}/source`,
      files: new Map(files),
      kustomizations: [...live.values()],
      variables: readerOf([...before]),
    });
  }
  return revisions;
}

function readerOf(objects: readonly KubernetesObject[]): VariableReader {
  return async ({ kind, namespace, name }): Promise<SourceData> => {
    const object = objects.findLast(
      ({ kind: its, metadata }) =>
        its === kind && metadata.namespace === namespace && metadata.name === name
    );
    if (!object) return { state: 'absent' };
    const { data = {}, stringData = {} } = object as { data?: object; stringData?: object };
    return { state: 'found', data: { ...data, ...stringData } as Record<string, string> };
  };
}

/** A JSON merge patch. */
function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isMap = typeof target === 'object' && target !== null && !Array.isArray(target);
  const result: Record<string, unknown> = isMap ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}
