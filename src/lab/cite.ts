import { AppError } from '../core/app-error';
import { seededRandom } from '../core/seeded-random';
import type { Passage } from '../core/passage';
import type { App } from '../services/create-app-services';
import { ContentRepository } from '../storage/contents';
import { fetchText } from './fetch-file';
import { importCorpus, type ImportedCorpus } from './import-corpus';
import { mean, percentile, round } from './metrics';
import { openApp, withApp } from './open-app';
import type { CiteOptions, CiteResult, Report } from './protocol';
import { readCorpus, readQrels, readQueries, type QueryRecord } from './retrieval-set';
import { scoreCitations } from './statements/citation-scores';
import { citeStatement, type CitedStatement } from './statements/cite-statement';
import { knownNames } from './statements/known-names';
import { makeStatements } from './statements/make-statements';

/** As many as an answer is made from. */
const passagesPerAnswer = 8;
/** What is found after them is near to the question and not given to the model. */
const furtherPassages = 60;

/**
 * Makes true, altered and invented statements from what the app retrieves for the questions of a set, and measures
 * which of them the app gives citations.
 */
export async function cite(options: CiteOptions, report: Report): Promise<CiteResult> {
  const records = readCorpus(await fetchText(options.corpusUrl));
  const qrels = readQrels(await fetchText(options.qrelsUrl));
  const queries = readQueries(await fetchText(options.queriesUrl));
  const judged = queries.filter(({ id }) => qrels.has(id));
  const asked = spread(judged, options.limit ?? judged.length);
  if (asked.length === 0) throw new AppError('invalid-input', 'no question has a judgement in the qrels');
  const names = knownNames(queries);
  const random = seededRandom(options.seed);
  return withApp(openApp({}, report), async (app) => {
    const corpus = await importCorpus(app, records, report);
    const cited: CitedStatement[] = [];
    let answers = 0;
    for (const [i, query] of asked.entries()) {
      if (i % 20 === 0) {
        await report({ kind: 'progress', message: `question ${i} of ${asked.length}` });
      }
      const grades = qrels.get(query.id) ?? new Map<string, number>();
      const { passages, others } = await retrieve(app, corpus, query);
      const source = passages.find(({ documentId }) => (grades.get(recordOf(corpus, documentId)) ?? 0) > 0);
      if (!source) continue;
      answers += 1;
      const material = { passages, others, names, documentId: source.documentId };
      for (const statement of makeStatements(material, random)) {
        const one = await citeStatement(statement, (sentence, hints) =>
          app.workers.searchIndex.client.call('cite', { sentence, passages, hints }),
        );
        cited.push(one);
      }
    }
    const milliseconds = cited.map((one) => one.milliseconds);
    return {
      questions: asked.length,
      answers,
      statements: cited.length,
      citeMs: {
        p50: round(percentile(0.5, milliseconds), 2),
        p95: round(percentile(0.95, milliseconds), 2),
      },
      ...(await compareWithStore(app, cited)),
      scores: scoreCitations(cited),
    };
  });
}

async function retrieve(
  app: App,
  { libraryId }: ImportedCorpus,
  { text }: QueryRecord,
): Promise<{ passages: Passage[]; others: Passage[] }> {
  const { passages } = await app.workers.searchIndex.client.call('retrieve', {
    question: text,
    libraryIds: [libraryId],
    limit: furtherPassages,
    modelPath: app.modelPath,
    lanes: 'hybrid',
    index: 'scan',
  });
  return { passages: passages.slice(0, passagesPerAnswer), others: passages.slice(passagesPerAnswer) };
}

function recordOf({ recordIds }: ImportedCorpus, documentId: string): string {
  return recordIds.get(documentId) ?? documentId;
}

/** How many quotes there are, and the share that is what the stored text says. */
async function compareWithStore(
  { database }: App,
  cited: readonly CitedStatement[],
): Promise<Pick<CiteResult, 'quotes' | 'quotesAsStored'>> {
  const contents = new ContentRepository(database);
  const equal: number[] = [];
  for (const { documentId, start, end, quote } of cited.flatMap(({ spans }) => spans)) {
    equal.push(Number((await contents.textBetween(documentId, start, end)) === quote));
  }
  return { quotes: equal.length, quotesAsStored: round(mean(equal), 4) };
}

/** As many as wanted, from the whole list. */
function spread<T>(items: readonly T[], count: number): T[] {
  const stride = Math.max(1, items.length / count);
  return items.filter((_, i) => Math.floor(i / stride) !== Math.floor((i - 1) / stride));
}
