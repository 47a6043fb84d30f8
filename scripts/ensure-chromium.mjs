import { existsSync } from 'node:fs';
import { findChromium } from './chromium.mjs';
import { runPackage, runStatus } from './setup.mjs';

/**
 * The Chromium to test with, installed when there is none.
 * Ends the process with what to do when that fails.
 * @returns {Promise<string>}
 */
export async function ensureChromium() {
  const found = await findChromium();
  if (found !== undefined) return found;
  console.log('No Chromium was found; installing one…');
  const isDebianRoot = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (isDebianRoot) installFromDebian();
  const installed = (await findChromium()) ?? (await downloadForPlaywright());
  if (installed !== undefined) return installed;
  console.error('No Chromium could be installed. Install one, or set CHROMIUM_PATH to the one you have.');
  process.exit(1);
}

function installFromDebian() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  runStatus('apt-get', ['update', '-q'], env);
  runStatus('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], env);
}

async function downloadForPlaywright() {
  runPackage('playwright-core/cli.js', ['install', 'chromium']);
  return findChromium();
}
