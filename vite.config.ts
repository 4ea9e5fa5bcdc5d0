import { defineConfig } from 'vite';

// `headlamp-plugin build` merges this file into its own settings. public/ belongs to the demo and the
// package, so the build must not copy it.
export default defineConfig({
  publicDir: false,
  build: {
    // Browsers of the last years: what they know need not be spelled out.
    target: 'es2022',
    // Every page of Headlamp loads the file: a twentieth smaller than by esbuild.
    minify: 'terser',
    // One character beyond Latin-1 and a browser holds all of it in two bytes each.
    terserOptions: { ecma: 2020, compress: { passes: 2 }, format: { ascii_only: true } },
  },
});
