import { list, record, text } from '../../core/kubernetes/object.ts';

/** A file, folder or address that a kustomization, or a configuration of its plugins, names. */
export interface Reference {
  /** Where it is written: `configMapGenerator[0].files[1]`. */
  field: string;
  value: string;
  /** What stands behind: something to render, a configuration that may itself name files, or plain content. */
  leadsTo: 'kustomization' | 'configuration' | 'content';
}

/**
 * Every reference of a kustomization, whatever field holds it. Fields that take a path or inline YAML count as a path
 * where they have one line.
 */
export function referencesOf(kustomization: unknown): Reference[] {
  const fields = record(kustomization);
  return [
    ...paths(fields, 'resources', 'kustomization'),
    ...paths(fields, 'bases', 'kustomization'),
    ...paths(fields, 'components', 'kustomization'),
    ...paths(fields, 'crds', 'content'),
    ...paths(fields, 'configurations', 'content'),
    ...paths(fields, 'generators', 'configuration'),
    ...paths(fields, 'transformers', 'configuration'),
    ...paths(fields, 'validators', 'configuration'),
    ...paths(fields, 'patchesStrategicMerge', 'content'),
    ...pluginReferencesOf(fields),
    ...list(fields.helmCharts).flatMap((chart, index) => chartFiles(chart, `helmCharts[${index}]`)),
    ...list(fields.helmChartInflationGenerator).flatMap((chart, index) =>
      chartFiles(chart, `helmChartInflationGenerator[${index}]`)
    ),
    ...one(record(fields.helmGlobals), 'helmGlobals', ['chartHome', 'configHome']),
  ];
}

/** References that may stand in a kustomization and, under the same names, in a built-in plugin's configuration. */
export function pluginReferencesOf(value: unknown): Reference[] {
  const fields = record(value);
  const owners = ['patches', 'patchesJson6902', 'replacements'].flatMap(field =>
    list(fields[field]).flatMap((item, index) => one(record(item), `${field}[${index}]`, ['path']))
  );
  const generators = ['configMapGenerator', 'secretGenerator'].flatMap(field =>
    list(fields[field]).flatMap((item, index) => sources(record(item), `${field}[${index}]`))
  );
  return [
    ...owners,
    ...generators,
    ...sources(fields, ''),
    ...one(record(fields.openapi), 'openapi', ['path']),
    ...one(fields, '', ['path', 'chartHome']),
    ...paths(fields, 'paths', 'content'),
    ...chartFiles(fields, ''),
  ];
}

/** `files: [name=path]`, `env`, `envs` of a generator. */
function sources(fields: Record<string, unknown>, at: string): Reference[] {
  const files = paths(fields, 'files', 'content', at).map(reference => ({
    ...reference,
    value: reference.value.slice(reference.value.indexOf('=') + 1),
  }));
  return [...files, ...paths(fields, 'envs', 'content', at), ...one(fields, at, ['env'])];
}

function chartFiles(chart: unknown, at: string): Reference[] {
  const fields = record(chart);
  return [
    ...one(fields, at, ['valuesFile', 'values']),
    ...paths(fields, 'additionalValuesFiles', 'content', at),
  ].filter(({ value }) => !value.includes('\n'));
}

function paths(
  fields: Record<string, unknown>,
  field: string,
  leadsTo: Reference['leadsTo'],
  at = ''
): Reference[] {
  return list(fields[field]).flatMap((item, index) => {
    const value = text(item);
    if (value === undefined || isInline(value)) return [];
    return { field: `${join(at, field)}[${index}]`, value, leadsTo };
  });
}

function one(fields: Record<string, unknown>, at: string, names: string[]): Reference[] {
  return names.flatMap(name => {
    const value = text(fields[name]);
    if (value === undefined || isInline(value)) return [];
    return { field: join(at, name), value, leadsTo: 'content' as const };
  });
}

function join(at: string, field: string): string {
  return at === '' ? field : `${at}.${field}`;
}

function isInline(value: string): boolean {
  return value.trim().includes('\n');
}
