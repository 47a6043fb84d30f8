import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../ensure-chromium.mjs';

const quiet = [
  '--disable-quic',
  '--disable-sync',
  '--disable-component-update',
  '--no-default-browser-check',
];
/** WebGPU in software, for machines without a GPU. */
const softwareGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/**
 * Opens the lab page in a new profile and runs one of its commands.
 * Fails when the page has an error, or asks any other origin for anything.
 * @template Result
 * @param {string} origin ending in `/`
 * @param {{ command: string, options: unknown, usesGpu: boolean, signal: AbortSignal,
 *   onEvent: (event: import('../../src/lab/protocol').LabEvent) => void | Promise<void> }} run
 * @returns {Promise<Result>}
 */
export async function runInBrowser(origin, { command, options, usesGpu, signal, onEvent }) {
  const executablePath = await ensureChromium();
  const profile = await mkdtemp(join(tmpdir(), 'inkstone-lab-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    args: [...quiet, ...(usesGpu ? softwareGpu : ['--disable-gpu'])],
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const failure = failureOf(context, page, origin, signal);
    await page.exposeFunction('reportToLab', onEvent);
    await page.goto(`${origin}lab.html`);
    const result = page.evaluate(async ([name, input]) => {
      const { lab } = /** @type {{ lab: Record<string, (input: unknown) => Promise<unknown>> }} */ (
        /** @type {unknown} */ (window)
      );
      const run = lab[name];
      if (run === undefined) throw new Error(`the lab page has no command ${name}`);
      return run(input);
    }, /** @type {const} */ ([command, options]));
    return /** @type {Result} */ (await Promise.race([result.catch(rethrowPlainly), failure]));
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * The page's own message, without the driver's prefix and the stack that it appends.
 * @param {unknown} error
 * @returns {never}
 */
function rethrowPlainly(error) {
  const message = error instanceof Error ? error.message : String(error);
  throw new Error(message.replace(/^page\.evaluate: (Error: )?/, '').replace(/\n {4}at [^]*$/, ''), {
    cause: error,
  });
}

/**
 * Rejects at the first thing that must not happen.
 * @param {import('playwright-core').BrowserContext} context
 * @param {import('playwright-core').Page} page
 * @param {string} origin
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
function failureOf(context, page, origin, signal) {
  /** @type {Promise<never>} */
  const failure = new Promise((_, reject) => {
    page.on('pageerror', (error) => reject(new Error(`the page failed: ${error.stack ?? error.message}`)));
    page.on('crash', () => reject(new Error('the page crashed')));
    context.on('request', (request) => {
      const url = request.url();
      const isOutside = /^(https?|wss?):/.test(url) && !url.startsWith(origin);
      if (isOutside) reject(new Error(`the page asked another origin: ${url}`));
    });
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(`page: ${message.text()} ${message.location().url}`);
    });
    signal.addEventListener('abort', () => reject(new Error('stopped')));
  });
  failure.catch(() => undefined);
  return failure;
}
