/** The counts of the last line of `npm test`. */
import { describe, expect, it } from 'vitest';
import { countTests } from './test-report.mjs';

const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((each) => ({ status: each })) });

describe('countTests', () => {
  it('counts a file that broke before its first test as one failed', () => {
    const testResults = [file('passed', 'passed'), file('failed', 'failed'), file('failed')];
    const report = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults };
    expect(countTests(report)).toEqual({ passed: 1, failed: 2, skipped: 3 });
  });
});
