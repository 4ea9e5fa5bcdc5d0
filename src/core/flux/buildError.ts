import type { Sentence } from '../sentence.ts';
import { inSource, kustomizeMistakeOf } from './kustomizeMistake.ts';

const folders =
  /(?:recursed accumulation of path|couldn't make target for path|kustomization path) '([^']+)'/g;
const malformed = /MalformedYAMLError: yaml: (?:line (\d+): )?(.*?) in File: (\S+)/;
/** A folder without a kustomization file: Flux itself decodes what is in it. */
const undecoded =
  /failed to decode Kubernetes YAML from (\S+): (?:MalformedYAMLError: )?(?:yaml: )?(?:line (\d+): )?(.*)/;
const badKustomization =
  /invalid Kustomization: (?:yaml|error converting YAML to JSON: yaml): line (\d+): (.*)/;
const missing =
  /accumulating resources from '([^']+)': (?:evalsymlink failure on|open|lstat) .*no such file or directory/;
/** Of a component only the whole path is told, from the folder on that all was unpacked in. */
const missingComponent =
  /accumulating components: .*evalsymlink failure on '(?:[^']*\/kustomization-\d+\/)?([^']+)' : .*no such file or directory/;
/** The last folder that kustomize went into: the innermost one, where it failed. */
function folderOf(message: string): string {
  const last = [...message.matchAll(folders)].at(-1)?.[1];
  return last ? `${last.replace(/^\.\//, '').replace(/\/$/, '')}/` : '';
}

/**
 * What broke a build, out of kustomize's message, which tells it at the end of a long way down: a file and line, a
 * file that is missing, or one of kustomize's own complaints. Undefined where the message is of another kind: then it is its own best words.
 */
export function buildErrorOf(message: string): Sentence | undefined {
  const folder = folderOf(message);
  const [, line, problem, file] = malformed.exec(message) ?? [];
  if (file && problem) {
    const params = { file: `${folder}${file}`, problem };
    return line
      ? { id: 'cause.yaml.line', params: { ...params, line } }
      : { id: 'cause.yaml', params };
  }
  const mistake = kustomizeMistakeOf(message, folder);
  if (mistake) return mistake;
  const [, whole, row, wrong] = undecoded.exec(message) ?? [];
  if (whole && wrong) {
    const params = { file: inSource(whole), problem: wrong };
    return row
      ? { id: 'cause.yaml.line', params: { ...params, line: row } }
      : { id: 'cause.yaml', params };
  }
  const [, at, said] = badKustomization.exec(message) ?? [];
  if (at && said) {
    const params = { file: `${folder}kustomization.yaml`, line: at, problem: said };
    return { id: 'cause.yaml.line', params };
  }
  const absent = missing.exec(message)?.[1];
  if (absent) return { id: 'cause.fileMissing', params: { file: `${folder}${absent}` } };
  const component = missingComponent.exec(message)?.[1];
  return component ? { id: 'cause.fileMissing', params: { file: component } } : undefined;
}

/**
 * Where a file of `buildErrorOf` is in the source: messages name files from the source's root where kustomize went into a
 * folder, else from the folder that is built.
 */
export function fileInSource(file: string, message: string, path: string): string {
  const built = path.replace(/^[./]+/, '').replace(/\/$/, '');
  const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
  const isWhole =
    built === '' ||
    file.startsWith(`${built}/`) ||
    (folder !== '' && message.includes(`'${folder}'`));
  return isWhole ? file : `${built}/${file}`;
}
