import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

const executablePath = await findChromium();

/** The browser's own errands, which a record of the page's network must not hold. */
const args = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-features=AutofillServerCommunication',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  forbidOnly: process.env['CI'] !== undefined,
  workers: 1,
  // A slow or busy machine is no failure.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: 'chromium',
    launchOptions: executablePath === undefined ? { args } : { args, executablePath },
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    trace: 'off',
  },
});
