/** The build of the window: one page, its parts loaded when they are needed. */
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  publicDir: fileURLToPath(new URL('assets/public', import.meta.url)),
  plugins: [react()],
  logLevel: 'warn',
  build: { outDir: '../dist/renderer', emptyOutDir: true, target: ['chrome120', 'firefox128', 'safari17'], sourcemap: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
