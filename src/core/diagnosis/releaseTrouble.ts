import { fluxCommand } from '../flux/fluxCommand.ts';
import { conditionOf } from '../kubernetes/conditions.ts';
import { list, record, text } from '../kubernetes/object.ts';
import type { Finding } from './finding.ts';
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
  return found(subject, isBack ? 'release.back' : 'release', {
    params,
    command: fluxCommand('reconcile', ref, ['--reset']),
  });
}
