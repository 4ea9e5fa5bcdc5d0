import { type KubernetesObject, record, text } from '../../../core/kubernetes/object.ts';
import { toTime } from '../controller.ts';
import { resource } from '../resource.ts';
import {
  isReadyObject,
  type OperatorContext,
  type OperatorKind,
  type Outcome,
} from './operator.ts';
import { secretKeys, writeSecret } from './secret.ts';

const apiVersion = 'cert-manager.io/v1';
const day = 86_400_000;

async function settleIssuer(): Promise<Outcome> {
  const message = 'The ACME account was registered with the ACME server';
  return { ready: true, reason: 'ACMEAccountRegistered', message };
}

async function settleCertificate(
  certificate: KubernetesObject,
  { client, find }: OperatorContext
): Promise<Outcome> {
  const spec = record(certificate.spec);
  const reference = record(spec.issuerRef);
  const kind = text(reference.kind) ?? 'Issuer';
  const namespace = certificate.metadata.namespace ?? '';
  const issuer = find(kind, kind === 'Issuer' ? namespace : '', text(reference.name) ?? '');
  const name = text(spec.secretName) ?? certificate.metadata.name;
  const there = await secretKeys(client, namespace, name);
  if (!there && !(issuer && isReadyObject(issuer))) {
    const message = 'Issuing certificate as Secret does not exist';
    return { ready: false, reason: 'DoesNotExist', message };
  }
  if (!there) {
    const keys = ['ca.crt', 'tls.crt', 'tls.key'];
    const manager = 'cert-manager-certificates-issuing';
    const secret = { owner: certificate, name, type: 'kubernetes.io/tls', keys, manager };
    await writeSecret(client, secret, false);
  }
  const notBefore = text(record(certificate.status).notBefore) ?? toTime(Date.now());
  const after = (days: number) => toTime(Date.parse(notBefore) + days * day);
  return {
    ready: true,
    reason: 'Ready',
    message: 'Certificate is up to date and has not expired',
    status: { notBefore, notAfter: after(90), renewalTime: after(60), revision: 1 },
  };
}

export const certificateKinds: OperatorKind[] = [
  { resource: resource(apiVersion, 'Issuer', 'issuers'), settle: settleIssuer },
  { resource: resource(apiVersion, 'ClusterIssuer', 'clusterissuers'), settle: settleIssuer },
  {
    resource: resource(apiVersion, 'Certificate', 'certificates'),
    settle: settleCertificate,
    waitsFor: ['Issuer', 'ClusterIssuer'],
  },
];
