import { posix } from 'node:path';
import { list, record, text } from '../../core/kubernetes/object.ts';
import { parseYaml } from './manifestText.ts';

/** What kustomize writes into an object's annotations where it is asked to say where it comes from. */
export const originMetadata = 'originAnnotations';

/** The file of each document, in the artifact: `folder` is that of the build. Undefined where none is known. */
export function originOf(document: string, folder: string): string | undefined {
  // Only what begins at the first column is no part of a longer text.
  const metadata = /^metadata:\n(?: .*\n?)*/m.exec(document)?.[0] ?? '';
  const block = /^ {4}config\.kubernetes\.io\/origin: \|\n((?: {6}.*\n?)+)/m.exec(metadata)?.[1];
  if (block === undefined) return undefined;
  const { path, repo, configuredIn } = record(parseYaml(block));
  // Remote bases are refused before a build.
  const file = text(repo) ? undefined : text(path) ?? text(configuredIn);
  return file === undefined ? undefined : posix.join(folder, file);
}

export function hasOrigins(kustomization: Record<string, unknown>): boolean {
  return list(kustomization.buildMetadata).includes(originMetadata);
}
