/** A reporter of vitest that keeps the errors no test caught: its JSON report leaves them out. */
import { writeFileSync } from 'node:fs';
import { unhandledFile } from './place.mjs';

export default class UnhandledReporter {
  /** @param {unknown} _modules @param {readonly { name?: string, message?: string, stack?: string }[]} errors */
  onTestRunEnd(_modules, errors) {
    writeFileSync(unhandledFile, JSON.stringify(errors.map(({ name, message, stack }) => stack ?? `${name}: ${message}`)));
  }
}
