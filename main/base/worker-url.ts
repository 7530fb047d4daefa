/** Where each worker's code lies: its source when run from source, its own file beside the bundle when built. */

/** Worker names and their sources, relative to `main/`. The build makes one entry of each; there is no other list. */
export const WORKERS = {
  'vault-worker': 'store/vault/worker/worker.ts',
  'walk-worker': 'source/folder/walk-worker.ts',
  'archive-worker': 'store/archive/worker/worker.ts',
  'mirror-worker': 'store/mirror/worker/worker.ts',
} as const satisfies Record<string, string>;

export type WorkerName = keyof typeof WORKERS;

/** Built code is one flat folder, so the bundled worker lies beside whatever file this ends up in. */
export const workerUrl = (name: WorkerName, from: string = import.meta.url): URL =>
  new URL(from.endsWith('/worker-url.ts') ? `../${WORKERS[name]}` : `./${name}.js`, from);
