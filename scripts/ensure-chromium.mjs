import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { listChromiums } from './chromium.mjs';
import { runPackage, runStatus } from './setup.mjs';

/**
 * The Chromium to test with, installed when there is none that starts.
 * Ends the process with what to do when that fails.
 * @returns {Promise<string>}
 */
export async function ensureChromium() {
  const found = await findWorking();
  if (found !== undefined) return found;
  console.log('No Chromium was found; installing one…');
  for (const install of [installFromDebian, installForPlaywright]) {
    await install();
    const installed = await findWorking();
    if (installed !== undefined) return installed;
  }
  console.error('No Chromium could be installed. Install one, or set CHROMIUM_PATH to the one you have.');
  process.exit(1);
}

async function findWorking() {
  return (await listChromiums()).find(starts);
}

/**
 * Ubuntu's package is an empty shell that asks for another installer.
 * @param {string} path
 */
function starts(path) {
  // On Windows, asking for the version opens a window.
  return process.platform === 'win32' || spawnSync(path, ['--version']).status === 0;
}

function installFromDebian() {
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  runStatus('apt-get', ['update', '-q'], env);
  runStatus('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], env);
}

async function installForPlaywright() {
  const withLibraries = process.platform === 'linux' && isRoot() ? ['--with-deps'] : [];
  await runPackage('playwright-core/cli.js', ['install', ...withLibraries, 'chromium']);
}

function isRoot() {
  return process.getuid?.() === 0;
}
