import type { ValidationRule } from './structural.ts';

/** What Flux's CustomResourceDefinitions ask of fields together, by the name of the definition in `tables/flux.ts`. */
export const fluxRules: Record<string, ValidationRule[]> = {
  KubeConfig: [
    rule(
      'has(self.configMapRef) || has(self.secretRef)',
      'exactly one of spec.kubeConfig.configMapRef or spec.kubeConfig.secretRef must be specified'
    ),
    rule(
      '!has(self.configMapRef) || !has(self.secretRef)',
      'exactly one of spec.kubeConfig.configMapRef or spec.kubeConfig.secretRef must be specified'
    ),
  ],
  Strategy: [
    rule(
      "!has(self.retryInterval) || self.name != 'RemediateOnFailure'",
      ".retryInterval cannot be set when .name is 'RemediateOnFailure'"
    ),
  ],
  HelmReleaseStrategy: [
    rule(
      "!has(self.retryInterval) || self.name == 'RetryOnFailure'",
      ".retryInterval can only be set when .name is 'RetryOnFailure'"
    ),
  ],
  HelmReleaseSpec: [
    rule('has(self.chart) != has(self.chartRef)', 'either chart or chartRef must be set'),
  ],
  BucketSpec: [
    rule(
      "self.provider in ['aws', 'generic'] || !has(self.sts)",
      "STS configuration is only supported for the 'aws' and 'generic' Bucket providers"
    ),
    rule(
      "self.provider != 'aws' || !has(self.sts) || self.sts.provider == 'aws'",
      "'aws' is the only supported STS provider for the 'aws' Bucket provider"
    ),
    rule(
      "self.provider != 'generic' || !has(self.sts) || self.sts.provider == 'ldap'",
      "'ldap' is the only supported STS provider for the 'generic' Bucket provider"
    ),
    rule(
      "!has(self.sts) || self.sts.provider != 'aws' || !has(self.sts.secretRef)",
      "spec.sts.secretRef is not required for the 'aws' STS provider"
    ),
    rule(
      "!has(self.sts) || self.sts.provider != 'aws' || !has(self.sts.certSecretRef)",
      "spec.sts.certSecretRef is not required for the 'aws' STS provider"
    ),
    rule(
      "self.provider != 'generic' || !has(self.serviceAccountName)",
      "ServiceAccountName is not supported for the 'generic' Bucket provider"
    ),
    rule(
      '!has(self.secretRef) || !has(self.serviceAccountName)',
      'cannot set both .spec.secretRef and .spec.serviceAccountName'
    ),
  ],
  GitRepositorySpec: [
    rule(
      "!has(self.serviceAccountName) || (has(self.provider) && self.provider in ['azure', 'aws'])",
      "serviceAccountName can only be set when provider is 'azure' or 'aws'"
    ),
  ],
  HelmChartSpec: [
    rule(
      "!has(self.verify) || self.sourceRef.kind == 'HelmRepository'",
      "spec.verify is only supported when spec.sourceRef.kind is 'HelmRepository'"
    ),
  ],
  ImagePolicySpec: [
    rule(
      "!has(self.interval) || (has(self.digestReflectionPolicy) && self.digestReflectionPolicy == 'Always')",
      "spec.interval is only accepted when spec.digestReflectionPolicy is set to 'Always'"
    ),
    rule(
      "has(self.interval) || !has(self.digestReflectionPolicy) || self.digestReflectionPolicy != 'Always'",
      "spec.interval must be set when spec.digestReflectionPolicy is set to 'Always'"
    ),
  ],
  ProviderSpec: [
    rule(
      "!has(self.commitStatusExpr) || self.type in ['github', 'gitlab', 'gitea', 'bitbucketserver', 'bitbucket', 'azuredevops']",
      "spec.commitStatusExpr is only supported for the 'github', 'gitlab', 'gitea', 'bitbucketserver', 'bitbucket', 'azuredevops' provider types"
    ),
  ],
  ReceiverSpec: [
    rule(
      "self.type != 'generic-oidc' || (has(self.oidcProviders) && size(self.oidcProviders) > 0)",
      'generic-oidc receivers must define at least one oidcProvider'
    ),
    rule(
      "self.type == 'generic-oidc' || !has(self.oidcProviders) || size(self.oidcProviders) == 0",
      'oidcProviders can only be set when type is generic-oidc'
    ),
    rule(
      "self.type != 'generic-oidc' || !has(self.secretRef)",
      'secretRef cannot be set when type is generic-oidc'
    ),
    rule(
      "self.type == 'generic-oidc' || has(self.secretRef)",
      'secretRef is required when type is not generic-oidc'
    ),
  ],
};

function rule(text: string, message: string): ValidationRule {
  return { rule: text, message };
}
