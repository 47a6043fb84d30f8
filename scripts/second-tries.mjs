import { appendFileSync } from 'node:fs';

/**
 * Tells why a test that passed at its second try had failed at its first: where the run is, nobody may see it again.
 * Its name is a line of the file that INKSTONE_SECOND_TRIES names.
 */
export default class SecondTries {
  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    const { state, errors = [] } = test.result();
    if (state !== 'passed' || errors.length === 0) return;
    for (const { message, stack } of errors) {
      console.log(`\n── passed at the second try: ${test.fullName}\n${stack ?? message}`);
    }
    const file = process.env['INKSTONE_SECOND_TRIES'];
    if (file !== undefined) appendFileSync(file, `${test.fullName}\n`);
  }
}
