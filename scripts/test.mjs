/** `npm test`: sets everything up, checks types and lint, runs every test, and ends with one line: `N passed, N failed`. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setUpPackages } from './set-up/packages.mjs';
import { inRoot, node24, root, setUpFolder } from './set-up/place.mjs';
import { setUp, setUpDependencies } from './set-up/set-up.mjs';
import { StepFailed, run, say } from './set-up/step.mjs';
import { countTests } from './set-up/test-report.mjs';

const REPORT = join(setUpFolder, 'vitest.json');
const total = { passed: 0, failed: 0 };

/** A step that fails is one failed test with a name; the ones after it still run. */
async function attempt(name, work) {
  const problem = await work().then(
    (code) => (code === undefined || code === 0 ? null : `exit code ${code}`),
    (error) => (error instanceof StepFailed ? error.message : String(error.stack)),
  );
  if (problem === null) return true;
  say(`FAILED ${name}: ${problem}`);
  total.failed += 1;
  return false;
}

const tool = (path, args) => () => run(node24(), [inRoot('node_modules', path), ...args], { cwd: root });

async function vitest() {
  mkdirSync(setUpFolder, { recursive: true });
  rmSync(REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const code = await tool('vitest/vitest.mjs', ['run', ...reporters, ...process.argv.slice(2)])();
  const { passed, failed, skipped } = countTests(JSON.parse(readFileSync(REPORT, 'utf8')));
  total.passed += passed;
  total.failed += failed;
  if (skipped > 0) say(`${skipped} skipped; the reasons stand beside them above.`);
  return failed > 0 ? 0 : code; // failures that were counted are not counted twice
}

if (await attempt('dependencies', setUpDependencies)) {
  await attempt('system packages', setUpPackages);
  await attempt('build', setUp);
  await attempt('types', tool('typescript/bin/tsc', ['-p', 'tsconfig.json']));
  await attempt('types of the contract', tool('typescript/bin/tsc', ['-p', 'tsconfig.contract.json']));
  await attempt('types of the window', tool('typescript/bin/tsc', ['-p', 'tsconfig.renderer.json']));
  await attempt('lint', tool('oxlint/bin/oxlint', []));
  await attempt('tests', vitest);
  const isWhole = process.argv.length === 2;
  if (isWhole) await attempt('coverage of what talks to boards', tool('vitest/vitest.mjs', ['run', '--project', 'unit', '--coverage', 'main/serial', 'main/source/device']));
}
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
