import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OwnChromium } from '../chromium/own-chromium.mjs';
import { textPages } from '../hostile/hostile-files.mjs';
import { makePdf } from '../made/pdf.mjs';
import { storeConversation } from './long-conversation.mjs';
import { cpuTasksOf, slowestKeyOf, tasksOf, watchTasks } from './tasks.mjs';

const importLimitMs = 300_000;
const laidLimitMs = 60_000;

/**
 * Opens, scrolls and types in a long conversation, and opens, scrolls and looks through a long PDF, in the app as a
 * person has it, and says how long its main thread was kept from reacting. All of it is done twice, each time in
 * a page of its own: once by the clock alone, and once traced.
 * @param {{ messages: number, pages: number }} sizes
 * @param {{ origin: string, executablePath: string, signal: AbortSignal, onProgress: (message: string) => void }} lab
 */
export async function runReadBench({ messages, pages }, { origin, executablePath, signal, onProgress }) {
  const folder = await mkdtemp(join(tmpdir(), 'inkstone-read-'));
  const chromium = await OwnChromium.start(executablePath, join(folder, 'profile'));
  const onStop = () => void chromium.kill();
  signal.addEventListener('abort', onStop);
  try {
    const page = await openPage(chromium, origin);
    onProgress(`importing a PDF of ${pages} pages`);
    const pdf = join(folder, 'long.pdf');
    await writeFile(pdf, makePdf(textPages(pages)));
    await addFile(page, pdf);
    await page.evaluate(storeConversation, messages);
    await page.close();
    const first = await openPage(chromium, origin);
    const byClock = await readAll(first, pages, tasksOf, onProgress);
    await first.close();
    const byProcessor = await readAll(await openPage(chromium, origin), pages, cpuTasksOf, onProgress);
    return { byClock, byProcessor };
  } finally {
    signal.removeEventListener('abort', onStop);
    await chromium.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * A page of its own, which finds nothing open that another one has left.
 * @param {OwnChromium} chromium
 * @param {string} origin
 */
async function openPage(chromium, origin) {
  const page = await chromium.context.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  await watchTasks(page);
  await page.goto(origin);
  return page;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} path
 */
async function addFile(page, path) {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add documents' }).first().click();
  await (await choosing).setFiles(path);
  await page
    .getByText(/\d passages?$/)
    .first()
    .waitFor({ timeout: importLimitMs });
}

/**
 * @template Tasks
 * @typedef {(page: import('playwright-core').Page, act: () => Promise<void>) => Promise<Tasks>} Meter
 */

/**
 * @template Tasks
 * @param {import('playwright-core').Page} page
 * @param {number} pages
 * @param {Meter<Tasks>} meter
 * @param {(message: string) => void} onProgress
 */
async function readAll(page, pages, meter, onProgress) {
  return {
    conversation: await readConversation(page, meter, onProgress),
    pdf: await readPdf(page, pages, meter, onProgress),
  };
}

/**
 * What is pressed is looked for before it is measured: Playwright's search by role works in the page's thread.
 * @template Tasks
 * @param {import('playwright-core').Page} page
 * @param {Meter<Tasks>} meter
 * @param {(message: string) => void} onProgress
 */
async function readConversation(page, meter, onProgress) {
  onProgress('reading the conversation');
  const other = page.getByRole('button', { name: 'New conversation' }).first();
  await other.click();
  const row = await page.getByRole('button', { name: 'Long conversation' }).first().elementHandle();
  const opening = await meter(page, async () => {
    await row?.click();
    await page.waitForSelector('li.answer');
  });
  await page.hover('.scroller');
  const scrolling = await meter(page, () => wheel(page, -900, 60));
  await page.click('textarea');
  const slowestKeyMs = await slowestKeyOf(page, () => type(page));
  await page.fill('textarea', '');
  const typing = await meter(page, () => type(page));
  await page.fill('textarea', '');
  return { opening, scrolling, typing, slowestKeyMs };
}

/** @param {import('playwright-core').Page} page */
function type(page) {
  return page.keyboard.type('What do all of these pages say of ink?', { delay: 30 });
}

/**
 * @template Tasks
 * @param {import('playwright-core').Page} page
 * @param {number} pages
 * @param {Meter<Tasks>} meter
 * @param {(message: string) => void} onProgress
 */
async function readPdf(page, pages, meter, onProgress) {
  onProgress('reading the PDF');
  const row = await page
    .getByRole('button', { name: /^long\.pdf/ })
    .first()
    .elementHandle();
  const opening = await meter(page, async () => {
    await row?.click();
    await page.waitForSelector('[data-page="1"][data-laid]', { timeout: laidLimitMs });
  });
  await page.hover('[data-reading]');
  const scrolling = await meter(page, () => wheel(page, 300, 120));
  const racing = await meter(page, () => wheel(page, 3000, 120));
  const number = await page.getByRole('spinbutton').first().elementHandle();
  const contents = await page.getByRole('button', { name: 'Contents' }).first().elementHandle();
  const jumping = await meter(page, async () => {
    await number?.fill(String(pages));
    await number?.press('Enter');
    await page.waitForSelector(`[data-page="${pages}"][data-laid]`, { timeout: laidLimitMs });
  });
  const openingContents = await meter(page, async () => contents?.click());
  return { opening, scrolling, racing, jumping, openingContents };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {number} pixels
 * @param {number} times
 */
async function wheel(page, pixels, times) {
  for (let i = 0; i < times; i += 1) {
    await page.mouse.wheel(0, pixels);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}
