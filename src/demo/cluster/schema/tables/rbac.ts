/** rbac.authorization.k8s.io/v1 In the notation of `typeTable.ts`. */
export const rbacTypes = `
Role * rules:PolicyRule[]
PolicyRule apiGroups:string[] nonResourceURLs:string[] resourceNames:string[] resources:string[]
  verbs!:string[]
ClusterRole * aggregationRule:AggregationRule rules:PolicyRule[]
AggregationRule clusterRoleSelectors:LabelSelector[]
RoleBinding * roleRef!:RoleRef={} subjects:Subject[]
RoleRef(atomic) apiGroup=rbac.authorization.k8s.io kind! name!
Subject(atomic) apiGroup kind! name! namespace
ClusterRoleBinding * roleRef!:RoleRef={} subjects:Subject[]
`;
