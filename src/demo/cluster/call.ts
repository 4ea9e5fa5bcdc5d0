import type { IncomingHttpHeaders } from 'node:http';
import type { Api } from './api.ts';
import { badRequest } from './failure.ts';
import type { ResourceRequest } from './requestInfo.ts';
import type { ResourceType } from './schema/resourceType.ts';
import type { User } from './users.ts';

/** One authorized request for a resource. */
export interface Call {
  api: Api;
  user: User;
  verb: string;
  at: ResourceRequest;
  type: ResourceType;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The parsed body; undefined where there is none. */
  body: () => Promise<unknown>;
  /** Becomes a `Warning` header. */
  warn: (text: string) => void;
}

/** What goes back. A text is sent as it is. */
export interface Answer {
  code: number;
  body: unknown;
}

/** How a write was asked for, by its query and headers. */
export interface WriteOptions {
  dryRun: boolean;
  manager: string;
  fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  warn: (text: string) => void;
}

export function writeOptionsOf(call: Pick<Call, 'query' | 'headers' | 'warn'>): WriteOptions {
  const { query, headers, warn } = call;
  const dryRun = query.getAll('dryRun');
  const unknown = dryRun.find(value => value !== 'All' && value !== '');
  if (unknown) throw badRequest(`Invalid value: "${unknown}": dryRun supports only "All"`);
  const fieldValidation = query.get('fieldValidation') || 'Warn';
  if (fieldValidation !== 'Strict' && fieldValidation !== 'Warn' && fieldValidation !== 'Ignore') {
    throw badRequest(
      `fieldValidation "${fieldValidation}": supported are "Ignore", "Warn" and "Strict"`
    );
  }
  const manager = query.get('fieldManager') || managerOf(headers['user-agent']);
  if (manager.length > 128) throw badRequest('fieldManager: may not be more than 128 bytes');
  return { dryRun: dryRun.includes('All'), manager, fieldValidation, warn };
}

/** Who writes without saying so is named by the first word of its user agent. */
function managerOf(userAgent: string | undefined): string {
  return userAgent?.split('/')[0]?.slice(0, 128) || 'unknown';
}
