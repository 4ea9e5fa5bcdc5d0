/** Manifests as repositories hold them. */
export function configMapText(
  name: string,
  data: Readonly<Record<string, string>> = { key: 'value' },
  metadata = ''
): string {
  const lines = Object.entries(data).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${metadata}data:\n${lines.join(
    ''
  )}`;
}

/** Without replicas it is healthy as soon as its controller has seen it. */
export function deploymentText(
  name: string,
  { replicas = 0, image = 'docker.io/library/nginx:1.29.3', deadline = 600 } = {}
): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  progressDeadlineSeconds: ${deadline}
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: app
          image: ${image}
`;
}
