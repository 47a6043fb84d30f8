import { expect, it } from 'vitest';
import { webAppManifest } from '../../../scripts/build/web-app-manifest.mjs';

const { share_target: shareTarget, file_handlers: handlers = [] } = webAppManifest;

it('opens every format that is read', () => {
  const extensions = new Set(handlers.flatMap(({ accept }) => Object.values(accept).flat()));
  const read =
    'pdf md txt html docx pptx xlsx csv tsv odt ods odp rtf epub json jsonl srt vtt eml mbox ipynb zip';
  for (const extension of read.split(' ')) expect(extensions, extension).toContain(`.${extension}`);
});

it('names media types and extensions as browsers ask for them', () => {
  for (const { action, accept } of handlers) {
    expect(action).toBe('.');
    for (const [type, extensions] of Object.entries(accept)) {
      expect(type).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
      for (const extension of [extensions].flat()) expect(extension).toMatch(/^\.[a-z0-9]+$/);
    }
  }
});

it('takes what is shared by a request that a page address cannot hold, inside its own folder', () => {
  expect(shareTarget).toMatchObject({
    action: 'share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { title: 'title', text: 'text', url: 'url' },
  });
});

it('lets files of every opened kind be shared, and pictures and recordings', () => {
  const accepted = [shareTarget?.params.files ?? []].flat().flatMap(({ accept }) => accept);
  expect(accepted).toEqual(
    expect.arrayContaining(['application/pdf', '.pdf', '.ipynb', 'image/*', 'audio/*']),
  );
});
