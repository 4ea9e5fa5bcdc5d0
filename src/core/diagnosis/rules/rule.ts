import type { FluxKindName } from '../../flux/kinds.ts';
import type { ObjectRef } from '../../kubernetes/ref.ts';
import type { Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** One row of a table: which objects it looks at, and what in their controller's words it knows. */
export interface Rule {
  rule: string;
  /** All kinds of Flux where it names none. */
  kinds?: readonly FluxKindName[];
  /** Tested on the whole message. Each row has a test with a message that Flux wrote. */
  says: RegExp;
  /** Undefined: the words fit, and what else the rule asks for does not. */
  find(subject: Subject, match: RegExpExecArray): Finding | undefined;
}

/** An object of Kubernetes' own. */
export const coreRef = (kind: string, namespace: string, name: string): ObjectRef => ({
  group: '',
  kind,
  namespace,
  name,
});
