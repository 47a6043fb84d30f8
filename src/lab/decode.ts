import { toAppError } from '../core/app-error';
import { fetchFile } from './fetch-file';
import { openApp, withApp } from './open-app';
import type { DecodedFile, DecodeOptions, DecodeResult, Report } from './protocol';

/** Decodes every file, without reading what its characters mean. */
export function decode({ files, encodings }: DecodeOptions, report: Report): Promise<DecodeResult> {
  return withApp(openApp({}, report), async ({ workers }) => {
    const decoded: DecodedFile[] = [];
    for (const labFile of files) {
      const { path } = labFile;
      await report({ kind: 'progress', message: `${decoded.length + 1} of ${files.length}: ${path}` });
      try {
        const chosen = encodings[path];
        const input = {
          file: await fetchFile(labFile),
          ...(chosen === undefined ? {} : { encoding: chosen }),
        };
        const { text, encoding, undecodable } = await workers.importer.client.call('decode', input);
        decoded.push({
          file: path,
          status: 'ok',
          encoding,
          characters: text.length,
          undecodable,
          message: null,
        });
        await report({ kind: 'text', path, text });
      } catch (error) {
        const { message } = toAppError(error);
        decoded.push({ file: path, status: 'error', encoding: null, characters: 0, undecodable: 0, message });
      }
    }
    return { files: decoded };
  });
}
