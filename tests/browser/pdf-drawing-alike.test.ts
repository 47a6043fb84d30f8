import { expect, inject, it } from 'vitest';
import { openPdf } from '../../src/ui/source/pdf-document';
import { drawInDocument, pixelsOf } from '../fixtures/document-drawing';

/** What a thread draws otherwise than a document: fonts, masks, transfer functions, images, patterns. */
const names = [
  'cid_cff.pdf',
  'gradientfill.pdf',
  'jpx_smaskindata.pdf',
  'issue6931_reduced.pdf',
  'smask_alpha_bc.pdf',
  'knockout_nonisolated_sparse.pdf',
  'nonisolated_blend_smask.pdf',
  'vertical.pdf',
];

async function fileOf(name: string): Promise<ArrayBuffer | undefined> {
  const response = await fetch(`/@fs${inject('sharedFolder')}/data/docs/pdf-pdfjs/${name}`);
  const isThere = response.ok && response.headers.get('Content-Type') !== 'text/html';
  return isThere ? response.arrayBuffer() : undefined;
}

async function drawnInThread(file: ArrayBuffer): Promise<HTMLCanvasElement> {
  const pdf = await openPdf(new Blob([file]));
  const page = await pdf.openPage(1);
  const picture = await page.draw(1 / devicePixelRatio, new AbortController().signal);
  pdf.close();
  return picture;
}

/** The share of colours that are further apart than edges that are smoothed otherwise. */
function unlikeShare(one: Uint8ClampedArray, other: Uint8ClampedArray): number {
  let unlike = 0;
  for (const [i, level] of one.entries()) if (Math.abs(level - (other[i] ?? 0)) > 64) unlike += 1;
  return unlike / one.length;
}

const isThere = (await fileOf('cid_cff.pdf')) !== undefined;
if (!isThere) console.info('No shared documents: pages drawn in a thread are not compared with others.');

it.runIf(isThere).each(names)('%s is drawn as in a document', { timeout: 60_000 }, async (name) => {
  const file = await fileOf(name);
  if (!file) throw new Error(`${name} is not there`);
  const [here, there] = [await drawInDocument(file), await drawnInThread(file)];
  expect([there.width, there.height]).toEqual([here.width, here.height]);
  const pixels = pixelsOf(here);
  expect(new Set(pixels).size).toBeGreaterThan(1);
  expect(unlikeShare(pixels, pixelsOf(there))).toBeLessThan(0.002);
});
