/** autoscaling/v2, policy/v1 and other small groups. In the notation of `typeTable.ts`. */
export const autoscalingTypes = `
PodDisruptionBudget * spec:PodDisruptionBudgetSpec={} status:PodDisruptionBudgetStatus={}
PodDisruptionBudgetSpec maxUnavailable:intOrString minAvailable:intOrString selector:LabelSelector
  unhealthyPodEvictionPolicy
PodDisruptionBudgetStatus conditions:Condition[type] currentHealthy:int desiredHealthy:int
  disruptedPods:time{} disruptionsAllowed:int expectedPods:int observedGeneration:int
HorizontalPodAutoscaler * spec!:HorizontalPodAutoscalerSpec={} status:HorizontalPodAutoscalerStatus={}
HorizontalPodAutoscalerSpec behavior:HorizontalPodAutoscalerBehavior maxReplicas!:int metrics:MetricSpec[]
  minReplicas:int=1 scaleTargetRef!:CrossVersionObjectReference={}
HorizontalPodAutoscalerBehavior scaleDown:HPAScalingRules scaleUp:HPAScalingRules
HPAScalingRules policies:HPAScalingPolicy[] selectPolicy stabilizationWindowSeconds:int tolerance:quantity
HPAScalingPolicy periodSeconds!:int type! value!:int
MetricSpec containerResource:ContainerResourceMetricSource external:ExternalMetricSource
  object:ObjectMetricSource pods:PodsMetricSource resource:ResourceMetricSource type!
ContainerResourceMetricSource container! name! target!:MetricTarget={}
MetricTarget averageUtilization:int averageValue:quantity type! value:quantity
ExternalMetricSource metric!:MetricIdentifier={} target!:MetricTarget={}
MetricIdentifier name! selector:LabelSelector
ObjectMetricSource describedObject!:CrossVersionObjectReference={} metric!:MetricIdentifier={}
  target!:MetricTarget={}
CrossVersionObjectReference apiVersion kind! name!
PodsMetricSource metric!:MetricIdentifier={} target!:MetricTarget={}
ResourceMetricSource name! target!:MetricTarget={}
HorizontalPodAutoscalerStatus conditions:HorizontalPodAutoscalerCondition[type] currentMetrics:MetricStatus[]
  currentReplicas:int desiredReplicas!:int lastScaleTime:time observedGeneration:int
HorizontalPodAutoscalerCondition lastTransitionTime:time message reason status! type!
MetricStatus containerResource:ContainerResourceMetricStatus external:ExternalMetricStatus
  object:ObjectMetricStatus pods:PodsMetricStatus resource:ResourceMetricStatus type!
ContainerResourceMetricStatus container! current!:MetricValueStatus={} name!
MetricValueStatus averageUtilization:int averageValue:quantity value:quantity
ExternalMetricStatus current!:MetricValueStatus={} metric!:MetricIdentifier={}
ObjectMetricStatus current!:MetricValueStatus={} describedObject!:CrossVersionObjectReference={}
  metric!:MetricIdentifier={}
PodsMetricStatus current!:MetricValueStatus={} metric!:MetricIdentifier={}
ResourceMetricStatus current!:MetricValueStatus={} name!
Lease * spec:LeaseSpec={}
LeaseSpec acquireTime:time holderIdentity leaseDurationSeconds:int leaseTransitions:int preferredHolder
  renewTime:time strategy
PriorityClass * description globalDefault:bool
  preemptionPolicy:Never|PreemptLowerPriority=PreemptLowerPriority value:int
RuntimeClass * handler! overhead:Overhead scheduling:Scheduling
Overhead podFixed:quantity{}
Scheduling nodeSelector:string{atomic} tolerations:Toleration[]
EventsEvent * action deprecatedCount:int deprecatedFirstTimestamp:time deprecatedLastTimestamp:time
  deprecatedSource:EventSource={} eventTime!:time note reason regarding:ObjectReference={}
  related:ObjectReference reportingController reportingInstance series:EventsEventSeries type
EventsEventSeries count!:int lastObservedTime!:time
CertificateSigningRequest * spec!:CertificateSigningRequestSpec={} status:CertificateSigningRequestStatus={}
CertificateSigningRequestSpec expirationSeconds:int extra:string[]{} groups:string[] request!:bytes
  signerName! uid usages:string[] username
CertificateSigningRequestStatus certificate:bytes conditions:CertificateSigningRequestCondition[type]
CertificateSigningRequestCondition lastTransitionTime:time lastUpdateTime:time message reason status! type!
`;
