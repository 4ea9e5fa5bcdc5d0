import { compileExpression, type Expression } from '../../core/flux/expression.ts';
import { kstatus } from '../../core/kubernetes/health.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { groupOf, type ObjectRef, refText } from '../../core/kubernetes/ref.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import { concurrently } from '../concurrently.ts';
import type { Clock } from '../workQueue.ts';
import { getLive, messageOf } from './applySet.ts';
import type { Resources } from './resources.ts';

type Status = 'Current' | 'InProgress' | 'Failed' | 'Terminating' | 'NotFound' | 'Unknown';

/** How a kind's health is read. */
export type HealthReader = (object: KubernetesObject, now: number) => Status;

export interface HealthOptions {
  client: KubernetesClient;
  resources: Resources;
  read: HealthReader;
  /** Milliseconds. */
  timeout: number;
  /** Milliseconds between two looks. */
  interval: number;
  /** Ends at the first failed object. */
  failFast: boolean;
  /** Jobs that go away by themselves when they are done. */
  vanishing?: ReadonlySet<string>;
  clock: Clock;
  signal: AbortSignal;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Resolves when every object is Current. Throws, in the words of Flux, which are not. */
export async function waitForHealth(
  refs: readonly (ObjectRef & { version: string })[],
  options: HealthOptions
): Promise<void> {
  const { clock, failFast, interval, timeout, signal, sleep } = options;
  const end = clock.now() + timeout;
  const last = new Map<string, { status: Status; error?: string }>();
  for (;;) {
    const open = refs.filter(ref => last.get(refText(ref))?.status !== 'Current');
    await concurrently(open, 4, async ref => {
      last.set(refText(ref), await look(ref, options));
    });
    const statuses = [...last.values()].map(({ status }) => status);
    if (statuses.every(status => status === 'Current')) return;
    const isOver = statuses.every(status => status === 'Current' || status === 'Failed');
    const named = (isWanted: (status: Status) => boolean): string =>
      [...last]
        .filter(([, { status }]) => isWanted(status))
        .map(
          ([name, { status, error }]) => `${name} status: '${status}'${error ? `: ${error}` : ''}`
        )
        .join(', ');
    if (isOver || (failFast && statuses.includes('Failed'))) {
      const failed = named(status => status === 'Failed');
      throw new Error(`failed early due to stalled resources: [${failed}]`);
    }
    if (clock.now() >= end) {
      throw new Error(`timeout waiting for: [${named(status => status !== 'Current')}]`);
    }
    await sleep(Math.max(1, Math.min(interval, end - clock.now())), signal);
  }
}

async function look(
  ref: ObjectRef & { version: string },
  { client, resources, read, vanishing, clock, signal }: HealthOptions
): Promise<{ status: Status; error?: string }> {
  const { group, version, kind, namespace, name } = ref;
  try {
    const apiVersion = group ? `${group}/${version}` : version;
    const path = await resources.pathOf({ apiVersion, kind, namespace, name });
    const live = await getLive(client, path, signal);
    if (live) return { status: read(live, clock.now()) };
    return { status: vanishing?.has(refText(ref)) ? 'Current' : 'NotFound' };
  } catch (error) {
    signal.throwIfAborted();
    return { status: 'Unknown', error: messageOf(error) };
  }
}

/** kstatus, and for the kinds that `spec.healthCheckExprs` names, its expressions. Throws where one is no CEL. */
export function createHealthReader(healthCheckExprs: unknown): HealthReader {
  const custom = new Map<string, (object: KubernetesObject) => Status>();
  for (const [index, item] of list(healthCheckExprs).map(record).entries()) {
    const kind = `${groupOf(text(item.apiVersion) ?? '')}/${text(item.kind) ?? ''}`;
    if (custom.has(kind)) throw new Error(`duplicate custom health check for GroupKind ${kind}`);
    const compiled = (field: string): Expression | undefined => {
      const expression = text(item[field]);
      if (expression === undefined) return undefined;
      try {
        return compileExpression(expression);
      } catch (error) {
        const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
        throw new Error(
          `failed to create custom status evaluator for healthchecks[${index}]: ` +
            `failed to parse the expression ${name}: ${messageOf(error)}`
        );
      }
    };
    const rules: [Status, Expression | undefined][] = [
      ['InProgress', compiled('inProgress')],
      ['Failed', compiled('failed')],
      ['Current', compiled('current')],
    ];
    custom.set(kind, object => {
      const observed = record(object.status).observedGeneration;
      if (typeof observed === 'number' && observed !== object.metadata.generation)
        return 'InProgress';
      return rules.find(([, expression]) => isTrue(expression, object))?.[0] ?? 'InProgress';
    });
  }
  return (object, now) => {
    const group = groupOf(object.apiVersion);
    // Flux asks its own reader of Jobs first.
    if (group === 'batch' && object.kind === 'Job') return kstatus(object, now).status;
    const read = custom.get(`${group}/${object.kind}`) ?? custom.get(`${group}/`);
    return read ? read(object) : kstatus(object, now).status;
  };
}

/** A field that is not there yet is no answer. */
function isTrue(expression: Expression | undefined, object: KubernetesObject): boolean {
  try {
    return expression?.isTrue(object) ?? false;
  } catch {
    return false;
  }
}
