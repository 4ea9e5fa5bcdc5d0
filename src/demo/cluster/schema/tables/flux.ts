/**
 * The objects of Flux 2.9, in the notation of `typeTable.ts`, from the controllers' own CustomResourceDefinitions. Names such as
 * `duration` and `name63` are the scalars of `fluxScalars.ts`.
 */
export const fluxTypes = String.raw`
ObjectMeta
KustomizationSpec buildMetadata:originAnnotations|transformerAnnotations[] commonMetadata:CommonMetadata
  components:string[] decryption:Decryption deletionPolicy:MirrorPrune|Delete|WaitForTermination|Orphan
  dependsOn:DependsOn[] force:bool=false healthCheckExprs:HealthCheckExpr[] healthChecks:HealthCheck[]
  ignore:Ignore[] ignoreMissingComponents:bool images:Image[] interval!:duration kubeConfig:KubeConfig
  namePrefix:name200 nameSuffix:name200 patches:Patch[] path postBuild:PostBuild prune!:bool
  retryInterval:duration serviceAccountName sourceRef!:SourceRef suspend:bool targetNamespace:name63
  timeout:duration wait:bool
CommonMetadata annotations:string{} labels:string{}
Decryption provider!:sops| secretRef:SecretRef serviceAccountName
SecretRef name!
DependsOn name! namespace readyExpr
HealthCheckExpr apiVersion! current! failed inProgress kind
HealthCheck apiVersion kind! name! namespace
Ignore paths!:string[] target:Target
Target annotationSelector group kind labelSelector name namespace version
Image digest name! newName newTag
KubeConfig configMapRef:SecretRef secretRef:KustomizationSecretRef
KustomizationSecretRef key name!
Patch patch! target:Target
PostBuild substitute:string{} substituteFrom:SubstituteFrom[] substituteStrategy:WithVariables|Always
SubstituteFrom kind!:Secret|ConfigMap name!:name253 optional:bool=false
SourceRef apiVersion kind!:OCIRepository|GitRepository|Bucket|ExternalArtifact name! namespace
KustomizationStatus conditions:Condition[] history:History[] inventory:Inventory lastAppliedOriginRevision
  lastAppliedRevision lastAttemptedRevision lastHandledReconcileAt observedGeneration:int
Condition lastTransitionTime!:time message!:text32768 observedGeneration:natural reason!:conditionReason
  status!:True|False|Unknown type!:conditionType
History digest! firstReconciled!:time lastReconciled!:time lastReconciledDuration! lastReconciledStatus!
  metadata:string{} totalReconciliations!:int
Inventory entries!:Entry[]
Entry id! v!
Kustomization * spec:KustomizationSpec status:KustomizationStatus={"observedGeneration":-1}
HelmReleaseSpec chart:Chart chartRef:ChartRef commonMetadata:CommonMetadata dependsOn:DependsOn[]
  driftDetection:DriftDetection healthCheckExprs:HealthCheckExpr[] install:Install interval!:duration
  kubeConfig:KubeConfig maxHistory:int persistentClient:bool postRenderStrategy:nohooks|combined|separate
  postRenderers:PostRenderer[] releaseName:name53 rollback:Rollback serviceAccountName:name253
  storageNamespace:name63 suspend:bool targetNamespace:name63 test:Test timeout:duration uninstall:Uninstall
  upgrade:Upgrade values:any valuesFrom:ValuesFrom[] waitStrategy:WaitStrategy
Chart metadata:CommonMetadata spec!:ChartSpec
ChartSpec chart!:name2048 ignoreMissingValuesFiles:bool interval:duration
  reconcileStrategy:ChartVersion|Revision=ChartVersion sourceRef!:HelmReleaseSourceRef valuesFiles:string[]
  verify:Verify version=*
HelmReleaseSourceRef apiVersion kind!:HelmRepository|GitRepository|Bucket name!:name253 namespace:name63
Verify provider!:cosign|notation=cosign secretRef:SecretRef
ChartRef apiVersion kind!:OCIRepository|HelmChart|ExternalArtifact name!:name253 namespace:name63
DriftDetection ignore:Ignore[] mode:enabled|warn|disabled
Install crds:Skip|Create|CreateReplace createNamespace:bool disableHooks:bool disableOpenAPIValidation:bool
  disableSchemaValidation:bool disableTakeOwnership:bool disableWait:bool disableWaitForJobs:bool
  remediation:Remediation replace:bool serverSideApply:bool skipCRDs:bool strategy:Strategy timeout:duration
Remediation ignoreTestFailures:bool remediateLastFailure:bool retries:int
Strategy name!:RemediateOnFailure|RetryOnFailure retryInterval:duration
PostRenderer kustomize:Kustomize
Kustomize images:Image[] patches:Patch[]
Rollback cleanupOnFail:bool disableHooks:bool disableWait:bool disableWaitForJobs:bool force:bool
  recreate:bool serverSideApply:enabled|disabled|auto timeout:duration
Test enable:bool filters:Filter[] ignoreFailures:bool timeout:duration
Filter exclude:bool name!:name253
Uninstall deletionPropagation:background|foreground|orphan=background disableHooks:bool disableWait:bool
  keepHistory:bool timeout:duration
Upgrade chartNameChangeStrategy:InPlaceUpdate|Reinstall cleanupOnFail:bool crds:Skip|Create|CreateReplace
  disableHooks:bool disableOpenAPIValidation:bool disableSchemaValidation:bool disableTakeOwnership:bool
  disableWait:bool disableWaitForJobs:bool force:bool preserveValues:bool remediation:HelmReleaseRemediation
  serverSideApply:enabled|disabled|auto strategy:HelmReleaseStrategy timeout:duration
HelmReleaseRemediation ignoreTestFailures:bool remediateLastFailure:bool retries:int
  strategy:rollback|uninstall
HelmReleaseStrategy name!:RemediateOnFailure|RetryOnFailure retryInterval:duration
ValuesFrom kind!:Secret|ConfigMap literal:bool name!:name253 optional:bool targetPath:targetPath
  valuesKey:valuesKey
WaitStrategy name!:poller|legacy
HelmReleaseStatus conditions:Condition[] failures:int helmChart history:HelmReleaseHistory[]
  installFailures:int inventory:Inventory lastAttemptedConfigDigest lastAttemptedGeneration:int
  lastAttemptedReleaseAction:install|upgrade lastAttemptedReleaseActionDuration lastAttemptedRevision
  lastAttemptedRevisionDigest lastAttemptedValuesChecksum lastHandledForceAt lastHandledReconcileAt
  lastHandledResetAt lastReleaseRevision:int observedCommonMetadataDigest observedGeneration:int
  observedPostRenderersDigest storageNamespace:name63 upgradeFailures:int
HelmReleaseHistory action apiVersion appVersion chartName! chartVersion! configDigest! deleted:time digest!
  firstDeployed!:time lastDeployed!:time name! namespace! ociDigest status! testHooks:TestHooks{} version!:int
TestHooks lastCompleted:time lastStarted:time phase
HelmRelease * spec:HelmReleaseSpec status:HelmReleaseStatus={"observedGeneration":-1}
BucketSpec bucketName! certSecretRef:SecretRef endpoint! ignore insecure:bool interval!:duration prefix
  provider:generic|aws|gcp|azure=generic proxySecretRef:SecretRef region secretRef:SecretRef
  serviceAccountName sts:Sts suspend:bool timeout:timeout=60s
Sts certSecretRef:SecretRef endpoint!:httpUrl provider!:aws|ldap secretRef:SecretRef
BucketStatus artifact:Artifact conditions:Condition[] lastHandledReconcileAt observedGeneration:int
  observedIgnore url
Artifact digest!:digest lastUpdateTime!:time metadata:string{} path! revision! size:int url!
Bucket * spec:BucketSpec status:BucketStatus={"observedGeneration":-1}
ExternalArtifactSpec sourceRef:HealthCheck
ExternalArtifactStatus artifact:Artifact conditions:Condition[]
ExternalArtifact * spec:ExternalArtifactSpec status:ExternalArtifactStatus
GitRepositorySpec ignore include:Include[] interval!:duration provider:generic|aws|azure|github
  proxySecretRef:SecretRef recurseSubmodules:bool ref:Ref secretRef:SecretRef serviceAccountName
  sparseCheckout:string[] suspend:bool timeout:timeout=60s url!:gitUrl verify:GitRepositoryVerify
Include fromPath repository!:SecretRef toPath
Ref branch commit name semver tag
GitRepositoryVerify mode:head|HEAD|Tag|TagAndHEAD=HEAD secretRef!:SecretRef
GitRepositoryStatus artifact:Artifact conditions:Condition[] includedArtifacts:Artifact[]
  lastHandledReconcileAt observedGeneration:int observedIgnore observedInclude:Include[]
  observedRecurseSubmodules:bool observedSparseCheckout:string[] sourceVerificationMode
GitRepository * spec:GitRepositorySpec status:GitRepositoryStatus={"observedGeneration":-1}
HelmChartSpec chart! ignoreMissingValuesFiles:bool interval!:duration
  reconcileStrategy:ChartVersion|Revision=ChartVersion sourceRef!:HelmChartSourceRef suspend:bool
  valuesFiles:string[] verify:HelmChartVerify version=*
HelmChartSourceRef apiVersion kind!:HelmRepository|GitRepository|Bucket name!
HelmChartVerify matchOIDCIdentity:MatchOIDCIdentity[] provider!:cosign|notation=cosign secretRef:SecretRef
MatchOIDCIdentity issuer! subject!
HelmChartStatus artifact:Artifact conditions:Condition[] lastHandledReconcileAt observedChartName
  observedGeneration:int observedSourceArtifactRevision observedValuesFiles:string[] url
HelmChart * spec:HelmChartSpec status:HelmChartStatus={"observedGeneration":-1}
HelmRepositorySpec accessFrom:AccessFrom certSecretRef:SecretRef insecure:bool interval:duration
  passCredentials:bool provider:generic|aws|azure|gcp=generic secretRef:SecretRef suspend:bool timeout:timeout
  type:default|oci url!:helmUrl
AccessFrom namespaceSelectors!:NamespaceSelector[]
NamespaceSelector matchLabels:string{}
HelmRepositoryStatus artifact:Artifact conditions:Condition[] lastHandledReconcileAt observedGeneration:int
  url
HelmRepository * spec:HelmRepositorySpec status:HelmRepositoryStatus={"observedGeneration":-1}
OCIRepositorySpec certSecretRef:SecretRef ignore insecure:bool interval!:duration layerSelector:LayerSelector
  provider:generic|aws|azure|gcp=generic proxySecretRef:SecretRef ref:OCIRepositoryRef secretRef:SecretRef
  serviceAccountName suspend:bool timeout:timeout=60s url!:ociUrl verify:OCIRepositoryVerify
LayerSelector mediaType operation:extract|copy
OCIRepositoryRef digest semver semverFilter tag
OCIRepositoryVerify matchOIDCIdentity:MatchOIDCIdentity[] provider!:cosign|notation=cosign secretRef:SecretRef
  trustedRootSecretRef:SecretRef
OCIRepositoryStatus artifact:Artifact conditions:Condition[] lastHandledReconcileAt observedGeneration:int
  observedIgnore observedLayerSelector:LayerSelector url
OCIRepository * spec:OCIRepositorySpec status:OCIRepositoryStatus={"observedGeneration":-1}
ImagePolicySpec digestReflectionPolicy:Always|IfNotPresent|Never=Never filterTags:FilterTags
  imageRepositoryRef!:ImageRepositoryRef interval:duration policy!:Policy suspend:bool
FilterTags extract pattern
ImageRepositoryRef name! namespace
Policy alphabetical:Alphabetical numerical:Alphabetical semver:Semver
Alphabetical order:asc|desc=asc
Semver range!
ImagePolicyStatus conditions:Condition[] lastHandledReconcileAt latestRef:LatestRef observedGeneration:int
  observedPreviousRef:LatestRef
LatestRef digest name! tag!
ImagePolicy * spec:ImagePolicySpec status:ImagePolicyStatus={"observedGeneration":-1}
ImageRepositorySpec accessFrom:AccessFrom certSecretRef:SecretRef exclusionList:exclusions=["^.*\\.sig$"] image!
  insecure:bool interval!:duration provider:generic|aws|azure|gcp=generic proxySecretRef:SecretRef
  secretRef:SecretRef serviceAccountName:text253 suspend:bool timeout:timeout
ImageRepositoryStatus canonicalImageName conditions:Condition[] lastHandledReconcileAt
  lastScanResult:LastScanResult observedExclusionList:string[] observedGeneration:int
LastScanResult latestTags:string[] revision scanTime:time tagCount!:int
ImageRepository * spec:ImageRepositorySpec status:ImageRepositoryStatus={"observedGeneration":-1}
ImageUpdateAutomationSpec git:Git interval!:duration policySelector:PolicySelector
  sourceRef!:ImageUpdateAutomationSourceRef suspend:bool update:Update={"strategy":"Setters"}
Git checkout:Checkout commit!:Commit push:Push
Checkout ref!:Ref
Commit author!:Author messageTemplate messageTemplateValues:string{} signingKey:SigningKey
Author email! name
SigningKey secretRef!:SecretRef type:gpg|ssh
Push branch options:string{} refspec:refspec
PolicySelector(atomic) matchExpressions:MatchExpression[] matchLabels:string{}
MatchExpression key! operator! values:string[]
ImageUpdateAutomationSourceRef apiVersion kind!:GitRepository|=GitRepository name! namespace
Update path strategy:Setters|=Setters
ImageUpdateAutomationStatus conditions:Condition[] lastAutomationRunTime:time lastHandledReconcileAt
  lastPushCommit lastPushTime:time observedGeneration:int observedPolicies:LatestRef{} observedSourceRevision
ImageUpdateAutomation * spec:ImageUpdateAutomationSpec
  status:ImageUpdateAutomationStatus={"observedGeneration":-1}
AlertSpec eventMetadata:string{} eventSeverity:info|error=info eventSources!:EventSource[]
  exclusionList:string[] inclusionList:string[] providerRef!:SecretRef summary:text255 suspend:bool
EventSource apiVersion
  kind!:Bucket|GitRepository|Kustomization|HelmRelease|HelmChart|HelmRepository|ImageRepository|ImagePolicy|ImageUpdateAutomation|OCIRepository|ArtifactGenerator|ExternalArtifact
  matchLabels:string{} name!:name253 namespace:name253
Alert * spec:AlertSpec
ProviderSpec address:text2048 certSecretRef:SecretRef channel:text2048 commitStatusExpr interval:duration
  proxy:httpUrl2048 proxySecretRef:SecretRef secretRef:SecretRef serviceAccountName suspend:bool
  timeout:timeout
  type!:slack|discord|msteams|rocket|generic|generic-hmac|github|gitlab|gitea|giteapullrequestcomment|bitbucketserver|bitbucket|azuredevops|googlechat|googlepubsub|webex|sentry|azureeventhub|telegram|lark|matrix|opsgenie|alertmanager|grafana|githubdispatch|githubpullrequestcomment|gitlabmergerequestcomment|pagerduty|datadog|nats|zulip|otel
  username:text2048
Provider * spec:ProviderSpec
ReceiverSpec events:string[] interval:duration=10m oidcProviders:OidcProvider[issuerURL] resourceFilter
  resources!:Resource[] secretRef:SecretRef suspend:bool
  type!:generic|generic-hmac|generic-oidc|github|gitlab|bitbucket|harbor|dockerhub|quay|gcr|nexus|acr|cdevents
OidcProvider audience issuerURL!:issuerUrl validations!:Validation[some] variables:Variable[]
Validation expression! message!
Variable expression! name!
Resource apiVersion filter
  kind!:Bucket|GitRepository|Kustomization|HelmRelease|HelmChart|HelmRepository|ImageRepository|ImagePolicy|ImageUpdateAutomation|OCIRepository|ArtifactGenerator|ExternalArtifact
  matchLabels:string{} name!:name253 namespace:name253
ReceiverStatus conditions:Condition[] lastHandledReconcileAt observedGeneration:int webhookPath
Receiver * spec:ReceiverSpec status:ReceiverStatus={"observedGeneration":-1}
ArtifactGeneratorSpec artifacts!:OutputArtifact[] commonMetadata:CommonMetadata pathPattern sources!:SourceReference[]
SourceReference alias!:name63 kind!:Bucket|GitRepository|OCIRepository|HelmChart|ExternalArtifact name!:name253
  namespace:name63
OutputArtifact copy!:CopyOperation[] name!:name253 originRevision revision
CopyOperation exclude:string[] from! strategy:Overwrite|Merge|Extract to!
ArtifactGeneratorStatus conditions:Condition[] inventory:ExternalArtifactReference[] lastHandledReconcileAt
  observedSourcesDigest
ExternalArtifactReference digest! filename! name! namespace!
ArtifactGenerator * spec:ArtifactGeneratorSpec status:ArtifactGeneratorStatus
`;
