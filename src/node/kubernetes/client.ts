import type { IncomingMessage } from 'node:http';

/** How to reach one API server as one user. PEM texts, not files. */
export interface ClusterAccess {
  /** Base URL, `https://127.0.0.1:6443`. */
  server: string;
  ca?: string;
  /** Asked before each request: tokens of files and exec plugins change. */
  token?: () => Promise<string | undefined>;
  clientCertificate?: { cert: string; key: string };
  insecureSkipTlsVerify?: boolean;
}

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute path, made by `resourcePath` of core. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  /** Sent as JSON (which is YAML too, so server-side apply takes it). */
  body?: unknown;
  /** `application/json` unless told; a patch names its own. */
  contentType?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Milliseconds for the whole answer; 30,000 unless told. */
  timeout?: number;
}

export interface KubernetesClient {
  /** The parsed answer. Throws `ApiError` from status 400 on, and whatever the network throws. */
  request<T>(request: ApiRequest): Promise<T>;
  /** The answer's head as soon as it is there, its body unread: watches and logs. Throws as `request` does. */
  open(request: ApiRequest): Promise<IncomingMessage>;
  /** Ends every open connection. */
  close(): void;
}
