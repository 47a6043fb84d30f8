/** Characters of which many make one token, of which about one does, and of which each does. */
const spaceless = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/g;
const letter = /[a-z]/gi;
const tokensPerSpaceless = 0.8;
const tokensPerLetter = 0.24;
const tokensPerOther = 0.4;

/** About how many tokens a text takes. Good for choosing what to count exactly, and for nothing else. */
export function estimateTokens(text: string): number {
  const wide = text.match(spaceless)?.length ?? 0;
  const letters = text.match(letter)?.length ?? 0;
  const others = text.length - wide - letters;
  return 1 + wide * tokensPerSpaceless + letters * tokensPerLetter + others * tokensPerOther;
}
