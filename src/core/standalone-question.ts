import type { Turn } from './answer-engine';

/**
 * What to search for. A follow-up that leans on what was said before ("and when was it built?") is searched
 * together with the question before it; a question that stands alone is searched as it is.
 */
export function standaloneQuestion(question: string, history: readonly Turn[]): string {
  const previous = history.at(-1)?.question;
  if (previous === undefined || !leansOnContext(question)) return question;
  return `${previous} ${question}`;
}

const englishReference =
  /^(and|but|so|then|what about|how about|why|when|where|who)\b.{0,12}$|\b(it|its|they|them|their|he|she|his|her|him|this|that|these|those|one|ones|there|former|latter|same)\b/i;
const chineseReference =
  /它|他们|她|这个|那个|这些|那些|这里|那里|其中|此外|上面|前者|后者|刚才|^(那|还有|然后|为什么|怎么)/;

function leansOnContext(question: string): boolean {
  const trimmed = question.trim();
  return englishReference.test(trimmed) || chineseReference.test(trimmed);
}
