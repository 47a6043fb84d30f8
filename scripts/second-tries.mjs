/** Tells why a test that passed at its second try had failed at its first: where the run is, nobody may see it again. */
export default class SecondTries {
  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    const { state, errors = [] } = test.result();
    if (state !== 'passed') return;
    for (const { message, stack } of errors) {
      console.log(`\n── passed at the second try: ${test.fullName}\n${stack ?? message}`);
    }
  }
}
