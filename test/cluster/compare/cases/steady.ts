import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText } from '../manifests.ts';

const steps = [{ commit: { 'one.yaml': configMapText('one') }, ends: { app: applied } }];

/** Shows that both worlds reconcile at all. */
export const first: ComparedCase = {
  name: 'first',
  says: 'a Kustomization',
  kustomizations: { app: {} },
  steps,
};

/** Reconciled again and again, and always well. */
export const steady: ComparedCase = {
  name: 'steady',
  says: 'a Kustomization that is reconciled each second',
  kustomizations: { app: { interval: '1s', retryInterval: '1s' } },
  steps,
};
