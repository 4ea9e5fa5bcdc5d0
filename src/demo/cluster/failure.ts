/** The Status object that an API server answers with when it refuses. */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { continue?: string; resourceVersion?: string };
  status: 'Failure' | 'Success';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code: number;
}

interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

export interface StatusCause {
  reason?: string;
  message: string;
  field?: string;
}

/** Thrown wherever a request is refused; the HTTP layer sends its `status` as the answer. */
export class Failure extends Error {
  readonly status: Status;

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(details && { details }),
      code,
    };
  }
}

/** What a refusal names: the resource by group and plural, `deployments.apps`. */
export interface GroupResource {
  group: string;
  plural: string;
}

function resourceText({ group, plural }: GroupResource): string {
  return group ? `${plural}.${group}` : plural;
}

export function notFound(resource: GroupResource, name: string): Failure {
  return new Failure(404, 'NotFound', `${resourceText(resource)} "${name}" not found`, {
    name,
    ...named(resource),
  });
}

export function alreadyExists(resource: GroupResource, name: string): Failure {
  return new Failure(409, 'AlreadyExists', `${resourceText(resource)} "${name}" already exists`, {
    name,
    ...named(resource),
  });
}

export function conflict(resource: GroupResource, name: string, why: string): Failure {
  return new Failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${resourceText(resource)} "${name}": ${why}`,
    { name, ...named(resource) }
  );
}

export const modifiedMeanwhile =
  'the object has been modified; please apply your changes to the latest version and try again';

export function forbidden(resource: GroupResource, name: string, why: string): Failure {
  const what = name ? `${resourceText(resource)} "${name}"` : resourceText(resource);
  return new Failure(403, 'Forbidden', `${what} is forbidden: ${why}`, {
    ...(name && { name }),
    ...named(resource),
  });
}

export function badRequest(message: string): Failure {
  return new Failure(400, 'BadRequest', message);
}

export function methodNotAllowed(message: string): Failure {
  return new Failure(405, 'MethodNotAllowed', message);
}

export function gone(message: string): Failure {
  return new Failure(410, 'Expired', message);
}

/** 422 with one cause per field, in the API server's words. */
export function invalid(
  what: { group: string; kind: string },
  name: string,
  causes: readonly StatusCause[]
): Failure {
  const lines = causes.map(cause =>
    cause.field ? `${cause.field}: ${cause.message}` : cause.message
  );
  const text = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  const kind = what.group ? `${what.kind}.${what.group}` : what.kind;
  return new Failure(422, 'Invalid', `${kind} "${name}" is invalid: ${text}`, {
    ...(name && { name }),
    ...(what.group && { group: what.group }),
    kind: what.kind,
    causes: [...causes],
  });
}

function named({ group, plural }: GroupResource): { group?: string; kind: string } {
  return group ? { group, kind: plural } : { kind: plural };
}
