import { readFile } from 'node:fs/promises';
import { record, text } from '../../../src/core/kubernetes/object.ts';

/** One request, as the API server writes it down. */
export interface AuditEntry {
  verb: string;
  /** `RESOURCE/NAME`, or the path of what is no resource. */
  what: string;
  uri: string;
  code: number;
  at: number;
}

/** What a user asked for so far. A line that is still being written is left out. */
export async function readAuditLog(file: string, user: string): Promise<AuditEntry[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  return lines
    .map(line => JSON.parse(line) as Record<string, unknown>)
    .filter(entry => record(entry.user).username === user)
    .map(entry => {
      const { resource, subresource, name } = record(entry.objectRef);
      const uri = String(entry.requestURI);
      return {
        verb: String(entry.verb),
        what: text(resource) ? [resource, name, subresource].filter(Boolean).join('/') : uri,
        uri,
        code: Number(record(entry.responseStatus).code),
        at: Date.parse(String(entry.requestReceivedTimestamp)),
      };
    });
}
