import type { Language } from '../language';

/*
 * The few words that an answer itself consists of. They are stored with the message, in the question's language,
 * and must not change when the interface's language does; so they are not among the interface's messages.
 */

/** The words before quoted sentences; a language is named only where the quotes are in another one. */
export function quoteLead(
  language: Language,
  source: { readonly name: string; readonly language: Language },
): string {
  const isForeign = source.language !== language;
  if (language === 'zh') return `《${source.name}》${isForeign ? '（英文资料）' : ''}中写道：`;
  return `From “${source.name}”${isForeign ? ' (in Chinese)' : ''}:`;
}

export function noAnswerText(language: Language): string {
  return language === 'zh' ? '这些文档里似乎没有答案。' : 'These documents do not seem to hold the answer.';
}

/** Whether a line is nothing but such words, as they stand in an answer that was kept as a note. */
export function isQuoteLead(line: string): boolean {
  return /^(?:From “[^\n]+”(?: \(in Chinese\))?:|《[^\n]+》(?:（英文资料）)?中写道：)$/.test(line.trim());
}
