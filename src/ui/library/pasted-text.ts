import type { AddedFile } from '../../services/app-services';

const nameCharacters = 40;

/** Pasted text as a file, named by its first words and the day. */
export function fileFromText(text: string, now: Date): AddedFile {
  const isMarkdown = /^#{1,6} \S|^[-*] \S.*\n[-*] \S|\]\(https?:|^```/m.test(text);
  const date = now.toLocaleDateString('sv-SE');
  const name = `${firstWords(text)} ${date}.${isMarkdown ? 'md' : 'txt'}`.trimStart();
  const type = isMarkdown ? 'text/markdown' : 'text/plain';
  return { file: new File([text], name, { type }), path: name };
}

function firstWords(text: string): string {
  const line = text
    .replace(/[\p{Cc}/\\:*?"<>|#`_[\]]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= nameCharacters) return line;
  const cut = line.slice(0, nameCharacters);
  const space = cut.lastIndexOf(' ');
  // Chinese has no spaces to cut at.
  return (space > nameCharacters / 2 ? cut.slice(0, space) : cut).trim();
}
