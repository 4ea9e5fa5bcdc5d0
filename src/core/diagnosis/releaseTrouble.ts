import { fluxCommand } from '../flux/fluxCommand.ts';
import { conditionOf } from '../kubernetes/conditions.ts';
import { list, record, text } from '../kubernetes/object.ts';
import { oneLine } from './containerTrouble.ts';
import type { Finding } from './finding.ts';
import { lostPods } from './lostPods.ts';
import { found, inShort, type Subject } from './subject.ts';

/** A release that Helm gave up on: what its pods did is over, and only evidence. */
export function releaseTrouble(subject: Subject): Finding | undefined {
  const { object, state, ref } = subject;
  if (object.kind !== 'HelmRelease' || state.name !== 'stalled') return undefined;
  const remediated = conditionOf(object, 'Remediated');
  const snapshots = list(record(object.status).history).map(record);
  const good = snapshots.find(({ status }) => status === 'deployed');
  const [released, tested] = ['Released', 'TestSuccess'].map(type => conditionOf(object, type));
  const isTest = released?.status !== 'False' && tested?.status === 'False';
  const tried = text(record(object.status).lastAttemptedReleaseAction) ?? 'install';
  const isBack = remediated?.status === 'True' && remediated.reason === 'RollbackSucceeded';
  const failed = snapshots.find(({ status }) => status === 'failed' && !isTest) ?? snapshots[0];
  const attempted = text(record(object.status).lastAttemptedRevision);
  const params = {
    action: isTest ? 'test' : tried,
    version: (isTest ? attempted : undefined) ?? text(failed?.chartVersion) ?? attempted ?? '',
    back: text(good?.chartVersion) ?? '',
    said: inShort((isTest ? tested : released)?.message ?? subject.message),
  };
  const command = fluxCommand('reconcile', ref, ['--reset']);
  if (!isBack) return found(subject, 'release', { params, command });
  const lost = lostPods(subject, released?.message ?? '', {
    from: Date.parse(text(failed?.lastDeployed) ?? ''),
    until: Date.parse(text(good?.lastDeployed) ?? ''),
  });
  return backWith(lost, found(subject, 'release.back', { params, command }));
}

/** What was rolled back took its Pods with it: what they did, or that nothing tells it any more. */
function backWith(lost: ReturnType<typeof lostPods>, finding: Finding): Finding {
  if (!lost) return finding;
  const { says, evidence } = finding;
  if (lost === 'none') return { ...finding, says: { ...says, id: 'rule.release.back.gone' } };
  const pod = oneLine(lost.seen.message ?? '');
  return {
    ...finding,
    says: { id: 'rule.release.back.seen', params: { ...says.params, pod } },
    evidence: [...evidence, lost.seen],
  };
}
