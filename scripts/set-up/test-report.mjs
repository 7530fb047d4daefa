/** Reads the counts out of vitest's JSON report. */

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
