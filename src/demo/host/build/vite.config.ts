import react from '@vitejs/plugin-react';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { nodePolyfills } from 'vite-plugin-node-polyfills';
import svgr from 'vite-plugin-svgr';

const root = resolve(import.meta.dirname, '../browser');
const packages = resolve(import.meta.dirname, '../../../../node_modules');
const library = join(packages, '@kinvolk/headlamp-plugin/lib');

/**
 * Headlamp bundles the icons that its own pages name and would fetch any other from the internet. The npm library
 * lacks that list, so it is made again from the names in the library's code and in ours.
 */
function hostIcons(): Plugin {
  const id = 'virtual:mdi';
  return {
    name: 'host-icons',
    resolveId: source => (source === id ? `\0${id}` : null),
    load(loaded) {
      if (loaded !== `\0${id}`) return null;
      const names = new Set<string>();
      const files = [library, root].flatMap(folder =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(file => join(folder, file))
      );
      for (const file of files.filter(path => /\.(js|tsx)$/.test(path))) {
        const text = readFileSync(file, 'utf8');
        for (const [, name] of text.matchAll(/['"`]mdi:([a-z0-9-]+)['"`]/g))
          if (name) names.add(name);
      }
      const known = [...names]
        .sort()
        .filter(name => existsSync(join(packages, '@iconify/icons-mdi', `${name}.js`)));
      return [
        `import { addIcon } from '@iconify/react';`,
        ...known.map((name, at) => `import icon${at} from '@iconify/icons-mdi/${name}.js';`),
        ...known.map((name, at) => `addIcon('mdi:${name}', icon${at}.default ?? icon${at});`),
      ].join('\n');
    },
  };
}

/** The editor is loaded by its own loader, from files that are copied and never bundled. */
function editorFiles(): Plugin {
  let outDir = '';
  return {
    name: 'editor-files',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      await cp(join(packages, 'monaco-editor/min/vs'), join(outDir, 'assets/vs'), {
        recursive: true,
      });
    },
  };
}

export default defineConfig({
  root,
  publicDir: false,
  logLevel: 'warn',
  define: {
    global: 'globalThis',
    'import.meta.env.REACT_APP_HEADLAMP_VERSION': '"0.42"',
    'import.meta.env.REACT_APP_HEADLAMP_PRODUCT_NAME': '"Headlamp"',
    'import.meta.env.REACT_APP_HEADLAMP_SIDEBAR_DEFAULT_OPEN': '"true"',
  },
  resolve: {
    alias: [{ find: /^monaco-editor$/, replacement: join(root, 'monaco.ts') }],
    // A second copy of any of these has contexts of its own: no theme, no store, no queries.
    dedupe: [
      'react',
      'react-dom',
      'react-redux',
      '@mui/material',
      '@emotion/react',
      '@tanstack/react-query',
    ],
  },
  plugins: [
    hostIcons(),
    svgr({ svgrOptions: { prettier: false, svgo: false, titleProp: true, ref: true } }),
    react(),
    nodePolyfills({ include: ['process', 'buffer', 'stream', 'path'] }),
    editorFiles(),
  ],
  build: {
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 9999,
    commonjsOptions: { transformMixedEsModules: true },
    // The library imports its translations by a computed name, from inside node_modules.
    dynamicImportVarsOptions: { exclude: [] },
  },
});
