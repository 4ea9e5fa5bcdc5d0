import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { Ledger, Outcome } from '../ledger/ledger.ts';
import { keyOfObject } from './observedSource.ts';
import { outcomesOf } from './outcomes.ts';
import type { Writer } from './writer.ts';

/** Keeps what the statuses of objects tell, each thing once. */
export function createOutcomeRecorder(options: {
  ledger: Pick<Ledger, 'outcomes' | 'addOutcome'>;
  writer: Writer;
  scrub(text: string): string;
  now(): number;
  /** The revision that the source of a Kustomization serves. */
  offeredTo(object: KubernetesObject): string | undefined;
}): { add(object: KubernetesObject): void } {
  const { ledger, writer, scrub, now, offeredTo } = options;
  /** The last that is kept; null where there is none. */
  const last = new Map<string, Outcome | null>();

  return {
    add(status) {
      const object = keyOfObject(status);
      const offered = status.kind === 'Kustomization' ? offeredTo(status) : undefined;
      const at = now();
      writer.add(`outcome of ${object}`, async () => {
        let before = last.get(object);
        if (before === undefined) {
          [before = null] = await ledger.outcomes({ object, limit: 1 });
          last.set(object, before);
        }
        const context = { object, last: before ?? undefined, offered, now: at, scrub };
        for (const outcome of outcomesOf(status, context)) {
          await ledger.addOutcome(outcome);
          last.set(object, outcome);
        }
      });
    },
  };
}
