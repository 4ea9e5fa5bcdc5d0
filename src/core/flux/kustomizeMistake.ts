import type { Sentence } from '../sentence.ts';

/** The path within the source: where that was unpacked is nobody's business. */
export const inSource = (path: string) => path.replace(/^.*\/kustomization-\d+\//, '');

/** kustomize's id of an object, `ConfigMap.v1.[noGrp]/one.media`, up to whatever ends the words about it. */
const id = String.raw`(\w{1,100})\.[^/\n]{0,300}\/([^\n]{1,300}?)\.[^.'"\n]{1,300}(?=['"\n]|$)`;

interface Mistake {
  says: RegExp;
  /** `folder`: where kustomize failed, with a slash at its end. */
  toSentence(match: string[], folder: string): Sentence | undefined;
}

const mistakes: readonly Mistake[] = [
  {
    // The line is of what kustomize made of the file, and not of the file.
    says: /yaml: unmarshal errors:\s{1,20}line \d{1,9}: mapping key "([^"\n]{1,300})" already defined/,
    toSentence: ([, key = '']) => ({ id: 'cause.key', params: { key } }),
  },
  {
    says: /(?:failed to decode Kubernetes YAML from (\S{1,1000})|accumulating resources from '([^'\n]{1,1000})'): missing (Resource metadata|metadata\.name|kind)\b/,
    toSentence([, whole, listed = '', said = ''], folder) {
      const file = whole ? inSource(whole) : `${folder}${listed}`;
      const lacks = said === 'Resource metadata' ? 'apiVersion, kind, metadata' : said;
      return { id: 'cause.manifest', params: { file, lacks } };
    },
  },
  {
    says: /(?:(?:file sources|env source files): \[[^\]\n]{0,2000}\]|trouble configuring builtin \w{1,100} with config: `[^`]{0,20000}`(?:: failed to get the patch file from path\([^)\n]{1,1000}\))?): (?:open |evalsymlink failure on ')([^\s':]{1,1000})(?=[\s':])[^\n]{1,3000}no such file or directory/,
    toSentence: ([, file = '']) => ({ id: 'cause.fileMissing', params: { file: inSource(file) } }),
  },
  {
    says: new RegExp(
      `merging resources from '([^'\\n]{1,1000})': may not add resource with an already registered id: ${id}`
    ),
    toSentence: ([, file = '', kind, name], folder) => ({
      id: 'cause.duplicate',
      params: { file: `${folder}${file}`, object: `${kind}/${name}` },
    }),
  },
  {
    says: new RegExp(
      `recursed merging from path '([^'\\n]{1,1000})': may not add resource with an already registered id: ${id}`
    ),
    toSentence: ([, path = '', kind, name]) => ({
      id: 'cause.duplicate',
      params: { file: inSource(path), object: `${kind}/${name}` },
    }),
  },
  {
    says: /merging from generator [^\n]{1,300}?: id resid\.ResId\{[^\n]{0,300}?Kind:"(\w{1,100})"[^\n]{0,100}?, Name:"([^"\n]{1,300})", Namespace:"[^"\n]{0,300}"\} exists;/,
    toSentence: ([, kind, name]) => ({
      id: 'cause.duplicate.generated',
      params: { object: `${kind}/${name}` },
    }),
  },
  {
    // Both objects come whole, a Secret's data too: no more than their name is told.
    says: /namespace transformation produces ID conflict: ([^\n]{1,100000})/,
    toSentence([, both = '']) {
      const [, kind] = /"kind":"(\w{1,100})","metadata":\{/.exec(both) ?? [];
      const [, name, namespace = ''] =
        /"name":"([^"\n]{1,300})","namespace":"([^"\n]{1,300})"/.exec(both) ?? [];
      if (!kind || !name) return undefined;
      return { id: 'cause.duplicate.namespace', params: { object: `${kind}/${name}`, namespace } };
    },
  },
  {
    says: /(?:couldn't make target for path '([^'\n]{1,1000})'|kustomize build failed): kustomization\.yaml is empty/,
    toSentence: ([, path]) => ({
      id: 'cause.empty',
      params: { file: `${path ? `${inSource(path)}/` : ''}kustomization.yaml` },
    }),
  },
  {
    says: /unable to find one of 'kustomization\.yaml'[^\n]{0,200} in directory '([^'\n]{1,1000})'/,
    toSentence: ([, path = '']) => ({
      id: 'cause.kustomization',
      params: { folder: inSource(path) },
    }),
  },
];

/** What kustomize complains of beyond broken YAML: the first that fits. */
export function kustomizeMistakeOf(message: string, folder: string): Sentence | undefined {
  for (const { says, toSentence } of mistakes) {
    const match = says.exec(message);
    const sentence = match && toSentence(match, folder);
    if (sentence) return sentence;
  }
  return undefined;
}
