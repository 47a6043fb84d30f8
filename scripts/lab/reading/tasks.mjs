import { TaskTrace } from './task-trace.mjs';

/**
 * How long the main thread was kept from reacting while something was done, by the clock.
 * @typedef {{ longestTaskMs: number, tasksOver50Ms: number }} Tasks
 */

/**
 * The same by the time that the processor worked on it.
 * @typedef {{ longestCpuMs: number, tasksOver50CpuMs: number }} CpuTasks
 */

/**
 * Notes long tasks and slow events of every document from now on.
 * @param {import('playwright-core').Page} page
 */
export async function watchTasks(page) {
  await page.addInitScript(() => {
    const noted = /** @type {{ tasks: number[], events: number[] }} */ ({ tasks: [], events: [] });
    Object.assign(window, { noted });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) noted.tasks.push(duration);
    }).observe({ type: 'longtask', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') noted.events.push(entry.duration);
      // The least that the browser tells of; TypeScript does not know the option yet.
    }).observe(
      /** @type {PerformanceObserverInit} */ (
        /** @type {unknown} */ ({ type: 'event', durationThreshold: 16 })
      ),
    );
  });
}

/**
 * @param {import('playwright-core').Page} page
 * @param {() => Promise<void>} act
 * @returns {Promise<Tasks>}
 */
export async function tasksOf(page, act) {
  await takeNoted(page);
  await act();
  await rest(page);
  const { tasks } = await takeNoted(page);
  return { longestTaskMs: Math.round(Math.max(0, ...tasks)), tasksOver50Ms: tasks.length };
}

/**
 * By a trace, which keeps a core busy: what it makes longer by the clock, it does not by the processor.
 * @param {import('playwright-core').Page} page
 * @param {() => Promise<void>} act
 * @returns {Promise<CpuTasks>}
 */
export async function cpuTasksOf(page, act) {
  const trace = await TaskTrace.of(page);
  await trace.start();
  await act();
  await rest(page);
  const cpuTimes = await trace.stop();
  return {
    longestCpuMs: Math.round(Math.max(0, ...cpuTimes)),
    tasksOver50CpuMs: cpuTimes.filter((ms) => ms > 50).length,
  };
}

/**
 * Not traced: a trace delays by seconds the browser's word that a frame was shown.
 * @param {import('playwright-core').Page} page
 * @param {() => Promise<void>} press
 * @returns {Promise<number>} milliseconds from a key to the frame that shows it, of the slowest; 0 below 16 ms
 */
export async function slowestKeyOf(page, press) {
  await takeNoted(page);
  await press();
  await rest(page);
  const { events } = await takeNoted(page);
  return Math.round(Math.max(0, ...events));
}

/** @param {import('playwright-core').Page} page */
async function takeNoted(page) {
  return page.evaluate(() => {
    const { noted } = /** @type {{ noted: { tasks: number[], events: number[] } }} */ (
      /** @type {unknown} */ (window)
    );
    return { tasks: noted.tasks.splice(0), events: noted.events.splice(0) };
  });
}

/**
 * Until the page has had nothing to do for half a second.
 * @param {import('playwright-core').Page} page
 */
async function rest(page) {
  await page.evaluate(async () => {
    let restedAt = performance.now();
    for (let last = restedAt; performance.now() - restedAt < 500;) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      if (performance.now() - last > 50) restedAt = performance.now();
      last = performance.now();
    }
  });
}
