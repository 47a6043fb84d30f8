import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Only Node's own modules, and only what an old Node knows: this runs first, to say what is missing.

export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/** Ends the process with a plain sentence when this Node is too old to build the app. */
export function requireSupportedNode() {
  if (isSupportedNode(process.versions.node)) return;
  console.error(
    `Inkstone needs Node 20.19 or later (or 22.12 or later); this is ${process.versions.node}. See https://nodejs.org.`,
  );
  process.exit(1);
}

/** @param {string} version */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 20) return minor >= 19;
  return major > 22 || (major === 22 && minor >= 12);
}

/** Installs the packages when any is missing or is not the one that the lock file names. */
export function installDependencies() {
  const lock = readLock('package-lock.json');
  const installed = readLock('node_modules/.package-lock.json');
  if (lock !== undefined && installed !== undefined && isInstalled(lock, installed)) return;
  console.log('Installing packages…');
  run('npm', ['ci', '--no-audit', '--no-fund']);
}

/**
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} Lock
 */

/**
 * Packages for other platforms are optional and may be missing.
 * @param {Lock} lock
 * @param {Lock} installed
 */
export function isInstalled(lock, installed) {
  return Object.entries(lock.packages ?? {}).every(([path, { version, optional }]) => {
    const found = installed.packages?.[path];
    return path === '' || (found ? found.version === version : optional === true);
  });
}

/**
 * Runs a command in the project's folder and ends the process when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 */
export function run(command, args) {
  const status = runStatus(command, args);
  if (status !== 0) {
    console.error(`${[command, ...args].join(' ')} failed.`);
    process.exit(status);
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {number} the exit status; 127 when there is no such command
 */
export function runStatus(command, args, env = process.env) {
  // On Windows, npm and npx are scripts that only a shell finds.
  const shell = process.platform === 'win32' && ['npm', 'npx'].includes(command);
  const { status } = spawnSync(command, args, { cwd: projectFolder, stdio: 'inherit', shell, env });
  return status ?? 127;
}

/**
 * Runs a program of an installed package, beside whatever else runs.
 * @param {string} path of its script, inside node_modules
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} the exit status; 127 when it cannot be started or is killed
 */
export function runPackage(path, args, env = process.env) {
  const script = join(projectFolder, 'node_modules', path);
  const child = spawn(process.execPath, [script, ...args], { cwd: projectFolder, stdio: 'inherit', env });
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (status) => resolve(status ?? 127));
  });
}

/**
 * @param {string} path
 * @returns {Lock | undefined}
 */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(projectFolder, path), 'utf8'));
  } catch {
    // Absent or cut short: either way it says nothing about what is installed.
    return undefined;
  }
}
