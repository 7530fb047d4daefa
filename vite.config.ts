/** The build: the command line and every worker as an entry for Node, one flat folder, loaded piece by piece. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { WORKERS } from './main/base/worker-url.ts';

/** Native code, and code that starts its own threads by path: these stay in node_modules. */
const KEPT_OUTSIDE = ['koffi', '@napi-rs/keyring', 'pino', 'pino-roll'];

const source = (path: string): string => fileURLToPath(new URL(`main/${path}`, import.meta.url));
const entries = Object.entries({ cli: 'cli/main.ts', ...WORKERS }).map(([name, path]) => [name, source(path)] as const);

export default defineConfig({
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node24',
    sourcemap: true,
    minify: false,
    emptyOutDir: true,
    rolldownOptions: {
      input: Object.fromEntries(entries.filter(([, path]) => existsSync(path))),
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'part-[name]-[hash].js' },
    },
  },
  ssr: { target: 'node', noExternal: true, external: KEPT_OUTSIDE },
});
