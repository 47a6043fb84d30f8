/**
 * Reads a `Range` header for one range of bytes. `whole` means that it is absent or of a kind to ignore.
 * @param {string | undefined} header
 * @param {number} sizeBytes
 * @returns {{ kind: 'whole' } | { kind: 'part', start: number, end: number } | { kind: 'unsatisfiable' }}
 *   `end` is exclusive
 */
export function parseByteRange(header, sizeBytes) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return { kind: 'whole' };
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  return start < end ? { kind: 'part', start, end } : { kind: 'unsatisfiable' };
}
