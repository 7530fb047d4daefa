/** Where things lie, and which Node runs them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StepFailed } from './step.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
export const inRoot = (...parts) => join(root, ...parts);

/** Logs, locks and reports of set-up and tests; not part of the repository. */
export const setUpFolder = inRoot('.setup');
/** Of a run of tests: what happened outside of any. */
export const unhandledFile = inRoot('.setup', 'unhandled.json');

const bundled = inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

export const hasBundledNode = () => existsSync(bundled);

/** Tests and builds run on the bundled Node 24 wherever it is there, so that they mean the same on every machine. */
export function node24() {
  if (hasBundledNode()) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new StepFailed(
    `Node 24 is needed and the npm package "node" did not bring it (install scripts may be switched off): ` +
      `run "npm rebuild node --ignore-scripts=false", or install Node 24. This is Node ${process.versions.node}.`,
  );
}
