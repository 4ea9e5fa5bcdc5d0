import { matchesLabels, parseLabelSelector } from '../../core/kubernetes/selector.ts';
import { badRequest } from './failure.ts';

export type LabelTest = (labels: Record<string, string> | undefined) => boolean;

/** The test that a `labelSelector` parameter asks for; undefined for an empty one. 400 for what is none. */
export function labelTest(selector: string): LabelTest | undefined {
  const parsed = parseLabelSelector(selector);
  if ('error' in parsed) throw badRequest(parsed.error);
  const { requirements } = parsed;
  return requirements.length ? labels => matchesLabels(requirements, labels) : undefined;
}
