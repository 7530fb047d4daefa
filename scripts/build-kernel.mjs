/** Compiles the vault's kernels to dist/kernel/vault.wasm, if their sources are newer. Runs under any Node from 20 on. */
import { mkdirSync, readdirSync, realpathSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(root, 'main/store/vault/kernel/assembly');
const built = join(root, 'dist/kernel/vault.wasm');

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const isFresh = () => {
  const inputs = [fileURLToPath(import.meta.url), ...readdirSync(sources).map((name) => join(sources, name))];
  return modified(built) > Math.max(...inputs.map(modified));
};

/** Two builds at once do not disturb each other: each writes its own file, and the last rename wins. */
const options = (outFile) => [
  'index.ts', '--baseDir', sources, '--outFile', outFile,
  '-O3', '--noAssert', '--converge', '--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory',
  '--memoryBase', '65536', '--initialMemory', '2',
];

/** @returns {Promise<boolean>} whether something was compiled. Throws with the compiler's messages. */
export async function buildKernel() {
  if (isFresh()) return false;
  const { default: asc } = await import('assemblyscript/asc');
  mkdirSync(dirname(built), { recursive: true });
  const draft = `${built}.${process.pid}`;
  const { error, stderr } = await asc.main(options(draft));
  if (error !== null) throw new Error(`The kernels do not compile.\n${stderr.toString()}`, { cause: error });
  renameSync(draft, built);
  return true;
}

if (argv[1] !== undefined && fileURLToPath(import.meta.url) === realpathSync(argv[1])) await buildKernel();
