/** Metadata and what many kinds share. In the notation of `typeTable.ts`. */
export const metaTypes = `
ObjectMeta annotations:string{} creationTimestamp:time deletionGracePeriodSeconds:int deletionTimestamp:time
  finalizers:string[set] generateName generation:int labels:string{} managedFields:ManagedFieldsEntry[] name
  namespace ownerReferences:OwnerReference[uid] resourceVersion selfLink uid
ManagedFieldsEntry apiVersion fieldsType fieldsV1:any manager operation subresource time:time
OwnerReference(atomic) apiVersion! blockOwnerDeletion:bool controller:bool kind! name! uid!
LabelSelector(atomic) matchExpressions:LabelSelectorRequirement[] matchLabels:string{}
LabelSelectorRequirement key! operator! values:string[]
Condition lastTransitionTime!:time message! observedGeneration:int reason! status! type!
`;
