/** `GET /v1/commits?source=NAMESPACE/NAME&revision=REVISION` through the service proxy, with the access token. */
export const commitsRoute = '/v1/commits';

/** Header that carries the access token of the Secret `lumen-access`: the API server drops Authorization. */
export const tokenHeader = 'X-Lumen-Token';

/** The label by which the plugin finds the sidecar's Service, and its value. */
export const serviceLabel = { key: 'app.kubernetes.io/name', value: 'lumen' } as const;

/** What is known of the commit that a revision names. Fields that nobody knows are absent. */
export interface Commit {
  /** The revision asked for, as the source's status writes it. */
  revision: string;
  /** The full hash. */
  hash: string;
  subject: string;
  author?: { name: string; email: string };
  /** When it was authored, RFC 3339. */
  date?: string;
  /** Full hashes of the commits that it follows, where they are known. */
  parents?: string[];
  /** The page of the forge that shows it. */
  link?: string;
}

export interface CommitsAnswer {
  version: 1;
  commit: Commit;
}
