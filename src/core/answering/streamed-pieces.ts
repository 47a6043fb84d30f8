/** Words with the space before them; where there are no spaces, a few characters. */
const piece =
  /\s*(?:[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]{1,4}|[^\s\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]+)|\s+$/gu;

/** Cuts finished text as it is shown while it streams; joined again, the pieces are the text. */
export function splitForStreaming(text: string): string[] {
  return text.match(piece) ?? [];
}
