/** A request to apply that the API server answers with an error before it looks for conflicts. */
export class ApplyError extends Error {
  /** 400 where the request is wrong by its form, 500 where its fields do not fit the schema: as the API server does. */
  readonly status: 400 | 500;

  constructor(status: 400 | 500, message: string) {
    super(message);
    this.name = 'ApplyError';
    this.status = status;
  }
}
