/** Reads out of vitest's JSON report how many tests passed, and which failed with what. */
import { stripVTControlCharacters } from 'node:util';

/**
 * A file that broke before its first test counts as one failed test: it has none of its own to count.
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function countTests(report) {
  const broken = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Lines of what a test said that are repeated at the end: enough for a difference and the place in the test. */
const LINES_SHOWN = 40;

/**
 * What failed, each as its file, its name and the beginning of what it said: the end of a long log is what is read first, and sometimes all that is kept.
 * @returns {string[]}
 */
export function failures(report) {
  return report.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return file.status === 'failed' ? [shown(file.name, file.message)] : [];
    return failed.map((test) => shown(`${file.name}: ${test.fullName}`, test.failureMessages.join('\n')));
  });
}

/** A title, and below it the beginning of what was said. */
export const shown = (title, said) => [title, ...stripVTControlCharacters(said).split('\n').slice(0, LINES_SHOWN).map((line) => `    ${line}`)].join('\n');
