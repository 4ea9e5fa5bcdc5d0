import { type FieldSet, pathsOf } from './fieldSet.ts';
import type { Manager, Managers } from './managers.ts';

/** A field that someone else set to another value. */
export interface ApplyConflict {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource?: string;
  /** `.spec.replicas` */
  field: string;
  /** `conflict with "kubectl-client-side-apply" using apps/v1`: the text of the Status' cause. */
  message: string;
}

export function conflictsOf(managers: Managers, contested: Map<string, FieldSet>): ApplyConflict[] {
  return [...contested]
    .flatMap(([key, fields]) => {
      const manager = managers.get(key) as Manager;
      const { name, operation, apiVersion, subresource } = manager;
      return pathsOf(fields).map(field => ({
        manager: name,
        operation,
        apiVersion,
        ...(subresource ? { subresource } : {}),
        field,
        message: `conflict with ${managerText(manager)}`,
      }));
    })
    .sort((a, b) => (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
}

function managerText({ name, operation, apiVersion, subresource }: Manager): string {
  const who = JSON.stringify(name) + (subresource ? ` with subresource "${subresource}"` : '');
  return operation === 'Update' ? `${who} using ${apiVersion}` : who;
}

/** The message of the 409 that kubectl prints. */
export function conflictMessage(conflicts: readonly ApplyConflict[]): string {
  const [first] = conflicts;
  if (conflicts.length === 1 && first)
    return `Apply failed with 1 conflict: ${first.message}: ${first.field}`;
  const lines: string[] = [];
  let last = '';
  for (const { message, field } of conflicts) {
    if (message !== last) lines.push(`${message.replace('conflict', 'conflicts')}:`);
    lines.push(`- ${field}`);
    last = message;
  }
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}
