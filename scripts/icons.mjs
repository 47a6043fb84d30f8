/**
 * Renders the PNG icons from public/icons/icon.svg, after a change to it: `node scripts/icons.mjs`.
 * The maskable and the Apple icon fill their square: the system cuts the corners.
 */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';

const folder = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'public/icons');
const mark = await readFile(path.join(folder, 'icon.svg'), 'utf8');
const paper = '#faf8f3';

/** `scale` shrinks the mark: a maskable icon's safe zone is a circle of 80 % of its width. */
const icons = [
  { name: 'icon-192.png', size: 192, fills: false, scale: 1 },
  { name: 'icon-512.png', size: 512, fills: false, scale: 1 },
  { name: 'icon-maskable-512.png', size: 512, fills: true, scale: 0.74 },
  { name: 'apple-touch-icon.png', size: 180, fills: true, scale: 0.92 },
];

const executablePath = await findChromium();
if (executablePath === undefined) throw new Error('No Chromium was found; name one in CHROMIUM_PATH.');
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox'],
});
try {
  for (const { name, size, fills, scale } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<style>body{margin:0;display:grid;place-items:center;height:100vh;background:${fills ? paper : 'none'}}
       svg{width:${scale * 100}vw;height:${scale * 100}vh}</style>${mark}`,
    );
    await writeFile(path.join(folder, name), await page.screenshot({ omitBackground: true }));
    await page.close();
  }
} finally {
  await browser.close();
}
await copyFile(path.join(folder, 'icon.svg'), path.join(folder, 'favicon.svg'));
