/** Extensions of the API server: admission, custom resources, aggregated APIs. In the notation of `typeTable.ts`. */
export const admissionTypes = `
MutatingWebhookConfiguration * webhooks:MutatingWebhook[name]
MutatingWebhook admissionReviewVersions!:string[] clientConfig!:WebhookClientConfig={}
  failurePolicy:Fail|Ignore=Fail matchConditions:MatchCondition[name] matchPolicy:Equivalent|Exact=Equivalent
  name! namespaceSelector:LabelSelector={} objectSelector:LabelSelector={} reinvocationPolicy=Never
  rules:RuleWithOperations[] sideEffects! timeoutSeconds:int=10
WebhookClientConfig caBundle:bytes service:ServiceReference url
ServiceReference name! namespace! path port:int=443
MatchCondition expression! name!
RuleWithOperations apiGroups:string[] apiVersions:string[] operations:string[] resources:string[] scope=*
ValidatingWebhookConfiguration * webhooks:ValidatingWebhook[name]
ValidatingWebhook admissionReviewVersions!:string[] clientConfig!:WebhookClientConfig={}
  failurePolicy:Fail|Ignore=Fail matchConditions:MatchCondition[name] matchPolicy:Equivalent|Exact=Equivalent
  name! namespaceSelector:LabelSelector={} objectSelector:LabelSelector={} rules:RuleWithOperations[]
  sideEffects! timeoutSeconds:int=10
ValidatingAdmissionPolicy * spec:ValidatingAdmissionPolicySpec={} status:ValidatingAdmissionPolicyStatus={}
ValidatingAdmissionPolicySpec auditAnnotations:AuditAnnotation[] failurePolicy
  matchConditions:MatchCondition[name] matchConstraints:MatchResources paramKind:ParamKind
  validations:Validation[] variables:Variable[name]
AuditAnnotation key! valueExpression!
MatchResources(atomic) excludeResourceRules:NamedRuleWithOperations[] matchPolicy
  namespaceSelector:LabelSelector objectSelector:LabelSelector resourceRules:NamedRuleWithOperations[]
NamedRuleWithOperations(atomic) apiGroups:string[] apiVersions:string[] operations:string[]
  resourceNames:string[] resources:string[] scope
ParamKind(atomic) apiVersion kind
Validation expression! message messageExpression reason
Variable(atomic) expression! name!
ValidatingAdmissionPolicyStatus conditions:Condition[type] observedGeneration:int typeChecking:TypeChecking
TypeChecking expressionWarnings:ExpressionWarning[]
ExpressionWarning fieldRef! warning!
ValidatingAdmissionPolicyBinding * spec!:ValidatingAdmissionPolicyBindingSpec={}
ValidatingAdmissionPolicyBindingSpec matchResources:MatchResources paramRef:ParamRef policyName!
  validationActions!:string[set]
ParamRef(atomic) name namespace parameterNotFoundAction selector:LabelSelector
CustomResourceDefinition * spec!:CustomResourceDefinitionSpec={} status:CustomResourceDefinitionStatus={}
CustomResourceDefinitionSpec conversion:CustomResourceConversion group!
  names!:CustomResourceDefinitionNames={} preserveUnknownFields:bool scope!:Cluster|Namespaced
  versions!:CustomResourceDefinitionVersion[]
CustomResourceConversion strategy!:None|Webhook=None webhook:WebhookConversion
WebhookConversion clientConfig:ApiextensionsWebhookClientConfig conversionReviewVersions!:string[]
ApiextensionsWebhookClientConfig caBundle:bytes service:ApiextensionsServiceReference url
ApiextensionsServiceReference name! namespace! path port:int=443
CustomResourceDefinitionNames categories:string[] kind! listKind plural! shortNames:string[] singular
CustomResourceDefinitionVersion additionalPrinterColumns:CustomResourceColumnDefinition[] deprecated:bool
  deprecationWarning name! schema:CustomResourceValidation selectableFields:SelectableField[] served!:bool
  storage!:bool subresources:CustomResourceSubresources
CustomResourceColumnDefinition description format jsonPath! name! priority:int type!
CustomResourceValidation openAPIV3Schema:any
SelectableField jsonPath!
CustomResourceSubresources scale:CustomResourceSubresourceScale status:CustomResourceSubresourceStatus
CustomResourceSubresourceScale labelSelectorPath specReplicasPath! statusReplicasPath!
CustomResourceSubresourceStatus
CustomResourceDefinitionStatus acceptedNames:CustomResourceDefinitionNames={}
  conditions:CustomResourceDefinitionCondition[type] observedGeneration:int storedVersions:string[]
CustomResourceDefinitionCondition lastTransitionTime:time message observedGeneration:int reason status! type!
APIService * spec:APIServiceSpec={} status:APIServiceStatus={}
APIServiceSpec caBundle:bytes group groupPriorityMinimum!:int insecureSkipTLSVerify:bool
  service:ApiregistrationServiceReference version versionPriority!:int
ApiregistrationServiceReference name namespace port:int=443
APIServiceStatus conditions:APIServiceCondition[type]
APIServiceCondition lastTransitionTime:time message reason status! type!
`;
