import { deployment } from '../../scenario/manifests.ts';

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
  options: { replicas?: number; image?: string; deadline?: number } = {}
): string {
  return deployment(name, { replicas: 0, ...options });
}
