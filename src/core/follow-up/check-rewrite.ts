import type { Turn } from '../answer-engine';
import { detectLanguage } from '../language';
import { contentOf, hasQuestionWord, namesInChinese } from './chinese-words';
import { namesIn } from './english-names';
import { isContentWord, wordsOf } from './english-words';

/** A rewritten question is longer than what was asked by about what the conversation named. */
const mostAddedCharacters = 160;
const leastKept = 0.5;

/**
 * A model's standalone question, when it is one: a single question in the language of the one asked, that keeps what
 * was asked and takes what is new from the conversation alone. Undefined for anything else, an answer above all.
 */
export function acceptRewrite(
  written: string,
  question: string,
  history: readonly Turn[],
): string | undefined {
  const rewritten = withoutWrapping(written);
  const said = [question, ...history.flatMap((turn) => [turn.question, turn.answer])].join('\n');
  const isWhole = rewritten !== '' && !/[\r\n]/.test(rewritten);
  return isWhole &&
    rewritten.length <= question.length + mostAddedCharacters &&
    detectLanguage(rewritten) === detectLanguage(question) &&
    isOneQuestion(rewritten) &&
    keepsMeaning(rewritten, question) &&
    namesOf(rewritten).every((name) => contains(said, name))
    ? rewritten
    : undefined;
}

/** Small models repeat the label that they are to go on from, or put quotation marks around. */
function withoutWrapping(written: string): string {
  return written
    .trim()
    .replace(/^(?:(?:rewritten|standalone)\s+question|改写后的问题|问题)\s*[:：]\s*/iu, '')
    .replace(/^["“「](.*)["”」]$/su, '$1')
    .trim();
}

const opensQuestion =
  /^(?:(?:and|but|so|in|on|at|by|for|from|to|of|with|under|since|until|during)\s+)*(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|might|tell|describe|explain|list|name|give|show|compare)\b/i;

function isOneQuestion(text: string): boolean {
  // A citation or a second sentence belongs to an answer.
  if (/\[\d+\]|[?？!！。](?=\s*\S)|[.。:：]$/u.test(text)) return false;
  return (
    opensQuestion.test(text) ||
    hasQuestionWord(text) ||
    (/[?？]$/u.test(text) && !/^(?:yes|no)\b/i.test(text))
  );
}

/** Names and numbers stay to the letter, and of the other words at least half. */
function keepsMeaning(rewritten: string, question: string): boolean {
  if (!namesOf(question).every((name) => contains(rewritten, name))) return false;
  const asked = piecesOf(question);
  const kept = asked.filter((piece) => contains(rewritten, piece)).length;
  return kept >= leastKept * asked.length;
}

function namesOf(text: string): string[] {
  const numbers = text.match(/\d+(?:[.,]\d+)*/g) ?? [];
  const names = detectLanguage(text) === 'zh' ? namesInChinese(text) : namesIn(text).map((name) => name.text);
  return [...numbers, ...names];
}

/** Words that carry meaning; of Chinese the single characters, so that no word border matters. */
function piecesOf(text: string): string[] {
  if (detectLanguage(text) === 'zh') return Array.from(contentOf(text).replaceAll(' ', ''));
  // A word may be inflected anew: its beginning is what is looked for.
  return wordsOf(text)
    .filter(isContentWord)
    .map((word) => word.slice(0, Math.max(3, word.length - 2)));
}

function contains(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
