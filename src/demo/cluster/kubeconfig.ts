import { stringify } from 'yaml';

interface KubeconfigParts {
  name: string;
  url: string;
  /** PEM */
  ca: string;
  user: string;
  token: string;
}

/** The kubeconfig of one user with a token; its context is named as the cluster. */
export function kubeconfigOf({ name, url, ca, user, token }: KubeconfigParts): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name, context: { cluster: name, user } }],
  });
}
