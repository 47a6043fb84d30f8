const nameCharacters = 40;
const markdownSigns = [
  /^#{1,6} \S/m,
  /^[-*+] \S/m,
  /^\d+\. \S/m,
  /^```/m,
  /^> \S/m,
  /\[[^\]\n]+\]\([^)\n]+\)/,
  /\*\*\S/,
];

/** Pasted text as a file that is named by its first words. */
export function fileOfPastedText(text: string): File {
  const isMarkdown = markdownSigns.some((sign) => sign.test(text));
  const name = `${firstWords(text)}.${isMarkdown ? 'md' : 'txt'}`;
  return new File([text], name, { type: isMarkdown ? 'text/markdown' : 'text/plain' });
}

function firstWords(text: string): string {
  const line = text
    .split('\n')
    .map((candidate) =>
      candidate
        .replace(/[#>*_`[\]\\/:?"<>|\p{Cc}]+/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .find((candidate) => candidate !== '');
  if (line === undefined) return 'text';
  let name = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(line)) {
    if (name.length + segment.length > nameCharacters) break;
    name += segment;
  }
  return name.replace(/[\s.,;，。；、]+$/u, '') || line.slice(0, nameCharacters);
}
