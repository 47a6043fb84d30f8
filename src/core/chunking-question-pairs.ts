import type { OutlineSection } from './chunking-outline';
import {
  isLabelledQuestion,
  isQuestionHeading,
  laterQuestions,
  questionAtStart,
  type FoundQuestion,
} from './chunking-question-forms';
import type { Block, Mark, RichText } from './rich-text';
import { marksBetween } from './text-segments';

/** Sections, or parts of them, that hold one question with its answer, or neither. */
export interface Stretch {
  /** The question's words, where no heading says them. */
  readonly question: string | undefined;
  readonly isPair: boolean;
  readonly sections: readonly OutlineSection[];
}

/** Parts a document into questions with their answers and what stands between them, in order. */
export function* stretchesOf(
  document: RichText,
  outline: readonly OutlineSection[],
): Generator<Stretch, void, undefined> {
  for (let i = 0; i < outline.length;) {
    const section = outline[i];
    if (!section) return;
    const branch = answerBelow(document, outline, i);
    if (branch.length > 0) {
      yield { question: undefined, isPair: true, sections: branch };
      i += branch.length;
    } else {
      yield* pairsIn(document, section);
      i += 1;
    }
  }
}

/** A heading that asks with what stands below it, up to the next question; empty where that is no pair. */
function answerBelow(
  document: RichText,
  outline: readonly OutlineSection[],
  first: number,
): readonly OutlineSection[] {
  const section = outline[first];
  if (!section || !asks(document, section)) return [];
  let end = first + 1;
  for (
    let next = outline[end];
    next && next.level > section.level && !asks(document, next);
    next = outline[end]
  ) {
    end += 1;
  }
  const branch = outline.slice(first, end);
  const isAnswered = branch.some(({ blocks }, i) => blocks.length > (branch[i]?.hasHeading ? 1 : 0));
  // "Any questions?" above a list of them.
  const holdsOthers = branch.some(({ blocks }) =>
    blocks.some((block) => isLabelledQuestion(wordsOf(document, block))),
  );
  return isAnswered && !holdsOthers ? branch : [];
}

function asks(document: RichText, { hasHeading, blocks: [heading] }: OutlineSection): boolean {
  return hasHeading && heading !== undefined && isQuestionHeading(wordsOf(document, heading).trim());
}

function* pairsIn(document: RichText, section: OutlineSection): Generator<Stretch, void, undefined> {
  let asked: { readonly found: FoundQuestion; readonly blocks: Block[] } | undefined;
  let others: Block[] = [];
  const take = (blocks: readonly Block[], hasHeading: boolean): readonly OutlineSection[] => [
    { ...section, hasHeading, blocks },
  ];
  const isFirst = (blocks: readonly Block[]): boolean =>
    section.hasHeading && blocks[0] === section.blocks[0];

  function* close(): Generator<Stretch, void, undefined> {
    const pair = asked;
    asked = undefined;
    if (!pair) return;
    if (!pair.found.isAnswered && pair.blocks.length < 2) {
      others.push(...pair.blocks);
      return;
    }
    // A bare heading goes with the first question below it.
    const isBareHeading = others.length === 1 && isFirst(others);
    const blocks = isBareHeading ? [...others, ...pair.blocks] : pair.blocks;
    if (others.length > 0 && !isBareHeading) {
      yield { question: undefined, isPair: false, sections: take(others, isFirst(others)) };
    }
    others = [];
    yield { question: pair.found.question, isPair: true, sections: take(blocks, isBareHeading) };
  }

  for (const block of section.blocks) {
    for (const unit of unitsOf(document, block)) {
      const found = isFirst([block]) ? undefined : questionIn(document, unit);
      if (found) {
        yield* close();
        asked = { found, blocks: [unit] };
      } else if (asked) asked.blocks.push(unit);
      else others.push(unit);
    }
  }
  yield* close();
  if (others.length > 0)
    yield { question: undefined, isPair: false, sections: take(others, isFirst(others)) };
}

/** A block cut where further questions begin in it. */
function unitsOf(document: RichText, block: Block): readonly Block[] {
  if (!isRunningText(block)) return [block];
  const starts = laterQuestions(wordsOf(document, block)).map((offset) => block.start + offset);
  if (starts.length === 0) return [block];
  return [block.start, ...starts].map((start, i) => {
    const end = starts[i] ?? block.end;
    return { ...block, start, end: start + document.text.slice(start, end).trimEnd().length };
  });
}

function questionIn(document: RichText, block: Block): FoundQuestion | undefined {
  if (!isRunningText(block)) return undefined;
  return questionAtStart(wordsOf(document, block), {
    isNumbered: block.kind === 'list-item' && block.number !== undefined,
    strongLength: boldLength(marksBetween(document.marks, block.start, block.end), block),
  });
}

function isRunningText({ kind }: Block): boolean {
  return kind === 'paragraph' || kind === 'list-item' || kind === 'quote';
}

function boldLength(marks: readonly Mark[], { start, end }: Block): number {
  const bold = marks.find((mark) => mark.kind === 'strong' && mark.start === start);
  return bold ? Math.min(bold.end, end) - start : 0;
}

function wordsOf({ text }: RichText, { start, end }: Block): string {
  return text.slice(start, end);
}
