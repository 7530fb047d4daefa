/** `npm test`: sets everything up, checks types and lint, runs every test, and ends with one line: `N passed, N failed`. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setUpPackages } from './set-up/packages.mjs';
import { inRoot, node24, root, setUpFolder, unhandledFile } from './set-up/place.mjs';
import { setUp, setUpDependencies } from './set-up/set-up.mjs';
import { StepFailed, run, say } from './set-up/step.mjs';
import { countTests, failures, shown } from './set-up/test-report.mjs';

const REPORT = join(setUpFolder, 'vitest.json');
const total = { passed: 0, failed: 0 };
/** What failed, in words: said once more at the end, where a long log is looked at first. @type {string[]} */
const said = [];

/** A step that fails is one failed test with a name; the ones after it still run. */
async function attempt(name, work) {
  const problem = await work().then(
    (code) => (code === undefined || code === 0 ? null : `exit code ${code}`),
    (error) => (error instanceof StepFailed ? error.message : String(error.stack)),
  );
  if (problem === null) return true;
  say(`FAILED ${name}: ${problem}`);
  said.push(`${name}: ${problem}`);
  total.failed += 1;
  return false;
}

const tool = (path, args) => () => run(node24(), [inRoot('node_modules', path), ...args], { cwd: root });

/** @param args which tests, and how; what they count goes into the total. */
const vitest = (...args) => async () => {
  mkdirSync(setUpFolder, { recursive: true });
  for (const file of [REPORT, unhandledFile]) rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--reporter=${inRoot('scripts/set-up/unhandled-reporter.mjs')}`, `--outputFile.json=${REPORT}`];
  const code = await tool('vitest/vitest.mjs', ['run', ...reporters, ...args])();
  const report = JSON.parse(readFileSync(REPORT, 'utf8'));
  const { passed, failed, skipped } = countTests(report);
  said.push(...failures(report), ...JSON.parse(readFileSync(unhandledFile, 'utf8')).map((error) => shown('outside of any test', error)));
  total.passed += passed;
  total.failed += failed;
  if (skipped > 0) say(`${skipped} skipped; the reasons stand beside them above.`);
  return failed > 0 ? 0 : code; // failures that were counted are not counted twice
};

/** What talks to boards: run by itself, because its coverage is printed and kept. */
const MEASURED = ['main/serial', 'main/source/device'];

async function wholeSuite() {
  process.env['TESTS_WITHOUT'] = MEASURED.map((folder) => `${folder}/**`).join();
  await attempt('tests', vitest());
  delete process.env['TESTS_WITHOUT'];
  await attempt('tests of what talks to boards, and their coverage', vitest('--project', 'unit', '--coverage', ...MEASURED));
}

if (await attempt('dependencies', setUpDependencies)) {
  await attempt('system packages', setUpPackages);
  await attempt('build', setUp);
  await attempt('types', tool('typescript/bin/tsc', ['-p', 'tsconfig.json']));
  await attempt('types of the contract', tool('typescript/bin/tsc', ['-p', 'tsconfig.contract.json']));
  await attempt('types of the window', tool('typescript/bin/tsc', ['-p', 'tsconfig.renderer.json']));
  await attempt('lint', tool('oxlint/bin/oxlint', []));
  const chosen = process.argv.slice(2);
  if (chosen.length === 0) await wholeSuite();
  else await attempt('tests', vitest(...chosen));
}
for (const failure of said) say(`FAILED ${failure}`);
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
