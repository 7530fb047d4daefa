/** The build of everything that runs on Node: the command line, the desktop's processes and every worker as an entry, one flat folder, loaded piece by piece. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { WORKERS } from './main/base/worker-url.ts';

/**
 * Native code, and code that starts its own threads by path: these stay in node_modules. So does what only Electron has, and what
 * `ws` uses when somebody installed it.
 */
const KEPT_OUTSIDE = ['koffi', '@napi-rs/keyring', 'drivelist', 'pino', 'pino-roll', 'serialport', 'electron', 'bufferutil', 'utf-8-validate'];

const ENTRIES = { cli: 'cli/main.ts', electron: 'electron/main.ts', engine: 'electron/engine.ts', ...WORKERS };

const source = (path: string): string => fileURLToPath(new URL(`main/${path}`, import.meta.url));
const entries = Object.entries(ENTRIES).map(([name, path]) => [name, source(path)] as const);

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
      external: KEPT_OUTSIDE,
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'part-[name]-[hash].js' },
    },
  },
  ssr: { target: 'node', noExternal: true, external: KEPT_OUTSIDE },
});
