import type { Passage } from '../../core/passage';
import { changeName } from './change-name';
import { changeNumber } from './change-number';
import type { KnownNames } from './known-names';
import { pick, shuffled, type MadeStatement, type Random, type StatementKind } from './made-statement';
import { negate } from './negate';
import { plainSentences, type PlainSentence } from './plain-sentences';
import { reword } from './reword';

export interface Material {
  /** What the model is given. */
  readonly passages: readonly Passage[];
  /** The document among them that the sentences are taken from. */
  readonly documentId: string;
  /** Passages of other documents, near ones first, for sentences that nothing given to the model says. */
  readonly others: readonly Passage[];
  readonly names: KnownNames;
}

/**
 * Statements from the sentences of one document, at most one of each kind, in random order. Half of them name a
 * passage as their source: the right one, and the first one where there is none.
 */
export function makeStatements(material: Material, random: Random): MadeStatement[] {
  const { passages, documentId, names } = material;
  const sentences = passages
    .filter((passage) => passage.documentId === documentId)
    .flatMap((passage) => plainSentences(passage));
  const passagesText = passages.map(({ text }) => text).join('\n');

  const changed = (
    kind: StatementKind,
    change: (sentence: PlainSentence) => string | undefined,
  ): MadeStatement[] => {
    for (const sentence of shuffled(sentences, random)) {
      const text = change(sentence);
      if (text !== undefined) return [{ kind, ...statementOf(text, [sentence]) }];
    }
    return [];
  };
  const reworded = (): MadeStatement[] => {
    for (const sentence of shuffled(sentences, random)) {
      const made = reword(sentence, following(sentence, sentences), random);
      if (made) return [{ kind: 'reworded', ...statementOf(made.text, made.sources) }];
    }
    return [];
  };

  const made = [
    ...changed('true', ({ text }) => text),
    ...reworded(),
    ...changed('wrong-number', (sentence) => changeNumber(sentence, random)),
    ...changed('wrong-name', (sentence) => changeName(sentence, names, passagesText, random)),
    ...changed('negated', (sentence) => negate(sentence, random)),
    ...invented(material, random),
  ];
  return shuffled(made, random).map((statement) =>
    random() < 0.5 ? statement : { ...statement, hint: hintOf(statement, passages) },
  );
}

function statementOf(text: string, sources: readonly PlainSentence[]): Omit<MadeStatement, 'kind'> {
  return {
    text,
    language: sources[0]?.isChinese ? 'zh' : 'en',
    sources: sources.map(({ documentId, start, end }) => ({ documentId, start, end })),
  };
}

/** The sentence after it, where only a space parts them. */
function following(sentence: PlainSentence, sentences: readonly PlainSentence[]): PlainSentence | undefined {
  return sentences.find(
    ({ documentId, start }) =>
      documentId === sentence.documentId && start >= sentence.end && start - sentence.end <= 1,
  );
}

/** A sentence of the nearest document that is not among the passages, and that they do not hold in any other way. */
function invented({ passages, others }: Material, random: Random): MadeStatement[] {
  const given = new Set(passages.map(({ documentId }) => documentId));
  const known = passages.map(({ text }) => text).join('\n');
  for (const passage of others) {
    if (given.has(passage.documentId)) continue;
    const sentence = pick(plainSentences(passage), random);
    if (sentence && !known.includes(sentence.text)) {
      return [{ kind: 'invented', ...statementOf(sentence.text, [sentence]) }];
    }
  }
  return [];
}

function hintOf({ sources }: MadeStatement, passages: readonly Passage[]): number {
  const [source] = sources;
  const rank = passages.findIndex(
    ({ documentId, start, end }) =>
      documentId === source?.documentId && start <= source.start && source.end <= end,
  );
  return Math.max(rank, 0) + 1;
}
