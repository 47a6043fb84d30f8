import { decodeText } from '../decoding';

/** Names in neither UTF-8 nor a named encoding come from old programs of the person's own country. */
export function decodeName(bytes: Uint8Array, encoding: string): string | undefined {
  return encoding === 'cp437' ? decodeText(bytes).text : undefined;
}

/** A name with `/` between its parts and none before; undefined for one that leads out of the archive. */
export function safeName(name: string): string | undefined {
  const parts = name.replaceAll('\\', '/').split('/');
  const kept = parts.filter((part) => part !== '' && part !== '.');
  const isOutside = kept.includes('..') || /^[a-z]:$/i.test(kept[0] ?? '') || name.includes('\0');
  return isOutside || kept.length === 0 ? undefined : kept.join('/');
}
