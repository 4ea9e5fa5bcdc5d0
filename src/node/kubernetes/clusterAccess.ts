/** How to reach one API server as one user. PEM texts, not files. */
export interface ClusterAccess {
  /** Base URL, `https://127.0.0.1:6443`. */
  server: string;
  ca?: string;
  /** Asked before each request: tokens of files and exec plugins change. One that the server `refused` is not given again where another can be had. */
  token?: (refused?: string) => Promise<string | undefined>;
  clientCertificate?: { cert: string; key: string };
  insecureSkipTlsVerify?: boolean;
  /** The name that the server's certificate must carry, where it is not the host of `server`. */
  tlsServerName?: string;
}
