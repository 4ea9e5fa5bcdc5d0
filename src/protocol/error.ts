/** What a refusal is about. A code that a reader does not know is a failure like `unavailable`. */
export type ErrorCode =
  | 'bad-request'
  | 'unauthorized'
  | 'not-found'
  | 'busy'
  | 'unavailable'
  | 'internal';

/** The answer of status 400 and above, where the token was right: without it there is no body. */
export interface ErrorAnswer {
  version: 1;
  error: {
    code: ErrorCode;
    message: string;
    /** Of `not-found`: whether the path is unknown (an older sidecar), or what was asked for. */
    missing?: 'route' | 'object' | 'revision';
  };
}
