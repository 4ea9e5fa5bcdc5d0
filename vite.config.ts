import { defineConfig } from 'vite';

// `headlamp-plugin build` merges this file into its own settings. public/ belongs to the demo and the
// package, so the build must not copy it.
export default defineConfig({ publicDir: false });
