import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it, vi } from 'vitest';

interface Layer {
  folder: string;
  imports: string[];
  packages: string[];
  /** Folders outside of src whose files it may read as values. */
  data?: string[];
  /** Files of the folder itself: the only ones in which its subfolders may meet. */
  siblings?: string[];
}

const root = resolve(import.meta.dirname, '..');
const layers: Layer[] = JSON.parse(readFileSync(join(root, 'test/layers.json'), 'utf8'));

const layerOf = (file: string): Layer | undefined =>
  layers
    .filter(layer => file.startsWith(`src/${layer.folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];

/** Why `file` may not import `specifier`, or undefined. `file` is relative to the repository. */
function offence(file: string, specifier: string, typeOnly: boolean): string | undefined {
  const layer = layerOf(file);
  if (!layer) return undefined;
  if (!specifier.startsWith('.')) {
    const allowed = layer.packages.some(name =>
      name.endsWith(':*')
        ? specifier.startsWith(name.slice(0, -1))
        : specifier === name || specifier.startsWith(`${name}/`)
    );
    return allowed ? undefined : `${file} imports the package ${specifier}`;
  }
  const target = relative(root, resolve(root, dirname(file), specifier));
  if (layer.data?.some(folder => target.startsWith(`${folder}/`))) return undefined;
  const other = layerOf(target);
  if (!other) return `${file} imports ${target}, which is outside every layer`;
  const allowed =
    layer.imports.includes(other.folder) ||
    (typeOnly && layer.imports.includes(`${other.folder}:types`));
  if (!allowed) return `${file} imports ${target}: ${layer.folder} may not import ${other.folder}`;
  const part = (path: string) => path.split('/').slice(2, -1)[0];
  if (
    layer.siblings &&
    other === layer &&
    !typeOnly &&
    part(target) &&
    part(file) !== part(target) &&
    !layer.siblings.some(meeting => file === `src/${layer.folder}/${meeting}`)
  ) {
    return `${file} imports its sibling ${target}: they meet in ${layer.siblings.join(', ')}`;
  }
  return undefined;
}

/** Every import of a file, dynamic ones too; `typeOnly` where nothing is left after type stripping. */
function importsOf(text: string): { specifier: string; typeOnly: boolean }[] {
  const source = ts.createSourceFile('file.tsx', text, ts.ScriptTarget.Latest, false);
  const found: { specifier: string; typeOnly: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const specifier = node.moduleSpecifier;
      if (specifier && ts.isStringLiteral(specifier)) {
        const typeOnly = ts.isImportDeclaration(node)
          ? node.importClause?.isTypeOnly === true
          : node.isTypeOnly;
        found.push({ specifier: specifier.text, typeOnly });
      }
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteral(argument)) {
        found.push({ specifier: argument.text, typeOnly: false });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const isTest = (file: string) => /\.(test|spec|bench)\.tsx?$/.test(file);
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(file => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !isTest(file))
  .map(file => `src/${file}`);

// Every file is parsed: a loaded machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

describe('layers', () => {
  it('lets every file import only what its layer may', () => {
    const offences = files.flatMap(file =>
      importsOf(readFileSync(join(root, file), 'utf8')).flatMap(
        ({ specifier, typeOnly }) => offence(file, specifier, typeOnly) ?? []
      )
    );
    expect(offences).toEqual([]);
  });

  it('refuses core importing React, the plugin importing the sidecar, and siblings meeting', () => {
    expect(offence('src/core/flux/state.ts', 'react', false)).toBeDefined();
    expect(offence('src/plugin/pages/Overview.tsx', '../../sidecar/app.ts', true)).toBeDefined();
    expect(
      offence('src/plugin/pages/Overview.tsx', '@kinvolk/headlamp-plugin/lib', true)
    ).toBeDefined();
    expect(offence('src/sidecar/render/build.ts', '../artifacts/store.ts', false)).toBeDefined();
    expect(offence('src/sidecar/render/build.ts', '../artifacts/store.ts', true)).toBeUndefined();
  });

  it('has no cycle among imports that remain at run time', () => {
    const graph = new Map(
      files.map(file => [
        file,
        importsOf(readFileSync(join(root, file), 'utf8'))
          .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly)
          .map(({ specifier }) => relative(root, resolve(root, dirname(file), specifier))),
      ])
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const walk = (file: string, path: string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      if (done.has(file)) return;
      for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) walk(file, []);
    expect(cycles).toEqual([]);
  });
});
