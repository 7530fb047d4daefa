/** Before flows: the built program is that of the sources, so that no flow is run on yesterday's. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export default function buildProgram(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/set-up.mjs', import.meta.url))], { stdio: 'inherit' });
}
