import type { Cause } from '../../src/core/diagnosis/finding.ts';
import { type ObjectRef, refText } from '../../src/core/kubernetes/ref.ts';
import type { Expected } from './fault.ts';

/** As `expected.yaml` writes it; of several causes the first, and a word that there are more. */
export function toVerdict(causes: readonly Cause[], notices: readonly Cause[]): Expected {
  const [cause, ...more] = causes;
  const shown = (ref: ObjectRef) => refText(ref);
  const victimsOf = ({ victims }: Cause) =>
    victims
      .map(({ object, effect }) => ({ object: shown(object), effect }))
      .sort((a, b) => a.object.localeCompare(b.object));
  const notice = notices[0] && { object: shown(notices[0].object), rule: notices[0].rule };
  if (!cause) {
    return notices[0] && notice
      ? { cause: 'none', notice, victims: victimsOf(notices[0]) }
      : { cause: 'none' };
  }
  return {
    cause: {
      object: shown(cause.object),
      rule: more.length > 0 ? `${cause.rule} and ${more.length} more` : cause.rule,
    },
    victims: victimsOf(cause),
    fresh: cause.isFresh,
    says: cause.says.id,
    ...(notice ? { notice } : {}),
  };
}

/** `*` at the end of a name stands for what a controller made of it. */
export function matches(text: string, pattern: string): boolean {
  const parts = pattern.split('*').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[a-z0-9-]*')}$`).test(text);
}

export function isSame(found: Expected, expected: Expected): boolean {
  const { cause = 'none', notice, victims = [], fresh, says } = expected;
  if (cause === 'none') {
    if (found.cause !== 'none') return false;
    if (!notice) return true;
  } else if (
    typeof found.cause !== 'object' ||
    !matches(`${found.cause.object} ${found.cause.rule}`, `${cause.object} ${cause.rule}`)
  ) {
    return false;
  }
  if (
    notice &&
    `${found.notice?.object} ${found.notice?.rule}` !== `${notice.object} ${notice.rule}`
  ) {
    return false;
  }
  if (fresh !== undefined && found.fresh !== fresh) return false;
  if (says !== undefined && found.says !== says) return false;
  const text = (all: Expected['victims']) =>
    (all ?? [])
      .map(({ object, effect }) => `${object} ${effect}`)
      .sort()
      .join('\n');
  return text(found.victims) === text(victims);
}

/** In a few words, for a table: `Pod/NS/web-* image, 2 victims`. */
export function verdictText({ cause = 'none', notice, victims = [] }: Expected): string {
  const main = cause === 'none' ? notice : cause;
  const kind = cause === 'none' && notice ? 'notice: ' : '';
  const count = victims.length === 0 ? '' : `, ${victims.length} more`;
  return main === undefined ? 'none' : `${kind}${main.object} ${main.rule}${count}`;
}
