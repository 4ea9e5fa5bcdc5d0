import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { widget } from '../../../../test/doubles/widget.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { builtInTypes } from '../schema/builtIn.ts';
import { apiVersionOf, type ResourceType } from '../schema/resourceType.ts';
import { ApplyError } from './applyError.ts';
import { conflictMessage } from './conflicts.ts';
import { isMap } from './mergeShape.ts';
import { serverSideApply } from './serverSideApply.ts';
import { trackUpdate } from './trackUpdate.ts';

/** A history of one object, and what the Kubernetes libraries made of each step: apimachinery 0.36, structured-merge-diff 6.4. */
interface Vector {
  name: string;
  kind: string;
  steps: Step[];
}

interface Step {
  op: 'apply' | 'update';
  manager: string;
  force?: boolean;
  subresource?: string;
  /** What is applied; of an update a merge patch on what is there. */
  object: KubernetesObject;
  expect: unknown;
}

const file = new URL('../../../../test/fixtures/apply/vectors.jsonl', import.meta.url);
const vectors = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Vector);

describe('applying and updating as the API server does', () => {
  it.each(vectors)('$name', ({ kind, steps }) => {
    const type = kind === 'Widget' ? widget : builtInTypes.find(t => t.kind === kind);
    if (!type) throw new Error(`${kind} is neither Widget nor a built-in kind`);
    let live: KubernetesObject | undefined;
    steps.forEach((step, index) => {
      const outcome = take(step, live, type, `2026-01-01T00:00:${String(index).padStart(2, '0')}Z`);
      expect(outcome).toEqual(step.expect);
      const object = outcome.object;
      if (object) live = { ...object, metadata: { ...object.metadata, uid: 'u' } };
    });
  });
});

interface Outcome {
  object?: KubernetesObject;
  conflicts?: { field: string; message: string }[];
  message?: string;
  error?: string;
}

function take(
  step: Step,
  live: KubernetesObject | undefined,
  type: ResourceType,
  time: string
): Outcome {
  const { manager, subresource, force = false } = step;
  if (step.op === 'update') {
    const bare = { apiVersion: apiVersionOf(type), kind: type.kind };
    const updated = mergePatch(live ?? bare, step.object) as KubernetesObject;
    return { object: bareOf(trackUpdate({ live, updated, type, manager, time, subresource })) };
  }
  try {
    const applied = step.object;
    const result = serverSideApply({ live, applied, type, manager, force, time, subresource });
    if ('object' in result) return { object: bareOf(result.object) };
    const { conflicts } = result;
    return {
      conflicts: conflicts.map(({ field, message }) => ({ field, message })),
      message: conflictMessage(conflicts),
    };
  } catch (error) {
    if (error instanceof ApplyError) return { error: error.message };
    throw error;
  }
}

function bareOf(object: KubernetesObject): KubernetesObject {
  const metadata = { ...object.metadata };
  delete metadata.uid;
  return { ...object, metadata };
}

function mergePatch(live: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const result: Record<string, unknown> = isMap(live) ? { ...live } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}
