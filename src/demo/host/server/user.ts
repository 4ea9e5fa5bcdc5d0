import type { IncomingMessage, ServerResponse } from 'node:http';
import { createClient } from '../../../node/kubernetes/client.ts';
import { sendFailure, sendJson } from './answer.ts';
import type { HostedCluster } from './hostedCluster.ts';
import { isToken, tokenCookies, tokenOf } from './session.ts';

/** Who the API server takes the browser for. */
export async function sendUser(
  request: IncomingMessage,
  response: ServerResponse,
  cluster: HostedCluster
): Promise<void> {
  const token = tokenOf(request, cluster.name);
  if (!token && !cluster.signedIn) {
    return sendFailure(response, 401, 'Unauthorized', 'No token: sign in first.');
  }
  const client = createClient(
    cluster.signedIn ? cluster : { ...cluster, token: async () => token }
  );
  try {
    const review = await client.request<{ status: { userInfo: object } }>({
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
    });
    return sendJson(response, 200, review.status.userInfo);
  } catch (error) {
    const { message, status = 502 } = error as Error & { status?: number };
    return sendFailure(response, status, status === 401 ? 'Unauthorized' : 'BadGateway', message);
  } finally {
    client.close();
  }
}

/** Headlamp's sign-in (`{"token": "…"}`) and sign-out (`{"token": null}`). */
export async function setToken(
  request: IncomingMessage,
  response: ServerResponse,
  cluster: string
): Promise<void> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 64 * 1024) {
      return sendFailure(response, 413, 'RequestEntityTooLarge', 'A token of over 64 kB.');
    }
  }
  let token: unknown;
  try {
    ({ token } = JSON.parse(text) as { token?: unknown });
  } catch {
    return sendFailure(response, 400, 'BadRequest', 'The body is not JSON.');
  }
  if (token && !isToken(token)) {
    return sendFailure(response, 400, 'BadRequest', 'What was given cannot be a bearer token.');
  }
  response.setHeader('set-cookie', tokenCookies(cluster, isToken(token) ? token : undefined));
  return sendJson(response, 200, {});
}
