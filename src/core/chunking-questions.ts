import { beginningOf } from './beginning-of';
import type { OutlineSection } from './chunking-outline';
import { packPieces, type Span } from './chunking-packing';
import { piecesBySection, piecesOf, withRooms, type Budget, type Section } from './chunking-pieces';
import { stretchesOf, type Stretch } from './chunking-question-pairs';
import { countInSteps, type Steps } from './chunking-steps';
import type { TableHeader } from './chunking-tables';
import type { RichText } from './rich-text';
import { defaultSplitting } from './splitting';

/** An answer that goes on for longer is about several things, and is split like any other text. */
const longestPairTokens = 1024;
/** UTF-16 units in which no text has so few tokens: longer pairs need not be counted. */
const longestPair = 16 * longestPairTokens;
/** UTF-16 units of a question that stands above the parts of its answer. */
const longestQuestion = 200;

/**
 * A question with its answer is one chunk; where the answer is too long for one, each part of it stands under the
 * question. Everything else is split by structure.
 */
export function* questionSpans(
  document: RichText,
  outline: readonly OutlineSection[],
  headers: readonly TableHeader[],
  budget: Budget,
): Steps<Span[]> {
  const { countTokens } = budget;
  const stretches = [...stretchesOf(document, outline)];
  yield;
  const pairs = stretches.filter(({ isPair }) => isPair);
  const whole = pairs.map(rangeOf);
  const lengths = yield* countInSteps(
    countTokens,
    whole.map(({ start, end }) => document.text.slice(start, Math.min(end, start + longestPair))),
  );
  const rooms = yield* withRooms(
    pairs.flatMap(({ sections }) => sections.slice(0, 1)),
    budget,
    longestPairTokens,
  );
  const spans: Span[] = [];
  const rest: OutlineSection[][] = [];
  let joined: OutlineSection[] | undefined;
  let pair = 0;
  for (const stretch of stretches) {
    if (!stretch.isPair) {
      // What stands between two questions may share chunks across its headings.
      if (joined) joined.push(...stretch.sections);
      else rest.push((joined = [...stretch.sections]));
      continue;
    }
    joined = undefined;
    const range = whole[pair];
    const tokens = lengths[pair] ?? 0;
    const room = rooms[pair]?.room ?? 0;
    pair += 1;
    if (range && range.end - range.start <= longestPair && tokens <= room) spans.push({ ...range, tokens });
    else rest.push(underQuestion(stretch));
  }
  const sections = yield* withRooms(rest.flat(), budget, defaultSplitting.tokens);
  const pieces = yield* piecesOf(document.text, sections, headers, countTokens);
  const ofSection = piecesBySection(sections, pieces);
  let taken = 0;
  for (const group of rest) {
    const own: readonly Section[] = sections.slice(taken, taken + group.length);
    taken += group.length;
    const ofGroup = own.flatMap((section) => ofSection.get(section) ?? []);
    for (const span of packPieces(ofGroup, defaultSplitting.tokens)) spans.push(span);
  }
  return spans.sort((a, b) => a.start - b.start);
}

function rangeOf({ sections }: Stretch): Omit<Span, 'tokens'> {
  const start = sections[0]?.blocks[0]?.start ?? 0;
  const end = sections.at(-1)?.blocks.at(-1)?.end ?? start;
  return { start, end, headingPath: sections[0]?.headingPath ?? [] };
}

function underQuestion({ question, sections }: Stretch): OutlineSection[] {
  if (question === undefined) return [...sections];
  const shown = beginningOf(question, longestQuestion);
  return sections.map((section) => ({ ...section, headingPath: [...section.headingPath, shown] }));
}
