import { list, record, text } from '../../core/kubernetes/object.ts';
import { parseYaml, splitDocuments, YamlError } from './manifestText.ts';

/** A file, folder or address that a kustomization, or a configuration of its plugins, names. */
export interface Reference {
  /** Where it is written: `configMapGenerator[0].files[1]`. */
  field: string;
  value: string;
  /**
   * What stands behind: something to render, a configuration that may itself name files, or plain content. `inline`: the
   * value is YAML itself, which kustomize takes for a path where it cannot read it so.
   */
  leadsTo: 'kustomization' | 'configuration' | 'content' | 'inline';
}

/** Every reference of a kustomization, whatever field holds it. */
export function referencesOf(kustomization: unknown): Reference[] {
  return [
    ...paths(kustomization, 'resources', 'kustomization'),
    ...paths(kustomization, 'bases', 'kustomization'),
    ...paths(kustomization, 'components', 'kustomization'),
    ...paths(kustomization, 'crds', 'content'),
    ...paths(kustomization, 'configurations', 'content'),
    ...plugins(kustomization, 'generators'),
    ...plugins(kustomization, 'transformers'),
    ...plugins(kustomization, 'validators'),
    ...paths(kustomization, 'patchesStrategicMerge', 'content').map(inlineOrNot),
    ...pluginReferencesOf(kustomization),
    ...below(kustomization, 'helmCharts', chartFiles),
    ...below(kustomization, 'helmChartInflationGenerator', chartFiles),
    ...below(kustomization, 'helmGlobals', (globals, at) =>
      one(globals, at, ['chartHome', 'configHome'])
    ),
  ];
}

/** References that may stand in a kustomization and, under the same names, in a built-in plugin's configuration. */
export function pluginReferencesOf(value: unknown): Reference[] {
  return [
    ...['patches', 'patchesJson6902', 'replacements', 'openapi'].flatMap(field =>
      below(value, field, (item, at) => one(item, at, ['path']))
    ),
    ...['configMapGenerator', 'secretGenerator'].flatMap(field => below(value, field, sources)),
    ...sources(value, ''),
    ...one(value, '', ['path', 'chartHome']),
    ...paths(value, 'paths', 'content').map(inlineOrNot),
    ...chartFiles(value, ''),
  ];
}

/** Paths of configurations, or the configurations themselves: then the files that those name count. */
function plugins(kustomization: unknown, field: string): Reference[] {
  return paths(kustomization, field, 'configuration').flatMap(reference => {
    const within = splitDocuments(reference.value).flatMap(document =>
      pluginReferencesOf(parsed(document)).map(inner => ({
        ...inner,
        field: `${reference.field}.${inner.field}`,
      }))
    );
    return [inlineOrNot(reference), ...within];
  });
}

function parsed(document: string): unknown {
  try {
    return parseYaml(document, { isStrict: true });
  } catch (error) {
    // A path need not be YAML; what has lines must.
    if (error instanceof YamlError && !document.trim().includes('\n')) return undefined;
    throw error;
  }
}

/** kustomize tries to read it as YAML first, which no path is. */
function inlineOrNot(reference: Reference): Reference {
  const isPath = !/[\n{]/.test(reference.value.trim());
  return isPath ? reference : { ...reference, leadsTo: 'inline' };
}

/** `files: [name=path]`, `env`, `envs` of a generator. */
function sources(fields: unknown, at: string): Reference[] {
  const files = paths(fields, 'files', 'content', at).map(reference => ({
    ...reference,
    value: reference.value.slice(reference.value.indexOf('=') + 1),
  }));
  return [...files, ...paths(fields, 'envs', 'content', at), ...one(fields, at, ['env'])];
}

function chartFiles(chart: unknown, at: string): Reference[] {
  return [
    ...one(chart, at, ['valuesFile', 'values']),
    ...paths(chart, 'additionalValuesFiles', 'content', at),
  ];
}

function paths(fields: unknown, name: string, leadsTo: Reference['leadsTo'], at = ''): Reference[] {
  return named(fields, name).flatMap(([key, items]) =>
    list(items).flatMap((item, index) => {
      const value = text(item);
      return value === undefined ? [] : { field: `${join(at, key)}[${index}]`, value, leadsTo };
    })
  );
}

function one(fields: unknown, at: string, names: string[]): Reference[] {
  return names.flatMap(name =>
    named(fields, name).flatMap(([key, item]) => {
      const value = text(item);
      return value === undefined
        ? []
        : { field: join(at, key), value, leadsTo: 'content' as const };
    })
  );
}

/** What a field holds, one by one where it is a list. */
function below(
  fields: unknown,
  name: string,
  read: (item: unknown, at: string) => Reference[]
): Reference[] {
  return named(fields, name).flatMap(([key, value]) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => read(item, `${key}[${index}]`))
      : read(value, key)
  );
}

/** Go's JSON finds a field whatever the case of its letters. */
export function foldName(name: string): string {
  // Twice: the long s and the Kelvin sign have letters of ASCII as one of their cases.
  return name.toUpperCase().toLowerCase();
}

function named(fields: unknown, name: string): [key: string, value: unknown][] {
  const folded = foldName(name);
  return Object.entries(record(fields)).filter(([key]) => foldName(key) === folded);
}

function join(at: string, field: string): string {
  return at === '' ? field : `${at}.${field}`;
}
