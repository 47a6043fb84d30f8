import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { OwnChromium } from '../chromium/own-chromium.mjs';

/** The page counts as at rest once it has had no long task for so long. */
const quietMs = 3000;
/** A phone's processor against this one, as browsers' tools reckon. */
const phoneSlowdown = 4;
const phone = { width: 390, height: 844 };
/** Good mobile reception: 9 Mbit/s down, 60 ms there and back. */
const mobileNetwork = { offline: false, latency: 60, downloadThroughput: 1.125e6, uploadThroughput: 1.8e5 };

/**
 * What the page itself loads before anything is opened, and how soon it can be used on a phone.
 * @param {{ rounds: number, dist: string }} options
 * @param {{ origin: string, executablePath: string, signal: AbortSignal, onProgress: (message: string) => void }} lab
 */
export async function runShellBench({ rounds, dist }, lab) {
  const files = await visit(lab, {}, filesOfPage);
  let bytes = 0;
  for (const path of files) bytes += gzipSync(await readFile(join(dist, path)), { level: 9 }).length;
  /** @type {Record<string, object>} */
  const phones = {};
  for (const [name, network] of Object.entries({ local: undefined, mobile: mobileNetwork })) {
    const first = [];
    const again = [];
    for (let round = 0; round < rounds; round += 1) {
      lab.signal.throwIfAborted();
      lab.onProgress(`phone, ${name} network, round ${round + 1} of ${rounds}`);
      const [one, two] = await visit(lab, { slowdown: phoneSlowdown, network }, async (page) => {
        const times = await readinessOf(page);
        await page.reload();
        return [times, await readinessOf(page)];
      });
      first.push(one);
      again.push(two);
    }
    phones[name] = { firstVisit: middle(first), laterVisit: middle(again) };
  }
  return {
    shell: { files: files.length, gzipKilobytes: Math.round(bytes / 100) / 10 },
    phone: { slowdown: phoneSlowdown, rounds, ...phones },
  };
}

/**
 * @template Result
 * @param {{ origin: string, executablePath: string, signal: AbortSignal }} lab
 * @param {{ slowdown?: number, network?: typeof mobileNetwork | undefined }} limits
 * @param {(page: import('playwright-core').Page) => Promise<Result>} read
 */
async function visit({ origin, executablePath, signal }, { slowdown, network }, read) {
  const folder = await mkdtemp(join(tmpdir(), 'inkstone-shell-'));
  const chromium = await OwnChromium.start(executablePath, join(folder, 'profile'));
  const onStop = () => void chromium.kill();
  signal.addEventListener('abort', onStop);
  try {
    const page = chromium.context.pages()[0] ?? (await chromium.context.newPage());
    await page.setViewportSize(phone);
    const session = await chromium.context.newCDPSession(page);
    if (slowdown !== undefined) await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    if (network) {
      await session.send('Network.enable');
      await session.send('Network.emulateNetworkConditions', network);
    }
    await page.addInitScript(() => {
      const ends = /** @type {number[]} */ ([]);
      Object.assign(window, { taskEnds: ends, usableAt: 0 });
      new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) ends.push(startTime + duration);
      }).observe({ type: 'longtask', buffered: true });
      // Whatever can be pressed first.
      const look = () => {
        const button = document.querySelector('#app button:not(:disabled)');
        if (button) Object.assign(window, { usableAt: performance.now() });
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(origin);
    return await read(page);
  } finally {
    signal.removeEventListener('abort', onStop);
    await chromium.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Paths of the scripts and styles that the page asked for, without those of its workers.
 * @param {import('playwright-core').Page} page
 */
async function filesOfPage(page) {
  await readinessOf(page);
  return page.evaluate(() => {
    const asked = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource'));
    return asked
      .filter(({ name }) => /\.(?:js|css)$/.test(name) && !/worker/.test(name))
      .map(({ name }) => new URL(name).pathname);
  });
}

/**
 * Milliseconds since the page was asked for: `firstPaintMs` of anything, `usableMs` when the first button is there,
 * `interactiveMs` when after that the last task of over 50 ms has ended.
 * @param {import('playwright-core').Page} page
 */
async function readinessOf(page) {
  return page.evaluate(async (quiet) => {
    const seen = /** @type {{ taskEnds: number[], usableAt: number }} */ (/** @type {unknown} */ (window));
    for (;;) {
      const last = Math.max(seen.usableAt, ...seen.taskEnds);
      if (seen.usableAt > 0 && performance.now() - last > quiet) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return {
      firstPaintMs: Math.round(paint?.startTime ?? 0),
      usableMs: Math.round(seen.usableAt),
      interactiveMs: Math.round(Math.max(seen.usableAt, ...seen.taskEnds)),
    };
  }, quietMs);
}

/** @param {readonly { firstPaintMs: number, usableMs: number, interactiveMs: number }[]} times */
function middle(times) {
  const middleOf = (/** @type {'firstPaintMs' | 'usableMs' | 'interactiveMs'} */ name) =>
    times.map((time) => time[name]).sort((a, b) => a - b)[times.length >> 1] ?? 0;
  return {
    firstPaintMs: middleOf('firstPaintMs'),
    usableMs: middleOf('usableMs'),
    interactiveMs: middleOf('interactiveMs'),
  };
}
