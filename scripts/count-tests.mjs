/**
 * @typedef {{ status: string, fullName: string }} Test
 * @typedef {{ testResults: { status: string, assertionResults: Test[] }[] }} Report vitest's JSON, as far as it is read
 */

/**
 * Counts the tests of a run. What failed without a test to blame counts as one failure all the same: a file that never
 * came to its tests, a run that ended in error, a run in which there was no test.
 * @param {Report} report
 * @param {number} code the runner's exit code
 * @returns {{ passed: number, failed: number, skipped: string[] }} `skipped` by full name
 */
export function countTests(report, code) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')
  );
  const failed = tests.filter((test) => test.status === 'failed').length + brokenFiles.length;
  const unexplained = failed === 0 && (code !== 0 || tests.length === 0) ? 1 : 0;
  return { passed, failed: failed + unexplained, skipped: skipped.map((test) => test.fullName) };
}
