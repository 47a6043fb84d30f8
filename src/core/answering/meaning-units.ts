import { chineseSegmenter } from '../chinese-segmenter';
/** A word of a question or statement that a sentence can be found by. */
export interface MeaningUnit {
  readonly text: string;
  /** As the lexical lane sees it. */
  readonly terms: readonly string[];
  /** High for rare words; that of its rarest term. */
  readonly weight: number;
}

export interface TermWeights {
  readonly analyse: (text: string) => string[];
  readonly idf: (term: string) => number;
}

/**
 * The words that carry a text's meaning: without those that only ask or join, and with characters that no dictionary
 * word holds (names, mostly) joined to one unit, so that a name of five characters weighs no more than another word.
 */
export function meaningUnits(text: string, { analyse, idf }: TermWeights): MeaningUnit[] {
  const units = new Map<string, MeaningUnit>();
  for (const word of meaningfulWords(text)) {
    const terms = matchTerms(word, analyse);
    const weight = Math.max(0, ...terms.map(idf));
    if (weight > 0) units.set(terms.join(' '), { text: word, terms, weight });
  }
  return [...units.values()];
}

/** The words of a text in lower case, by dictionary where there are no spaces. */
export function wordsOf(text: string): string[] {
  return Array.from(chineseSegmenter().segment(text)).flatMap(({ segment, isWordLike }) =>
    isWordLike ? [segment.toLowerCase()] : [],
  );
}

const asking =
  /为什么|為什麼|為什么|什么样|什麼樣|什么|什麼|甚麼|怎么样|怎麼樣|怎么|怎麼|怎样|怎樣|如何|哪一?[个個位年天月日些种種里裡座家]?|多少|几|幾|谁|誰|何时|何時|何处|何處|请问|請問|[吗嗎呢吧]/g;

const stopWords = new Set(
  `what which who whom whose when where why how many much did does do is are was were the a an of in to on for by with
   at from and or as it its that this these those there be been being have has had can could would should will i me my
   you your we our they their he she his her him them please tell about
   是 的 了 有 在 为 為 被 于 於 与 與 和 及 以 从 從 个 個 一 对 對 由 将 將 把 会 會 能 要 到 中 我 你 您 它 他 她`.split(
    /\s+/,
  ),
);

const singleHan = /^\p{Script=Han}$/u;
/** These join the parts of a foreign name. */
const nameJoint = /^[-·‧•・]$/;

function meaningfulWords(text: string): string[] {
  const words: string[] = [];
  let name = '';
  const endName = (): void => {
    if (name !== '') words.push(name);
    name = '';
  };
  for (const { segment, isWordLike } of chineseSegmenter().segment(text.replace(asking, ' '))) {
    const word = segment.toLowerCase();
    if (isWordLike && singleHan.test(word) && !stopWords.has(word)) {
      name += word;
    } else if (!nameJoint.test(word)) {
      endName();
      if (isWordLike && !stopWords.has(word)) words.push(word);
    }
  }
  endName();
  return words;
}

/** The terms that a text must hold to hold the word: for Han the pairs, which keep the order. */
function matchTerms(text: string, analyse: (text: string) => string[]): string[] {
  const terms = [...new Set(analyse(text))];
  const pairs = terms.filter((term) => term.length > 1);
  return /\p{Script=Han}/u.test(text) && pairs.length > 0 ? pairs : terms;
}
