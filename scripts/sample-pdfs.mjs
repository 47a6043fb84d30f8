/**
 * Prints the sample library's PDFs from scripts/sample/ into public/sample/, after a change to a source:
 *   node scripts/sample-pdfs.mjs FONTS
 * FONTS is the unpacked npm package @fontsource/noto-serif-sc. Its TrueType slices print small, and as the
 * characters that were written; the system's Noto CJK prints as outlines, and reads back as radicals (⼆ for 二).
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const prints = [
  {
    source: 'universal-declaration-of-human-rights.html',
    target: 'en/universal-declaration-of-human-rights.pdf',
  },
  { source: 'solar-terms.html', target: 'zh/solar-terms.pdf' },
];

const fonts = process.argv[2];
if (fonts === undefined) {
  console.error('Usage: node scripts/sample-pdfs.mjs FONTS (the unpacked package @fontsource/noto-serif-sc)');
  process.exit(2);
}
const stylesheet = pathToFileURL(path.resolve(fonts, '400.css')).href;

const executablePath = await findChromium();
if (executablePath === undefined) throw new Error('No Chromium was found; name one in CHROMIUM_PATH.');
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--allow-file-access-from-files'],
});
try {
  const page = await browser.newPage();
  for (const { source, target } of prints) {
    await page.goto(pathToFileURL(path.join(root, 'scripts/sample', source)).href);
    if ((await readFile(path.join(root, 'scripts/sample', source), 'utf8')).includes('lang="zh')) {
      await page.addStyleTag({ url: stylesheet });
    }
    await page.evaluate(() => document.fonts.ready);
    await page.pdf({
      path: path.join(root, 'public/sample', target),
      preferCSSPageSize: true,
      tagged: false,
    });
    console.log(`public/sample/${target}`);
  }
} finally {
  await browser.close();
}
