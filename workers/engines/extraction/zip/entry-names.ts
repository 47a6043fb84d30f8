import { decodeText } from '../decoding';

/** Names in neither UTF-8 nor a named encoding come from old programs of the person's own country. */
export function decodeName(bytes: Uint8Array, encoding: string): string | undefined {
  return encoding === 'cp437' ? decodeText(bytes).text : undefined;
}

/**
 * A name with `/` between its parts and none before, without what would lead out of the archive: it only says where a
 * file is shown. Undefined where nothing is left.
 */
export function safeName(name: string): string | undefined {
  const parts = name.replaceAll('\0', '').replaceAll('\\', '/').split('/');
  const kept = parts.filter(
    (part, i) => !['', '.', '..'].includes(part) && !(i === 0 && /^[a-z]:$/i.test(part)),
  );
  return kept.length === 0 ? undefined : kept.join('/');
}
