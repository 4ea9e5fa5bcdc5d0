/** storage.k8s.io/v1 In the notation of `typeTable.ts`. */
export const storageTypes = `
StorageClass * allowVolumeExpansion:bool allowedTopologies:TopologySelectorTerm[] mountOptions:string[]
  parameters:string{} provisioner! reclaimPolicy:Delete|Retain=Delete
  volumeBindingMode:Immediate|WaitForFirstConsumer=Immediate
TopologySelectorTerm(atomic) matchLabelExpressions:TopologySelectorLabelRequirement[]
TopologySelectorLabelRequirement key! values!:string[]
VolumeAttachment * spec!:VolumeAttachmentSpec={} status:VolumeAttachmentStatus={}
VolumeAttachmentSpec attacher! nodeName! source!:VolumeAttachmentSource={}
VolumeAttachmentSource inlineVolumeSpec:PersistentVolumeSpec persistentVolumeName
VolumeAttachmentStatus attachError:VolumeError attached!:bool attachmentMetadata:string{}
  detachError:VolumeError
VolumeError errorCode:int message time:time
CSIDriver * spec!:CSIDriverSpec={}
CSIDriverSpec attachRequired:bool=true fsGroupPolicy=ReadWriteOnceWithFSType
  nodeAllocatableUpdatePeriodSeconds:int podInfoOnMount:bool=false preventPodSchedulingIfMissing:bool
  requiresRepublish:bool=false seLinuxMount:bool=false serviceAccountTokenInSecrets:bool
  storageCapacity:bool=false tokenRequests:TokenRequest[] volumeLifecycleModes:string[set]
TokenRequest audience! expirationSeconds:int
CSINode * spec!:CSINodeSpec={}
CSINodeSpec drivers:CSINodeDriver[name]
CSINodeDriver allocatable:VolumeNodeResources name! nodeID! topologyKeys:string[]
VolumeNodeResources count:int
CSIStorageCapacity * capacity:quantity maximumVolumeSize:quantity nodeTopology:LabelSelector storageClassName!
`;
