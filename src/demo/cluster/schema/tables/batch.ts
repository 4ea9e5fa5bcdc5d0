/** batch/v1 In the notation of `typeTable.ts`. */
export const batchTypes = `
Job * spec:JobSpec={} status:JobStatus={}
JobSpec activeDeadlineSeconds:int backoffLimit:int backoffLimitPerIndex:int completionMode:NonIndexed|Indexed
  completions:int managedBy manualSelector:bool maxFailedIndexes:int parallelism:int
  podFailurePolicy:PodFailurePolicy podReplacementPolicy:TerminatingOrFailed|Failed selector:LabelSelector
  successPolicy:SuccessPolicy suspend:bool template!:PodTemplateSpec={} ttlSecondsAfterFinished:int
PodFailurePolicy rules!:PodFailurePolicyRule[]
PodFailurePolicyRule action! onExitCodes:PodFailurePolicyOnExitCodesRequirement
  onPodConditions:PodFailurePolicyOnPodConditionsPattern[]
PodFailurePolicyOnExitCodesRequirement containerName operator! values!:int[set]
PodFailurePolicyOnPodConditionsPattern status type!
SuccessPolicy rules!:SuccessPolicyRule[]
SuccessPolicyRule succeededCount:int succeededIndexes
JobStatus active:int completedIndexes completionTime:time conditions:JobCondition[] failed:int failedIndexes
  ready:int startTime:time succeeded:int terminating:int uncountedTerminatedPods:UncountedTerminatedPods
JobCondition lastProbeTime:time lastTransitionTime:time message reason status! type!
UncountedTerminatedPods failed:string[set] succeeded:string[set]
CronJob * spec!:CronJobSpec={} status:CronJobStatus={}
CronJobSpec concurrencyPolicy:Allow|Forbid|Replace=Allow failedJobsHistoryLimit:int=1
  jobTemplate!:JobTemplateSpec={} schedule! startingDeadlineSeconds:int successfulJobsHistoryLimit:int=3
  suspend:bool=false timeZone
JobTemplateSpec metadata:ObjectMeta={} spec:JobSpec={}
CronJobStatus active:ObjectReference[] lastScheduleTime:time lastSuccessfulTime:time
`;
