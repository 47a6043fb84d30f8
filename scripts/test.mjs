import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failedPages } from './failed-pages.mjs';
import { installDependencies, projectFolder, requireSupportedNode, runPackage } from './setup.mjs';

requireSupportedNode();
installDependencies();
const { ensureChromium } = await import('./ensure-chromium.mjs');

const reports = mkdtempSync(join(tmpdir(), 'inkstone-test-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const secondTries = join(reports, 'second-tries.txt');

const chromium = await ensureChromium();
const env = {
  ...process.env,
  INKSTONE_SECOND_TRIES: secondTries,
  CHROMIUM_PATH: chromium,
  ...(process.argv.includes('--all') ? { INKSTONE_TEST_ALL: '1' } : {}),
};

/**
 * What passes at the second try is told as such: “retry x1”, and “flaky” by Playwright.
 * @param {string} project
 */
const vitest = (project) => [
  'vitest/vitest.mjs',
  'run',
  `--project=${project}`,
  '--passWithNoTests',
  '--retry=1',
  '--reporter=default',
  '--reporter=json',
  `--reporter=${join(projectFolder, 'scripts/second-tries.mjs')}`,
  `--outputFile.json=${join(reports, `${project}.json`)}`,
];

/** @typedef {readonly [name: string, command: readonly string[]]} Step */

/**
 * Lanes run side by side, the steps of a lane one after the other: linting alone would leave a core idle for minutes.
 * @type {readonly (readonly Step[])[]}
 */
const checks = [
  [
    ['lint', ['eslint/bin/eslint.js', '.']],
    ['types', ['svelte-check/bin/svelte-check', '--tsconfig=./tsconfig.json', '--fail-on-warnings']],
  ],
  [
    ['format', ['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']],
    ['build', ['vite/bin/vite.js', 'build', '--logLevel=warn']],
    ['unit', vitest('unit')],
  ],
];
/** @type {readonly Step[]} */
const inTheBrowser = [
  ['browser', vitest('browser')],
  ['e2e', ['@playwright/test/cli.js', 'test', '--retries=1', '--reporter=list,json']],
];

const failures = await Promise.all(checks.map(runLane));
const failedStep = failures.find((name) => name !== undefined) ?? (await runLane(inTheBrowser));

if (failedStep === undefined || failedStep === 'e2e') {
  // Also of a test that passed at its second try: where the run is, nobody may be able to look afterwards.
  for (const { path, text } of failedPages(join(projectFolder, 'test-results'))) {
    console.log(`\n── ${path}\n${text}`);
  }
}

const counts = [readVitestCounts('unit'), readVitestCounts('browser'), readPlaywrightCounts()];
const unsteady = readSecondTries() + (readPlaywrightStats().flaky ?? 0);
if (unsteady > 0) console.log(`\n${unsteady} of those that passed needed a second try, see above.`);
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
if (failedStep !== undefined) console.log(`\nStopped: ${failedStep} failed.`);
// A step that fails without a test of its own (types, a build) is one failure.
console.log(`\n${passed} passed, ${failedStep !== undefined && failed === 0 ? 1 : failed} failed`);
process.exitCode = failedStep === undefined ? 0 : 1;

/**
 * @param {readonly Step[]} steps
 * @returns {Promise<string | undefined>} the name of the step that failed; those after it are not run
 */
async function runLane(steps) {
  for (const [name, [path = '', ...args]] of steps) {
    console.log(`\n── ${name}`);
    const startedAt = performance.now();
    const status = await runPackage(path, args, {
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'e2e.json'),
    });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`── ${name} ${status === 0 ? 'passed' : 'failed'} in ${seconds} s`);
    if (status !== 0) return name;
  }
  return undefined;
}

/** @param {string} project */
function readVitestCounts(project) {
  const report = readReport(`${project}.json`);
  return { passed: Number(report['numPassedTests'] ?? 0), failed: Number(report['numFailedTests'] ?? 0) };
}

function readPlaywrightCounts() {
  const { expected = 0, flaky = 0, unexpected = 0 } = readPlaywrightStats();
  return { passed: expected + flaky, failed: unexpected };
}

/** @returns {{ expected?: number, flaky?: number, unexpected?: number }} */
function readPlaywrightStats() {
  return /** @type {{ stats?: object }} */ (readReport('e2e.json')).stats ?? {};
}

function readSecondTries() {
  return existsSync(secondTries) ? readFileSync(secondTries, 'utf8').split('\n').length - 1 : 0;
}

/**
 * @param {string} name
 * @returns {Record<string, unknown>}
 */
function readReport(name) {
  try {
    return JSON.parse(readFileSync(join(reports, name), 'utf8'));
  } catch {
    // The step was not reached, or ended before it could count.
    return {};
  }
}
