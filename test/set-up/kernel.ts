/** Before unit tests: the compiled kernels are there and match their source, however the tests were started. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export default function compileKernels(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/build-kernel.mjs', import.meta.url))], { stdio: 'inherit' });
}
