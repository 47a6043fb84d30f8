/**
 * The results as a person reads them.
 * @typedef {import('../../src/lab/protocol').AskResult} AskResult
 * @typedef {import('../../src/lab/protocol').ParseResult} ParseResult
 * @typedef {import('../../src/lab/protocol').EvaluateResult} EvaluateResult
 */

/** @param {AskResult} result */
export function readableAnswer({ answer, citations, timings, longestTaskMs, failed }) {
  const quotes = citations.map(({ n, document, page, quote }) => {
    const place = page === null ? document : `${document}, page ${page}`;
    return `[${n}] ${place}: ${quote.replace(/\s+/g, ' ')}`;
  });
  const times = Object.entries({ ...timings, longestTaskMs }).map(
    ([name, value]) => `${name} ${Math.round(value)}`,
  );
  return [
    answer,
    '',
    ...quotes,
    ...(quotes.length > 0 ? [''] : []),
    ...failed.map(({ file, code, message }) => `not imported: ${file} (${code}: ${message})`),
    times.join(', '),
  ].join('\n');
}

/** @param {ParseResult} result */
export function readableFiles({ files }) {
  const failed = files.filter(({ status }) => status === 'error').length;
  const rows = files.map((file) => [
    file.file,
    file.status === 'ok' ? 'ok' : (file.code ?? 'error'),
    file.pages,
    file.characters,
    file.chunks,
    file.coverage.toFixed(2),
    file.milliseconds,
    file.message ?? '',
  ]);
  const head = ['file', 'status', 'pages', 'characters', 'chunks', 'coverage', 'ms', ''];
  return `${table([head, ...rows])}\n\n${files.length - failed} read, ${failed} refused`;
}

/** @param {import('../../src/lab/protocol').DecodeResult} result */
export function readableDecoded({ files }) {
  const rows = files.map((file) => [
    file.file,
    file.encoding ?? 'error',
    file.characters,
    file.undecodable,
    file.message ?? '',
  ]);
  return table([['file', 'encoding', 'characters', 'undecodable', ''], ...rows]);
}

/** @param {{ groups: readonly import('./score/score.mjs').GroupScore[] }} result */
export function readableScores({ groups }) {
  const line = (
    /** @type {string} */ name,
    /** @type {{ files: number, mean: number, good: number }} */ part,
  ) => [name, part.files, part.mean.toFixed(4), part.good.toFixed(4)];
  const rows = groups.flatMap((group) => [
    line(group.group, group),
    ...Object.entries(group.extensions).map(([extension, part]) => line(`  ${extension}`, part)),
  ]);
  const lower = groups.flatMap(({ lower }) =>
    lower.map(({ file, score, isMissing }) => [isMissing ? 'missing' : score.toFixed(4), file]),
  );
  const scores = table([['group', 'files', 'mean', '≥ 0.90'], ...rows]);
  return lower.length === 0 ? scores : `${scores}\n\nbelow 0.90:\n${table(lower)}`;
}

/** @param {{ files: readonly import('./hostile/hostile.mjs').HostileRow[] }} result */
export function readableHostile({ files }) {
  const rows = files.map((file) => [
    file.file,
    file.outcome,
    file.code ?? '',
    (file.milliseconds / 1000).toFixed(1),
    file.cancelMs ?? '',
    file.goodFileMs === null ? 'never' : (file.goodFileMs / 1000).toFixed(1),
    file.peakMegabytes ?? '',
    file.longestTaskMs,
    file.problems.join('; ') || 'well',
  ]);
  const head = ['file', 'outcome', 'code', 's', 'cancel ms', 'good file s', 'peak MB', 'longest task ms', ''];
  return table([head, ...rows]);
}

/** @param {import('./chaos/chaos.mjs').ChaosResult} result */
export function readableChaos({ repeatedMs, mostRepeated, problems, ...counts }) {
  const rows = Object.entries(counts).map(([name, value]) => [name, value]);
  const times = Object.entries(repeatedMs).map(([name, value]) => [`repeated ms ${name}`, value ?? '']);
  const most = mostRepeated.map(({ path, stage, ms }) => [`repeated: ${path}`, `${ms} ms, ${stage}`]);
  return [table([...rows, ...times, ...most]), ...problems].join('\n');
}

/**
 * @param {string} set what was measured on
 * @param {EvaluateResult} result
 */
export function readableMeasures(set, { abstention = [], gate, retrieveMs, byLanguage = {}, ...measures }) {
  const rows = Object.entries(measures).map(([name, value]) => [name, value]);
  const parts = [
    set,
    table([...rows, ['retrieveMs p50', retrieveMs.p50], ['retrieveMs p95', retrieveMs.p95]]),
    ...Object.entries(byLanguage).map(
      ([language, scores]) => `${set}, questions in ${language}\n\n${table(Object.entries(scores))}`,
    ),
  ];
  if (gate) {
    const head = ['threshold', 'refused unanswerable', 'refused answerable'];
    const points = abstention
      .filter((_, step) => step % 5 === 0)
      .map((point) => [point.threshold, point.refusedUnanswerable, point.refusedAnswerable]);
    parts.push(table([head, ['as shipped', gate.refusedUnanswerable, gate.refusedAnswerable], ...points]));
  }
  return parts.join('\n\n');
}

/** @param {import('../../src/lab/protocol').CiteResult} result */
export function readableCitations({ scores, citeMs, ...counts }) {
  const rows = scores.map(({ language, kind, statements, right, cited }) => [
    language,
    kind,
    statements,
    right.toFixed(4),
    cited.toFixed(4),
  ]);
  const measures = [...Object.entries(counts), ['citeMs p50', citeMs.p50], ['citeMs p95', citeMs.p95]];
  return `${table([['', 'statements', 'count', 'right', 'cited'], ...rows])}\n\n${table(measures)}`;
}

/** @param {object} result */
export function readableBench(result) {
  return table(figuresOf(result, ''));
}

/**
 * @param {object} result
 * @param {string} name what stands before the names in it
 * @returns {(string | number)[][]}
 */
function figuresOf(result, name) {
  return Object.entries(result).flatMap(([part, value]) =>
    typeof value === 'object' && value !== null
      ? figuresOf(value, `${name}${part} `)
      : [[`${name}${part}`, value]],
  );
}

/** @param {readonly (readonly (string | number)[])[]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => String(row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return typeof cell === 'number' ? String(cell).padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
