/** The rest of the core group. In the notation of `typeTable.ts`. */
export const coreTypes = `
Namespace * spec:NamespaceSpec={} status:NamespaceStatus={}
NamespaceSpec finalizers:string[]
NamespaceStatus conditions:NamespaceCondition[type] phase=Active
NamespaceCondition lastTransitionTime:time message reason status! type!
Node * spec:NodeSpec={} status:NodeStatus={}
NodeSpec configSource:NodeConfigSource externalID podCIDR podCIDRs:string[set] providerID taints:Taint[]
  unschedulable:bool
NodeConfigSource configMap:ConfigMapNodeConfigSource
ConfigMapNodeConfigSource kubeletConfigKey! name! namespace! resourceVersion uid
Taint effect!:NoSchedule|PreferNoSchedule|NoExecute key! timeAdded:time value
NodeStatus addresses:NodeAddress[type] allocatable:quantity{} capacity:quantity{}
  conditions:NodeCondition[type] config:NodeConfigStatus daemonEndpoints:NodeDaemonEndpoints={}
  declaredFeatures:string[] features:NodeFeatures images:ContainerImage[] nodeInfo:NodeSystemInfo={} phase
  runtimeHandlers:NodeRuntimeHandler[] volumesAttached:AttachedVolume[] volumesInUse:string[]
NodeAddress address! type!
NodeCondition lastHeartbeatTime:time lastTransitionTime:time message reason status! type!
NodeConfigStatus active:NodeConfigSource assigned:NodeConfigSource error lastKnownGood:NodeConfigSource
NodeDaemonEndpoints kubeletEndpoint:DaemonEndpoint={}
DaemonEndpoint Port!:int
NodeFeatures supplementalGroupsPolicy:bool
ContainerImage names:string[] sizeBytes:int
NodeSystemInfo architecture! bootID! containerRuntimeVersion! kernelVersion! kubeProxyVersion! kubeletVersion!
  machineID! operatingSystem! osImage! swap:NodeSwapStatus systemUUID!
NodeSwapStatus capacity:int
NodeRuntimeHandler features:NodeRuntimeHandlerFeatures name
NodeRuntimeHandlerFeatures recursiveReadOnlyMounts:bool userNamespaces:bool
AttachedVolume devicePath! name!
Service * spec:ServiceSpec={} status:ServiceStatus={}
ServiceSpec allocateLoadBalancerNodePorts:bool clusterIP clusterIPs:string[] externalIPs:string[] externalName
  externalTrafficPolicy:Cluster|Local healthCheckNodePort:int internalTrafficPolicy:Cluster|Local
  ipFamilies:string[] ipFamilyPolicy:PreferDualStack|RequireDualStack|SingleStack loadBalancerClass
  loadBalancerIP loadBalancerSourceRanges:string[] ports:ServicePort[port,protocol]
  publishNotReadyAddresses:bool selector:string{atomic} sessionAffinity:ClientIP|None=None
  sessionAffinityConfig:SessionAffinityConfig trafficDistribution
  type:ClusterIP|ExternalName|LoadBalancer|NodePort=ClusterIP
ServicePort appProtocol name nodePort:int port!:int protocol:SCTP|TCP|UDP=TCP targetPort:intOrString
SessionAffinityConfig clientIP:ClientIPConfig
ClientIPConfig timeoutSeconds:int
ServiceStatus conditions:Condition[type] loadBalancer:LoadBalancerStatus={}
LoadBalancerStatus ingress:LoadBalancerIngress[]
LoadBalancerIngress hostname ip ipMode ports:PortStatus[]
PortStatus error port!:int protocol!
Endpoints * subsets:EndpointSubset[]
EndpointSubset addresses:EndpointAddress[] notReadyAddresses:EndpointAddress[] ports:EndpointPort[]
EndpointAddress(atomic) hostname ip! nodeName targetRef:ObjectReference
ObjectReference(atomic) apiVersion fieldPath kind name namespace resourceVersion uid
EndpointPort(atomic) appProtocol name port!:int protocol:SCTP|TCP|UDP=TCP
ConfigMap * binaryData:bytes{} data:string{} immutable:bool
Secret * data:bytes{} immutable:bool stringData:string{} type=Opaque
ServiceAccount * automountServiceAccountToken:bool imagePullSecrets:LocalObjectReference[]
  secrets:ObjectReference[name]
PersistentVolume * spec:PersistentVolumeSpec={} status:PersistentVolumeStatus={}
PersistentVolumeSpec accessModes:string[] awsElasticBlockStore:AWSElasticBlockStoreVolumeSource
  azureDisk:AzureDiskVolumeSource azureFile:AzureFilePersistentVolumeSource capacity:quantity{}
  cephfs:CephFSPersistentVolumeSource cinder:CinderPersistentVolumeSource claimRef:ObjectReference
  csi:CSIPersistentVolumeSource fc:FCVolumeSource flexVolume:FlexPersistentVolumeSource
  flocker:FlockerVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource
  glusterfs:GlusterfsPersistentVolumeSource hostPath:HostPathVolumeSource iscsi:ISCSIPersistentVolumeSource
  local:LocalVolumeSource mountOptions:string[] nfs:NFSVolumeSource nodeAffinity:VolumeNodeAffinity
  persistentVolumeReclaimPolicy:Delete|Recycle|Retain=Retain
  photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource
  quobyte:QuobyteVolumeSource rbd:RBDPersistentVolumeSource scaleIO:ScaleIOPersistentVolumeSource
  storageClassName storageos:StorageOSPersistentVolumeSource volumeAttributesClassName
  volumeMode:Block|Filesystem=Filesystem vsphereVolume:VsphereVirtualDiskVolumeSource
AzureFilePersistentVolumeSource readOnly:bool secretName! secretNamespace shareName!
CephFSPersistentVolumeSource monitors!:string[] path readOnly:bool secretFile secretRef:SecretReference user
SecretReference(atomic) name namespace
CinderPersistentVolumeSource fsType readOnly:bool secretRef:SecretReference volumeID!
CSIPersistentVolumeSource controllerExpandSecretRef:SecretReference controllerPublishSecretRef:SecretReference
  driver! fsType nodeExpandSecretRef:SecretReference nodePublishSecretRef:SecretReference
  nodeStageSecretRef:SecretReference readOnly:bool volumeAttributes:string{} volumeHandle!
FlexPersistentVolumeSource driver! fsType options:string{} readOnly:bool secretRef:SecretReference
GlusterfsPersistentVolumeSource endpoints! endpointsNamespace path! readOnly:bool
ISCSIPersistentVolumeSource chapAuthDiscovery:bool chapAuthSession:bool fsType initiatorName iqn!
  iscsiInterface=default lun!:int portals:string[] readOnly:bool secretRef:SecretReference targetPortal!
LocalVolumeSource fsType path!
VolumeNodeAffinity required:NodeSelector
RBDPersistentVolumeSource fsType image! keyring=/etc/ceph/keyring monitors!:string[] pool=rbd readOnly:bool
  secretRef:SecretReference user=admin
ScaleIOPersistentVolumeSource fsType=xfs gateway! protectionDomain readOnly:bool secretRef!:SecretReference
  sslEnabled:bool storageMode=ThinProvisioned storagePool system! volumeName
StorageOSPersistentVolumeSource fsType readOnly:bool secretRef:ObjectReference volumeName volumeNamespace
PersistentVolumeStatus lastPhaseTransitionTime:time message phase=Pending reason
PersistentVolumeClaim * spec:PersistentVolumeClaimSpec={} status:PersistentVolumeClaimStatus={}
PersistentVolumeClaimStatus accessModes:string[] allocatedResourceStatuses:string{}
  allocatedResources:quantity{} capacity:quantity{} conditions:PersistentVolumeClaimCondition[type]
  currentVolumeAttributesClassName modifyVolumeStatus:ModifyVolumeStatus phase=Pending
PersistentVolumeClaimCondition lastProbeTime:time lastTransitionTime:time message reason status! type!
ModifyVolumeStatus status! targetVolumeAttributesClassName
Event * action count:int eventTime:time firstTimestamp:time involvedObject!:ObjectReference={}
  lastTimestamp:time message reason related:ObjectReference reportingComponent reportingInstance
  series:EventSeries source:EventSource={} type
EventSeries count:int lastObservedTime:time
EventSource component host
LimitRange * spec:LimitRangeSpec={}
LimitRangeSpec limits:LimitRangeItem[]
LimitRangeItem default:quantity{} defaultRequest:quantity{} max:quantity{} maxLimitRequestRatio:quantity{}
  min:quantity{} type!
ResourceQuota * spec:ResourceQuotaSpec={} status:ResourceQuotaStatus={}
ResourceQuotaSpec hard:quantity{} scopeSelector:ScopeSelector scopes:string[]
ScopeSelector(atomic) matchExpressions:ScopedResourceSelectorRequirement[]
ScopedResourceSelectorRequirement operator! scopeName! values:string[]
ResourceQuotaStatus hard:quantity{} used:quantity{}
ReplicationController * spec:ReplicationControllerSpec={} status:ReplicationControllerStatus={}
ReplicationControllerSpec minReadySeconds:int replicas:int=1 selector:string{atomic} template:PodTemplateSpec
PodTemplateSpec metadata:ObjectMeta={} spec:PodSpec={}
ReplicationControllerStatus availableReplicas:int conditions:ReplicationControllerCondition[type]
  fullyLabeledReplicas:int observedGeneration:int readyReplicas:int replicas!:int
ReplicationControllerCondition lastTransitionTime:time message reason status! type!
PodTemplate * template:PodTemplateSpec={}
`;
