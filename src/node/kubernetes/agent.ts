import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ClusterAccess } from './clusterAccess.ts';

/** Keeps connections to one API server open, and makes them as its access says: whom to trust, and which certificate to show. */
export function createAgent(access: ClusterAccess): HttpAgent {
  if (new URL(access.server).protocol !== 'https:') return new HttpAgent({ keepAlive: true });
  return new HttpsAgent({
    keepAlive: true,
    ca: access.ca,
    cert: access.clientCertificate?.cert,
    key: access.clientCertificate?.key,
    rejectUnauthorized: !access.insecureSkipTlsVerify,
    ...(access.tlsServerName ? { servername: access.tlsServerName } : {}),
  });
}
