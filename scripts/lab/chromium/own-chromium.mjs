import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { isAlive, processTree, treeMegabytes } from './process-tree.mjs';

const startLimitMs = 30_000;

const switches = [
  '--headless',
  '--remote-debugging-port=0',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-features=AutofillServerCommunication',
  '--disable-quic',
  '--disable-sync',
  '--disable-gpu',
  '--password-store=basic',
  '--use-mock-keychain',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** A Chromium whose processes are known, so that they can be killed and their memory measured. */
export class OwnChromium {
  #process;
  #browser;

  /**
   * @param {import('node:child_process').ChildProcess} process
   * @param {import('playwright-core').Browser} browser
   */
  constructor(process, browser) {
    this.#process = process;
    this.#browser = browser;
  }

  /**
   * @param {string} executablePath
   * @param {string} profile a folder; what an earlier browser stored in it is there
   */
  static async start(executablePath, profile) {
    // Written anew by each start: an old one would lead to a browser that is gone.
    const portFile = join(profile, 'DevToolsActivePort');
    await rm(portFile, { force: true });
    const child = spawn(executablePath, [...switches, `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: 'ignore',
    });
    try {
      const port = await readPort(portFile, child);
      const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { isLocal: true });
      return new OwnChromium(child, browser);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  get context() {
    const [context] = this.#browser.contexts();
    if (!context) throw new Error('the browser has no context');
    return context;
  }

  /** Megabytes of all its processes; undefined where the system does not tell. */
  megabytes() {
    return treeMegabytes(this.#process.pid ?? 0);
  }

  /** Ends it at once, as a crash or the system would: nothing is told, nothing is written. */
  async kill() {
    const { pid = 0 } = this.#process;
    const members = processTree(pid);
    const isRunning = this.#process.exitCode === null && this.#process.signalCode === null;
    const end = isRunning ? once(this.#process, 'exit') : undefined;
    this.#process.kill('SIGKILL');
    await end;
    // The others notice that it is gone; whoever does not must not write into the profile of the next.
    for (let waitedMs = 0; waitedMs < 2000 && members.some(isAlive); waitedMs += 20) await pause(20);
    for (const member of members.filter(isAlive)) process.kill(member, 'SIGKILL');
    await this.#browser.close().catch(() => undefined);
  }
}

/**
 * @param {string} file
 * @param {import('node:child_process').ChildProcess} child
 */
async function readPort(file, child) {
  for (let waitedMs = 0; waitedMs < startLimitMs; waitedMs += 20) {
    if (child.exitCode !== null) throw new Error(`the browser ended with ${child.exitCode}`);
    const port = (await readFile(file, 'utf8').catch(() => '')).split('\n', 1)[0];
    if (port) return port;
    await pause(20);
  }
  throw new Error('the browser did not start');
}
