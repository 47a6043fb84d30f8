import type { Language } from '../../core/language';
import { mean, round } from '../metrics';
import type { CitedStatement } from './cite-statement';
import { isTrue, statementKinds, type StatementKind } from './made-statement';

export interface CitationScore {
  readonly language: Language;
  readonly kind: StatementKind;
  readonly statements: number;
  /** The share that came out as it should: cited where it stands if it is true, else not cited at all. */
  readonly right: number;
  /** The share that is cited, wherever. */
  readonly cited: number;
}

/** How the statements of each kind came out, for each language that has any. */
export function scoreCitations(cited: readonly CitedStatement[]): CitationScore[] {
  return (['en', 'zh'] as const).flatMap((language) =>
    statementKinds.flatMap((kind): CitationScore[] => {
      const some = cited.filter(
        ({ statement }) => statement.kind === kind && statement.language === language,
      );
      if (some.length === 0) return [];
      return [
        {
          language,
          kind,
          statements: some.length,
          right: round(mean(some.map((one) => Number(isRight(one)))), 4),
          cited: round(mean(some.map(({ spans }) => Number(spans.length > 0))), 4),
        },
      ];
    }),
  );
}

/** Whether a true statement's first span meets the sentence that it was made from, and no other one has any. */
export function isRight({ statement, spans }: CitedStatement): boolean {
  const [first] = spans;
  if (!isTrue(statement.kind)) return first === undefined;
  return statement.sources.some(
    ({ documentId, start, end }) =>
      first !== undefined && first.documentId === documentId && first.start < end && start < first.end,
  );
}
