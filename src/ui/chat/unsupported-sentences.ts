import { splitSentences, type SentenceSpan } from '../../core/sentences';

/** "Yes." and "In short:" claim nothing that could be cited. */
const shortestClaim = 24;

interface Piece {
  readonly node: Text;
  readonly start: number;
}

/** Of the sentences of an answer that claim something: how many there are, and how many a citation supports. */
export interface Support {
  readonly claims: number;
  readonly supported: number;
}

/**
 * Wraps the sentences of an answer that no citation supports: the wrapped words can be focused, and
 * `describedBy` names the element that says why.
 */
export function markUnsupportedSentences(answer: DocumentFragment, describedBy: string): Support {
  let claims = 0;
  let supported = 0;
  for (const block of answer.querySelectorAll('p, li')) {
    const { text, pieces, chips } = read(block);
    const claiming = splitSentences(text).filter(
      (sentence) => isCited(text, chips, sentence) || isClaim(text.slice(sentence.start, sentence.end)),
    );
    const unsupported = claiming.filter((sentence) => !isCited(text, chips, sentence));
    claims += claiming.length;
    supported += claiming.length - unsupported.length;
    // From the end, so that the places before stay where they are.
    for (const sentence of unsupported.reverse()) wrap(pieces, sentence, describedBy);
  }
  return { claims, supported };
}

/** Blocks with words of their own, which are read by themselves. */
const ownBlocks = 'ul, ol, p, blockquote';

/** The words of a block, without those of blocks inside it; its chips as spaces, so that a sentence ends before them as it reads. */
function read(block: Element): { text: string; pieces: Piece[]; chips: number[] } {
  const pieces: Piece[] = [];
  const chips: number[] = [];
  let text = '';
  const visit = (node: Node): void => {
    if (node instanceof Text) {
      pieces.push({ node, start: text.length });
      // Chips hang on to what is before them by a word joiner.
      text += node.data.replaceAll('\u2060', ' ');
    } else if (node instanceof HTMLButtonElement) {
      chips.push(text.length);
      text += ' ';
    } else if (!(node instanceof Element)) return;
    // A formula is a word of its sentence, and is not cut open.
    else if (node.matches('.formula')) text += '\u25a1';
    else if (node.matches(ownBlocks)) text += '\n\n';
    else if (!node.matches('.code-block')) node.childNodes.forEach(visit);
  };
  block.childNodes.forEach(visit);
  return { text, pieces, chips };
}

/** A chip stands in the sentence, or right behind it. */
function isCited(text: string, chips: readonly number[], { start, end }: SentenceSpan): boolean {
  const next = /\S/.exec(text.slice(end))?.index ?? text.length;
  return chips.some((chip) => chip >= start && chip < end + next);
}

function isClaim(sentence: string): boolean {
  return width(sentence) >= shortestClaim && !/[:：?？]$/.test(sentence);
}

/** A Chinese character says about as much as two letters. */
function width(text: string): number {
  return text.length + (text.match(/\p{Script=Han}/gu)?.length ?? 0);
}

function wrap(pieces: readonly Piece[], { start, end }: SentenceSpan, describedBy: string): void {
  let isFirst = true;
  for (const { node, start: at } of pieces) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, node.length);
    if (from >= to) continue;
    const words = from > 0 ? node.splitText(from) : node;
    if (to - from < words.length) words.splitText(to - from);
    const wrapper = document.createElement('span');
    wrapper.className = 'unsupported';
    if (isFirst) {
      wrapper.tabIndex = 0;
      wrapper.setAttribute('role', 'note');
      wrapper.setAttribute('aria-describedby', describedBy);
    }
    isFirst = false;
    words.replaceWith(wrapper);
    wrapper.append(words);
  }
}
