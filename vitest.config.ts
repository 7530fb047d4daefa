/** All tests: units beside the code, the executed design, and flows through whole programs. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Every test has its fast-check from there. */
const SEEDED = fileURLToPath(new URL('test/set-up/fast-check.ts', import.meta.url));
/** `npm test` leaves out here what it runs by itself. */
const NEVER = ['**/node_modules/**', 'dist/**', ...(process.env['TESTS_WITHOUT'] ?? '').split(',').filter(Boolean)];

export default defineConfig({
  plugins: [{ name: 'fast-check-with-a-seed', enforce: 'pre', resolveId: (source, importer) => (source === 'fast-check' && importer !== SEEDED ? SEEDED : null) }],
  test: {
    pool: 'forks',
    maxWorkers: 2,
    /** Of what talks to boards; `npm test` prints it. */
    coverage: {
      provider: 'v8',
      include: ['main/serial/**', 'main/source/device/**'],
      reporter: ['text'],
      thresholds: { lines: 90, branches: 90 },
    },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{main,preload,renderer,scripts}/**/*.test.{ts,tsx}', 'test/*.test.ts', 'test/{invariant,fake,fixture,contract}/**/*.test.ts'],
          exclude: NEVER,
          globalSetup: 'test/set-up/kernel.ts',
          setupFiles: 'test/set-up/steady-workers.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'flow',
          include: ['test/{flow,e2e}/**/*.test.ts'],
          exclude: NEVER,
          globalSetup: 'test/set-up/program.ts',
          setupFiles: 'test/set-up/steady-workers.ts',
          expect: { poll: { timeout: 15_000 } }, // a busy machine is no failure
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
