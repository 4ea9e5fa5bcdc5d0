import type { Api } from './api.ts';
import { Failure, forbidden } from './failure.ts';
import { attributesOf, refusal } from './rbac.ts';
import type { RequestInfo } from './requestInfo.ts';
import type { User } from './users.ts';

/** 403 unless the user's bindings allow the request. */
export function authorize(api: Api, user: User, info: RequestInfo): void {
  const wanted = attributesOf(info);
  const { allowed, reason } = api.authorizer.decide(user, wanted);
  if (allowed) return;
  throw refused(user, info, reason);
}

export function refused(user: User, info: RequestInfo, reason = ''): Failure {
  const why = refusal(user, attributesOf(info), reason);
  if (!info.resource) return new Failure(403, 'Forbidden', `forbidden: ${why}`);
  const { group, plural, name } = info.resource;
  return forbidden({ group, plural }, name, why);
}
