import { detectLanguage, type Language } from '../language';
import { splitSentences } from '../sentences';
import { askedByHeading, askedByParagraph } from './asked-question';
import { chineseStatement } from './chinese-statements';
import { englishStatement } from './english-statements';
import { isFitToAsk } from './fit-to-ask';
import type { FoundStatement } from './found-statement';
import { headingQuestion } from './heading-question';
import type { CandidateKind, QuestionCandidate, ReadPiece } from './question-candidate';

const worthOf: Record<CandidateKind, number> = { asked: 2.4, definition: 2, fact: 2, heading: 0.6 };

/** Every question that pieces of one document give, each wording once, in the document's order. */
export function makeCandidates(pieces: readonly ReadPiece[]): QuestionCandidate[] {
  const context = pieces.map(({ text }) => text).join('\n');
  const made = new Map<string, QuestionCandidate>();
  for (const piece of pieces) {
    for (const candidate of candidatesIn(piece, context)) {
      const known = made.get(candidate.text);
      if (isFitToAsk(candidate.text) && (!known || known.worth < candidate.worth)) {
        made.set(candidate.text, candidate);
      }
    }
  }
  return [...made.values()];
}

function* candidatesIn(piece: ReadPiece, context: string): Generator<QuestionCandidate> {
  const { documentId, documentTitle, start, text, headingPath } = piece;
  const language = detectLanguage(text);
  const whole = { documentId, start, end: start + text.length };
  for (const { heading, below } of sectionsOf(text, headingPath)) {
    if (detectLanguage(heading) !== language || !saysEnough(below, language)) continue;
    const asked = askedByHeading(heading, language);
    const last = asked === undefined ? headingQuestion(documentTitle, heading, language, context) : undefined;
    if (asked !== undefined) yield { ...whole, text: asked, kind: 'asked', worth: worthOf.asked };
    if (last !== undefined) yield { ...whole, text: last, kind: 'heading', worth: worthOf.heading };
  }
  for (const span of paragraphsOf(text)) {
    const paragraph = text.slice(span.start, span.end);
    if (isTableOrCode(paragraph)) continue;
    const asked = askedByParagraph(paragraph);
    if (asked !== undefined) yield { ...whole, text: asked, kind: 'asked', worth: worthOf.asked - 0.4 };
    for (const sentence of splitSentences(paragraph)) {
      const words = paragraph.slice(sentence.start, sentence.end).replace(/\s+/g, ' ');
      const found = statementIn(words, context, language);
      if (!found) continue;
      const worth = salience(found, piece, context, sentence.start === 0);
      if (worth === undefined) continue;
      const kind = found.isDefinition === true ? 'definition' : 'fact';
      const from = start + span.start;
      yield {
        documentId,
        text: found.question,
        kind,
        start: from + sentence.start,
        end: from + sentence.end,
        worth: worthOf[kind] + worth,
      };
    }
  }
}

/** The headings of a piece with what stands below each: the one above it, and those that it holds where sections are short. */
function* sectionsOf(
  text: string,
  headingPath: readonly string[],
): Generator<{ readonly heading: string; readonly below: string }> {
  const above = headingPath.at(-1);
  const inside = [...text.matchAll(/(?<=^|\n\n)(?<line>[^\n]{2,60})\n\n(?=\S)/gu)].filter(
    ({ groups }) => !/[.!?:;,。！？：；，|]\s*$/u.test(groups?.['line'] ?? ''),
  );
  if (above !== undefined && !inside.some(({ groups }) => groups?.['line'] === above)) {
    yield { heading: above, below: text.slice(0, inside[0]?.index) };
  }
  for (const [i, match] of inside.entries()) {
    const end = inside[i + 1]?.index ?? text.length;
    yield { heading: match.groups?.['line'] ?? '', below: text.slice(match.index + match[0].length, end) };
  }
}

/** A section that only sends the reader elsewhere answers nothing. */
function saysEnough(text: string, language: Language): boolean {
  return text.trim().length >= (language === 'zh' ? 24 : 60);
}

function statementIn(sentence: string, context: string, language: Language): FoundStatement | undefined {
  return language === 'zh' ? chineseStatement(sentence) : englishStatement(sentence, context);
}

/** How much of its document a subject is; undefined where it is only mentioned. */
function salience(
  { subject, isClear }: FoundStatement,
  { documentTitle, headingPath, start }: ReadPiece,
  context: string,
  opensParagraph: boolean,
): number | undefined {
  const bare = subject.replace(/^(?:an?|the) /i, '').toLowerCase();
  const isTitle = documentTitle.toLowerCase().includes(bare);
  const isHeading = headingPath.some((heading) => heading.toLowerCase().includes(bare));
  const mentions = context.toLowerCase().split(bare).length - 1;
  if (!isTitle && !isHeading && (mentions < 2 || !isClear)) return undefined;
  return (
    (isTitle ? 0.6 : 0) +
    (isHeading ? 0.4 : 0) +
    (isClear ? 0.4 : 0) +
    (opensParagraph ? 0.2 : 0) +
    (start === 0 ? 0.2 : 0) +
    Math.min(0.4, mentions * 0.05)
  );
}

function paragraphsOf(text: string): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  let start = 0;
  for (const { index, 0: gap } of text.matchAll(/\n\s*\n/g)) {
    spans.push({ start, end: index });
    start = index + gap.length;
  }
  spans.push({ start, end: text.length });
  return spans;
}

function isTableOrCode(paragraph: string): boolean {
  return /\t|[{};]\s*$|^\s*(?:[#/<>$|]|\/\/)/m.test(paragraph);
}
