/** networking.k8s.io/v1, discovery.k8s.io/v1 In the notation of `typeTable.ts`. */
export const networkingTypes = `
Ingress * spec:IngressSpec={} status:IngressStatus={}
IngressSpec defaultBackend:IngressBackend ingressClassName rules:IngressRule[] tls:IngressTLS[]
IngressBackend resource:TypedLocalObjectReference service:IngressServiceBackend
IngressServiceBackend name! port:ServiceBackendPort={}
ServiceBackendPort(atomic) name number:int
IngressRule host http:HTTPIngressRuleValue
HTTPIngressRuleValue paths!:HTTPIngressPath[]
HTTPIngressPath backend!:IngressBackend={} path pathType!:Exact|ImplementationSpecific|Prefix
IngressTLS hosts:string[] secretName
IngressStatus loadBalancer:IngressLoadBalancerStatus={}
IngressLoadBalancerStatus ingress:IngressLoadBalancerIngress[]
IngressLoadBalancerIngress hostname ip ports:IngressPortStatus[]
IngressPortStatus error port!:int protocol!
IngressClass * spec:IngressClassSpec={}
IngressClassSpec controller parameters:IngressClassParametersReference
IngressClassParametersReference apiGroup kind! name! namespace scope
NetworkPolicy * spec:NetworkPolicySpec={}
NetworkPolicySpec egress:NetworkPolicyEgressRule[] ingress:NetworkPolicyIngressRule[]
  podSelector:LabelSelector={} policyTypes:string[]
NetworkPolicyEgressRule ports:NetworkPolicyPort[] to:NetworkPolicyPeer[]
NetworkPolicyPort endPort:int port:intOrString protocol:SCTP|TCP|UDP=TCP
NetworkPolicyPeer ipBlock:IPBlock namespaceSelector:LabelSelector podSelector:LabelSelector
IPBlock cidr! except:string[]
NetworkPolicyIngressRule from:NetworkPolicyPeer[] ports:NetworkPolicyPort[]
EndpointSlice * addressType!:FQDN|IPv4|IPv6 endpoints:Endpoint[] ports:DiscoveryEndpointPort[]
Endpoint addresses!:string[set] conditions:EndpointConditions={} deprecatedTopology:string{}
  hints:EndpointHints hostname nodeName targetRef:ObjectReference zone
EndpointConditions ready:bool serving:bool terminating:bool
EndpointHints forNodes:ForNode[] forZones:ForZone[]
ForNode name!
ForZone name!
DiscoveryEndpointPort(atomic) appProtocol name="" port:int protocol:SCTP|TCP|UDP=TCP
`;
