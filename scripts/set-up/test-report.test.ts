/** The counts of the last line of `npm test`. */
import { describe, expect, it } from 'vitest';
import { countTests, failures } from './test-report.mjs';

const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((each) => ({ status: each })) });

describe('countTests', () => {
  it('counts a file that broke before its first test as one failed', () => {
    const testResults = [file('passed', 'passed'), file('failed', 'failed'), file('failed')];
    const report = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults };
    expect(countTests(report)).toEqual({ passed: 1, failed: 2, skipped: 3 });
  });
});

describe('failures', () => {
  it('names the file, the test and what it said, and a file that broke by itself', () => {
    const test = { status: 'failed', fullName: 'a folder is kept', failureMessages: ['expected 1\nto be 2'] };
    const testResults = [
      { name: 'a.test.ts', status: 'failed', assertionResults: [{ status: 'passed' }, test] },
      { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(failures({ testResults })).toEqual(['a.test.ts: a folder is kept\n    expected 1\n    to be 2', 'b.test.ts\n    no such module']);
  });

  it('shows only the beginning of what was said at length', () => {
    const test = { status: 'failed', fullName: 'all', failureMessages: ['line\n'.repeat(500)] };
    const [told = ''] = failures({ testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [test] }] });
    expect(told.split('\n').length).toBeLessThan(50);
  });
});
