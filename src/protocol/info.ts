/** `GET /v1/info`: what the sidecar is, what it can do here and what it may not read. */
export const infoRoute = '/v1/info';

/** `GET /metrics`: Prometheus' text format. It needs the token as every other route. */
export const metricsRoute = '/metrics';

export interface InfoAnswer {
  version: 1;
  mode: 'observe' | 'apply';
  /** What this sidecar answers; a newer one adds names. */
  features: string[];
  /** Name and version of what renders, such as `kustomize v5.8.1`. */
  renderer: string;
  ledger: {
    state: 'ready' | 'full' | 'read-only' | 'failed';
    problem?: string;
    bytes: number;
    revisions: number;
    /** When the oldest revision was seen, milliseconds since 1970. */
    since?: number;
  };
  /** What its rights or its network keep from it. */
  cannotRead: Unreadable[];
}

export interface Unreadable {
  kind: string;
  namespace: string;
  name: string;
  /** What needs it: `KIND/NAMESPACE/NAME`, or words. */
  for: string;
}
