import type { KubernetesObject } from '../../kubernetes/object.ts';
import { helmReleaseFacts, kustomizationFacts } from './applierFacts.ts';
import type { Fact } from './fact.ts';
import {
  imagePolicyFacts,
  imageRepositoryFacts,
  imageUpdateAutomationFacts,
} from './imageFacts.ts';
import { alertFacts, providerFacts, receiverFacts } from './notificationFacts.ts';
import { artifactGeneratorFacts, sourceFacts } from './sourceFacts.ts';

const byKind: Record<string, (object: KubernetesObject) => Fact[]> = {
  Kustomization: kustomizationFacts,
  HelmRelease: helmReleaseFacts,
  ArtifactGenerator: artifactGeneratorFacts,
  ImageRepository: imageRepositoryFacts,
  ImagePolicy: imagePolicyFacts,
  ImageUpdateAutomation: imageUpdateAutomationFacts,
  Alert: alertFacts,
  Provider: providerFacts,
  Receiver: receiverFacts,
};

/** What matters of an object of any Flux kind, in the order a person asks. Never throws on a partial object. */
export function factsOf(object: KubernetesObject): Fact[] {
  return (byKind[object.kind] ?? sourceFacts)(object);
}
