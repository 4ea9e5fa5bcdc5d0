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
  const why = refusal(user, wanted, reason);
  if (!info.resource) throw new Failure(403, 'Forbidden', `forbidden: ${why}`);
  const { group, plural, name } = info.resource;
  throw forbidden({ group, plural }, name, why);
}
