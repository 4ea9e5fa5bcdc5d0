/** What a pod can mount, and the sources of persistent volumes. In the notation of `typeTable.ts`. */
export const volumesTypes = `
Volume awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource
  azureFile:AzureFileVolumeSource cephfs:CephFSVolumeSource cinder:CinderVolumeSource
  configMap:ConfigMapVolumeSource csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource
  emptyDir:EmptyDirVolumeSource ephemeral:EphemeralVolumeSource fc:FCVolumeSource flexVolume:FlexVolumeSource
  flocker:FlockerVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource gitRepo:GitRepoVolumeSource
  glusterfs:GlusterfsVolumeSource hostPath:HostPathVolumeSource image:ImageVolumeSource
  iscsi:ISCSIVolumeSource name! nfs:NFSVolumeSource persistentVolumeClaim:PersistentVolumeClaimVolumeSource
  photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource
  projected:ProjectedVolumeSource quobyte:QuobyteVolumeSource rbd:RBDVolumeSource scaleIO:ScaleIOVolumeSource
  secret:SecretVolumeSource storageos:StorageOSVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource
AWSElasticBlockStoreVolumeSource fsType partition:int readOnly:bool volumeID!
AzureDiskVolumeSource cachingMode=ReadWrite diskName! diskURI! fsType=ext4 kind=Shared readOnly:bool
AzureFileVolumeSource readOnly:bool secretName! shareName!
CephFSVolumeSource monitors!:string[] path readOnly:bool secretFile secretRef:LocalObjectReference user
CinderVolumeSource fsType readOnly:bool secretRef:LocalObjectReference volumeID!
ConfigMapVolumeSource defaultMode:int=420 items:KeyToPath[] name optional:bool
KeyToPath key! mode:int path!
CSIVolumeSource driver! fsType nodePublishSecretRef:LocalObjectReference readOnly:bool
  volumeAttributes:string{}
DownwardAPIVolumeSource defaultMode:int=420 items:DownwardAPIVolumeFile[]
DownwardAPIVolumeFile fieldRef:ObjectFieldSelector mode:int path! resourceFieldRef:ResourceFieldSelector
EmptyDirVolumeSource medium sizeLimit:quantity
EphemeralVolumeSource volumeClaimTemplate:PersistentVolumeClaimTemplate
PersistentVolumeClaimTemplate metadata:ObjectMeta={} spec!:PersistentVolumeClaimSpec={}
PersistentVolumeClaimSpec accessModes:string[] dataSource:TypedLocalObjectReference
  dataSourceRef:TypedObjectReference resources:VolumeResourceRequirements={} selector:LabelSelector
  storageClassName volumeAttributesClassName volumeMode:Block|Filesystem=Filesystem volumeName
TypedLocalObjectReference(atomic) apiGroup kind! name!
TypedObjectReference apiGroup kind! name! namespace
VolumeResourceRequirements limits:quantity{} requests:quantity{}
FCVolumeSource fsType lun:int readOnly:bool targetWWNs:string[] wwids:string[]
FlexVolumeSource driver! fsType options:string{} readOnly:bool secretRef:LocalObjectReference
FlockerVolumeSource datasetName datasetUUID
GCEPersistentDiskVolumeSource fsType partition:int pdName! readOnly:bool
GitRepoVolumeSource directory repository! revision
GlusterfsVolumeSource endpoints! path! readOnly:bool
HostPathVolumeSource path! type=""
ImageVolumeSource pullPolicy reference
ISCSIVolumeSource chapAuthDiscovery:bool chapAuthSession:bool fsType initiatorName iqn! iscsiInterface=default
  lun!:int portals:string[] readOnly:bool secretRef:LocalObjectReference targetPortal!
NFSVolumeSource path! readOnly:bool server!
PersistentVolumeClaimVolumeSource claimName! readOnly:bool
PhotonPersistentDiskVolumeSource fsType pdID!
PortworxVolumeSource fsType readOnly:bool volumeID!
ProjectedVolumeSource defaultMode:int=420 sources:VolumeProjection[]
VolumeProjection clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection
  downwardAPI:DownwardAPIProjection podCertificate:PodCertificateProjection secret:SecretProjection
  serviceAccountToken:ServiceAccountTokenProjection
ClusterTrustBundleProjection labelSelector:LabelSelector name optional:bool path! signerName
ConfigMapProjection items:KeyToPath[] name optional:bool
DownwardAPIProjection items:DownwardAPIVolumeFile[]
PodCertificateProjection certificateChainPath credentialBundlePath keyPath keyType! maxExpirationSeconds:int
  signerName! userAnnotations:string{}
SecretProjection items:KeyToPath[] name optional:bool
ServiceAccountTokenProjection audience expirationSeconds:int=3600 path!
QuobyteVolumeSource group readOnly:bool registry! tenant user volume!
RBDVolumeSource fsType image! keyring=/etc/ceph/keyring monitors!:string[] pool=rbd readOnly:bool
  secretRef:LocalObjectReference user=admin
ScaleIOVolumeSource fsType=xfs gateway! protectionDomain readOnly:bool secretRef!:LocalObjectReference
  sslEnabled:bool storageMode=ThinProvisioned storagePool system! volumeName
SecretVolumeSource defaultMode:int=420 items:KeyToPath[] optional:bool secretName
StorageOSVolumeSource fsType readOnly:bool secretRef:LocalObjectReference volumeName volumeNamespace
VsphereVirtualDiskVolumeSource fsType storagePolicyID storagePolicyName volumePath!
`;
