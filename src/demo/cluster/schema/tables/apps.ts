/** apps/v1 In the notation of `typeTable.ts`. */
export const appsTypes = `
Deployment * spec:DeploymentSpec={} status:DeploymentStatus={}
DeploymentSpec minReadySeconds:int paused:bool progressDeadlineSeconds:int=600 replicas:int=1
  revisionHistoryLimit:int=10 selector!:LabelSelector strategy:DeploymentStrategy={}
  template!:PodTemplateSpec={}
DeploymentStrategy rollingUpdate:RollingUpdateDeployment type:Recreate|RollingUpdate=RollingUpdate
RollingUpdateDeployment maxSurge:intOrString maxUnavailable:intOrString
DeploymentStatus availableReplicas:int collisionCount:int conditions:DeploymentCondition[type]
  observedGeneration:int readyReplicas:int replicas:int terminatingReplicas:int unavailableReplicas:int
  updatedReplicas:int
DeploymentCondition lastTransitionTime:time lastUpdateTime:time message reason status! type!
ReplicaSet * spec:ReplicaSetSpec={} status:ReplicaSetStatus={}
ReplicaSetSpec minReadySeconds:int replicas:int=1 selector!:LabelSelector template:PodTemplateSpec={}
ReplicaSetStatus availableReplicas:int conditions:ReplicaSetCondition[type] fullyLabeledReplicas:int
  observedGeneration:int readyReplicas:int replicas!:int terminatingReplicas:int
ReplicaSetCondition lastTransitionTime:time message reason status! type!
StatefulSet * spec:StatefulSetSpec={} status:StatefulSetStatus={}
StatefulSetSpec minReadySeconds:int ordinals:StatefulSetOrdinals
  persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy
  podManagementPolicy:OrderedReady|Parallel=OrderedReady replicas:int=1 revisionHistoryLimit:int=10
  selector!:LabelSelector serviceName template!:PodTemplateSpec={} updateStrategy:StatefulSetUpdateStrategy={}
  volumeClaimTemplates:PersistentVolumeClaim[]
StatefulSetOrdinals start:int
StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted:Retain|Delete=Retain
  whenScaled:Retain|Delete=Retain
StatefulSetUpdateStrategy rollingUpdate:RollingUpdateStatefulSetStrategy
  type:OnDelete|RollingUpdate=RollingUpdate
RollingUpdateStatefulSetStrategy maxUnavailable:intOrString partition:int
StatefulSetStatus availableReplicas:int collisionCount:int conditions:StatefulSetCondition[type]
  currentReplicas:int currentRevision observedGeneration:int readyReplicas:int replicas!:int updateRevision
  updatedReplicas:int
StatefulSetCondition lastTransitionTime:time message reason status! type!
DaemonSet * spec:DaemonSetSpec={} status:DaemonSetStatus={}
DaemonSetSpec minReadySeconds:int revisionHistoryLimit:int=10 selector!:LabelSelector
  template!:PodTemplateSpec={} updateStrategy:DaemonSetUpdateStrategy={}
DaemonSetUpdateStrategy rollingUpdate:RollingUpdateDaemonSet type:OnDelete|RollingUpdate=RollingUpdate
RollingUpdateDaemonSet maxSurge:intOrString maxUnavailable:intOrString
DaemonSetStatus collisionCount:int conditions:DaemonSetCondition[type] currentNumberScheduled!:int
  desiredNumberScheduled!:int numberAvailable:int numberMisscheduled!:int numberReady!:int
  numberUnavailable:int observedGeneration:int updatedNumberScheduled:int
DaemonSetCondition lastTransitionTime:time message reason status! type!
ControllerRevision * data:any revision!:int
`;
