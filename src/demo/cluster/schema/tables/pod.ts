/** Pods, and the template of pods that workloads hold. In the notation of `typeTable.ts`. */
export const podTypes = `
Pod * spec:PodSpec={} status:PodStatus={}
PodSpec activeDeadlineSeconds:int affinity:Affinity automountServiceAccountToken:bool
  containers!:Container[name] dnsConfig:PodDNSConfig
  dnsPolicy:ClusterFirstWithHostNet|ClusterFirst|Default|None=ClusterFirst enableServiceLinks:bool
  ephemeralContainers:EphemeralContainer[name] hostAliases:HostAlias[ip] hostIPC:bool hostNetwork:bool
  hostPID:bool hostUsers:bool hostname hostnameOverride imagePullSecrets:LocalObjectReference[name]
  initContainers:Container[name] nodeName nodeSelector:string{atomic} os:PodOS overhead:quantity{}
  preemptionPolicy:Never|PreemptLowerPriority priority:int priorityClassName readinessGates:PodReadinessGate[]
  resourceClaims:PodResourceClaim[name] resources:ResourceRequirements
  restartPolicy:Always|OnFailure|Never=Always runtimeClassName schedulerName=default-scheduler
  schedulingGates:PodSchedulingGate[name] schedulingGroup:PodSchedulingGroup
  securityContext:PodSecurityContext serviceAccount serviceAccountName setHostnameAsFQDN:bool
  shareProcessNamespace:bool subdomain terminationGracePeriodSeconds:int=30 tolerations:Toleration[]
  topologySpreadConstraints:TopologySpreadConstraint[topologyKey,whenUnsatisfiable] volumes:Volume[name]
Affinity nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity
NodeAffinity preferredDuringSchedulingIgnoredDuringExecution:PreferredSchedulingTerm[]
  requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
PreferredSchedulingTerm preference!:NodeSelectorTerm={} weight!:int
NodeSelectorTerm(atomic) matchExpressions:NodeSelectorRequirement[] matchFields:NodeSelectorRequirement[]
NodeSelectorRequirement key! operator! values:string[]
NodeSelector(atomic) nodeSelectorTerms!:NodeSelectorTerm[]
PodAffinity preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm[]
  requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm[]
WeightedPodAffinityTerm podAffinityTerm!:PodAffinityTerm={} weight!:int
PodAffinityTerm labelSelector:LabelSelector matchLabelKeys:string[] mismatchLabelKeys:string[]
  namespaceSelector:LabelSelector namespaces:string[] topologyKey!
PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm[]
  requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm[]
Container args:string[] command:string[] env:EnvVar[name] envFrom:EnvFromSource[] image
  imagePullPolicy:Always|IfNotPresent|Never lifecycle:Lifecycle livenessProbe:Probe name!
  ports:ContainerPort[containerPort,protocol] readinessProbe:Probe resizePolicy:ContainerResizePolicy[]
  resources:ResourceRequirements={} restartPolicy restartPolicyRules:ContainerRestartRule[]
  securityContext:SecurityContext startupProbe:Probe stdin:bool stdinOnce:bool
  terminationMessagePath=/dev/termination-log terminationMessagePolicy:File|FallbackToLogsOnError=File
  tty:bool volumeDevices:VolumeDevice[devicePath] volumeMounts:VolumeMount[mountPath] workingDir
EnvVar name! value valueFrom:EnvVarSource
EnvVarSource configMapKeyRef:ConfigMapKeySelector fieldRef:ObjectFieldSelector fileKeyRef:FileKeySelector
  resourceFieldRef:ResourceFieldSelector secretKeyRef:SecretKeySelector
ConfigMapKeySelector(atomic) key! name optional:bool
ObjectFieldSelector(atomic) apiVersion=v1 fieldPath!
FileKeySelector(atomic) key! optional:bool path! volumeName!
ResourceFieldSelector(atomic) containerName divisor:quantity=0 resource!
SecretKeySelector(atomic) key! name optional:bool
EnvFromSource configMapRef:ConfigMapEnvSource prefix secretRef:SecretEnvSource
ConfigMapEnvSource name optional:bool
SecretEnvSource name optional:bool
Lifecycle postStart:LifecycleHandler preStop:LifecycleHandler stopSignal
LifecycleHandler exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction
ExecAction command:string[]
HTTPGetAction host httpHeaders:HTTPHeader[] path=/ port!:intOrString scheme:HTTP|HTTPS=HTTP
HTTPHeader name! value!
SleepAction seconds!:int
TCPSocketAction host port!:intOrString
Probe exec:ExecAction failureThreshold:int=3 grpc:GRPCAction httpGet:HTTPGetAction initialDelaySeconds:int
  periodSeconds:int=10 successThreshold:int=1 tcpSocket:TCPSocketAction terminationGracePeriodSeconds:int
  timeoutSeconds:int=1
GRPCAction port!:int service
ContainerPort containerPort!:int hostIP hostPort:int name protocol:SCTP|TCP|UDP=TCP
ContainerResizePolicy resourceName! restartPolicy!
ResourceRequirements claims:ResourceClaim[name] limits:quantity{} requests:quantity{}
ResourceClaim name! request
ContainerRestartRule action! exitCodes:ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes operator! values:int[set]
SecurityContext allowPrivilegeEscalation:bool appArmorProfile:AppArmorProfile capabilities:Capabilities
  privileged:bool procMount readOnlyRootFilesystem:bool runAsGroup:int runAsNonRoot:bool runAsUser:int
  seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile windowsOptions:WindowsSecurityContextOptions
AppArmorProfile localhostProfile type!
Capabilities add:string[] drop:string[]
SELinuxOptions level role type user
SeccompProfile localhostProfile type!
WindowsSecurityContextOptions gmsaCredentialSpec gmsaCredentialSpecName hostProcess:bool runAsUserName
VolumeDevice devicePath! name!
VolumeMount mountPath! mountPropagation name! readOnly:bool recursiveReadOnly subPath subPathExpr
PodDNSConfig nameservers:string[] options:PodDNSConfigOption[] searches:string[]
PodDNSConfigOption name value
EphemeralContainer args:string[] command:string[] env:EnvVar[name] envFrom:EnvFromSource[] image
  imagePullPolicy:Always|IfNotPresent|Never lifecycle:Lifecycle livenessProbe:Probe name!
  ports:ContainerPort[containerPort,protocol] readinessProbe:Probe resizePolicy:ContainerResizePolicy[]
  resources:ResourceRequirements={} restartPolicy restartPolicyRules:ContainerRestartRule[]
  securityContext:SecurityContext startupProbe:Probe stdin:bool stdinOnce:bool targetContainerName
  terminationMessagePath=/dev/termination-log terminationMessagePolicy:File|FallbackToLogsOnError=File
  tty:bool volumeDevices:VolumeDevice[devicePath] volumeMounts:VolumeMount[mountPath] workingDir
HostAlias hostnames:string[] ip!
LocalObjectReference(atomic) name
PodOS name!
PodReadinessGate conditionType!
PodResourceClaim name! resourceClaimName resourceClaimTemplateName
PodSchedulingGate name!
PodSchedulingGroup podGroupName
PodSecurityContext appArmorProfile:AppArmorProfile fsGroup:int fsGroupChangePolicy runAsGroup:int
  runAsNonRoot:bool runAsUser:int seLinuxChangePolicy seLinuxOptions:SELinuxOptions
  seccompProfile:SeccompProfile supplementalGroups:int[] supplementalGroupsPolicy sysctls:Sysctl[]
  windowsOptions:WindowsSecurityContextOptions
Sysctl name! value!
Toleration effect:NoSchedule|PreferNoSchedule|NoExecute key operator:Equal|Exists|Lt|Gt tolerationSeconds:int
  value
TopologySpreadConstraint labelSelector:LabelSelector matchLabelKeys:string[] maxSkew!:int minDomains:int
  nodeAffinityPolicy nodeTaintsPolicy topologyKey! whenUnsatisfiable!:DoNotSchedule|ScheduleAnyway
PodStatus allocatedResources:quantity{} conditions:PodCondition[type] containerStatuses:ContainerStatus[]
  ephemeralContainerStatuses:ContainerStatus[] extendedResourceClaimStatus:PodExtendedResourceClaimStatus
  hostIP hostIPs:HostIP[] initContainerStatuses:ContainerStatus[] message
  nodeAllocatableResourceClaimStatuses:NodeAllocatableResourceClaimStatus[] nominatedNodeName
  observedGeneration:int phase=Pending podIP podIPs:PodIP[ip] qosClass reason resize
  resourceClaimStatuses:PodResourceClaimStatus[name] resources:ResourceRequirements startTime:time
PodCondition lastProbeTime:time lastTransitionTime:time message observedGeneration:int reason status! type!
ContainerStatus allocatedResources:quantity{} allocatedResourcesStatus:ResourceStatus[name] containerID image!
  imageID! lastState:ContainerState={} name! ready!:bool resources:ResourceRequirements restartCount!:int
  started:bool state:ContainerState={} stopSignal user:ContainerUser volumeMounts:VolumeMountStatus[mountPath]
ResourceStatus name! resources:ResourceHealth[resourceID]
ResourceHealth health message resourceID!
ContainerState running:ContainerStateRunning terminated:ContainerStateTerminated waiting:ContainerStateWaiting
ContainerStateRunning startedAt:time
ContainerStateTerminated containerID exitCode!:int finishedAt:time message reason signal:int startedAt:time
ContainerStateWaiting message reason
ContainerUser linux:LinuxContainerUser
LinuxContainerUser gid!:int supplementalGroups:int[] uid!:int
VolumeMountStatus mountPath! name! readOnly:bool recursiveReadOnly volumeStatus:VolumeStatus
VolumeStatus image:ImageVolumeStatus
ImageVolumeStatus imageRef!
PodExtendedResourceClaimStatus requestMappings!:ContainerExtendedResourceRequest[] resourceClaimName!
ContainerExtendedResourceRequest containerName! requestName! resourceName!
HostIP ip!
NodeAllocatableResourceClaimStatus containers:string[set] resourceClaimName! resources!:quantity{}
PodIP ip!
PodResourceClaimStatus name! resourceClaimName
`;
