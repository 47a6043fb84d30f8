/** Non-ASCII bytes up to which statistics say little and the ranges of the bytes say more. */
const shortBytes = 64;

/**
 * The encoding of a short Chinese or Japanese text in double bytes, where the ranges used leave one only:
 * common characters fill the first level of GB 2312 and of Big5, kana have rows of their own in EUC-JP.
 */
export function shortCjkEncoding(bytes: Uint8Array): string | undefined {
  const pairs = doubleBytes(bytes);
  if (!pairs || pairs.length < 2 || pairs.length * 2 > shortBytes) return undefined;
  const all = (holds: (lead: number, trail: number) => boolean) =>
    pairs.every(([lead, trail]) => holds(lead, trail));
  const isSymbol = (lead: number) => lead >= 0xa1 && lead <= 0xa3;
  if (all((_, trail) => trail >= 0xa1)) {
    const isKana = (lead: number) => lead === 0xa4 || lead === 0xa5;
    if (
      all((lead) => isKana(lead) || isSymbol(lead) || (lead >= 0xb0 && lead <= 0xf4)) &&
      pairs.some(([lead]) => isKana(lead))
    )
      return 'euc-jp';
    // Hangul ends at row C8, so characters beyond tell Chinese from Korean.
    const isCommonHan = (lead: number) => lead >= 0xb0 && lead <= 0xd7;
    if (all((lead) => isCommonHan(lead) || isSymbol(lead)) && pairs.some(([lead]) => lead > 0xc8))
      return 'gb18030';
    return undefined;
  }
  return all((lead) => isSymbol(lead) || (lead >= 0xa4 && lead <= 0xc6)) ? 'big5' : undefined;
}

/** The double-byte characters, or undefined where the text is not one in which they mostly follow each other. */
function doubleBytes(bytes: Uint8Array): [lead: number, trail: number][] | undefined {
  const pairs: [number, number][] = [];
  let adjacent = 0;
  let previousEnd = -1;
  for (let index = 0; index < bytes.length; index += 1) {
    const lead = bytes[index] ?? 0;
    if (lead < 0x80) continue;
    if (index === previousEnd) adjacent += 1;
    index += 1;
    previousEnd = index + 1;
    const trail = bytes[index] ?? 0;
    if (trail < 0x40 || trail === 0x7f || trail === 0xff) return undefined;
    pairs.push([lead, trail]);
  }
  return adjacent >= pairs.length / 2 ? pairs : undefined;
}
