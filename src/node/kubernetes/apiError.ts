import { record, text } from '../../core/kubernetes/object.ts';

/** The `Status` object of the Kubernetes API, as far as callers read it. */
export interface Status {
  apiVersion: 'v1';
  kind: 'Status';
  status: 'Failure';
  code: number;
  reason?: string;
  message?: string;
  details?: {
    name?: string;
    group?: string;
    kind?: string;
    causes?: { reason?: string; message?: string; field?: string }[];
    retryAfterSeconds?: number;
  };
}

/** An answer of status 400 and above. `message` is what the server said, else what was asked and answered. */
export class ApiError extends Error {
  readonly status: number;
  /** `NotFound`, `Conflict`, `Forbidden`, …; '' where the answer was no Status object. */
  readonly reason: string;
  readonly body: Status;
  /** The answer as it came: a service behind the API server's proxy has words of its own. */
  readonly answer: string;

  constructor(status: number, answer: string, asked: string) {
    const body = toStatus(status, answer, asked);
    super(body.message);
    this.name = 'ApiError';
    this.status = status;
    this.reason = body.reason ?? '';
    this.body = body;
    this.answer = answer;
  }
}

/** Proxies in front of an API server answer HTML or plain text: such an answer becomes the message. */
function toStatus(code: number, answer: string, asked: string): Status {
  const parsed = record(parse(answer));
  if (parsed.kind === 'Status') {
    const message = text(parsed.message) ?? `${asked}: ${code} ${text(parsed.reason) ?? ''}`.trim();
    return { ...(parsed as unknown as Status), code, message };
  }
  const said = answer.trim().slice(0, 500);
  const message = `${asked}: ${code}${said ? ` ${said}` : ''}`;
  return { apiVersion: 'v1', kind: 'Status', status: 'Failure', code, message };
}

function parse(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}
