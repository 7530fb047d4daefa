/** The build of the preload: one CommonJS file, the only form a sandboxed page's preload can have. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir: 'dist/preload',
    emptyOutDir: true,
    target: 'chrome140',
    minify: false,
    lib: { entry: fileURLToPath(new URL('preload/bridge.ts', import.meta.url)), formats: ['cjs'], fileName: () => 'bridge.cjs' },
    rolldownOptions: { external: ['electron'] },
  },
});
