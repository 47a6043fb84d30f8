import { describe, expect, it } from 'vitest';
import { createAnalyser } from '../../../../src/core/search/analyse';
import { quantizeVectors } from '../../../../src/core/quantized-vectors';
import { buildSegmentWords, directoryOf } from '../../../../src/core/search/segment/build-segment';
import { questionTerms } from '../../../../src/core/search/question-terms';
import { ScanIndex } from '../../../../workers/engines/vector/scan-index';
import { compileKernel } from '../../../../workers/engines/vector/scan-kernel';
import { LibraryIndex } from '../../../../workers/search/library-index';
import { searchLibraries, type LibraryQuery } from '../../../../workers/search/search-libraries';

const kernel = await compileKernel();
const analyse = createAnalyser();
const dimension = 4;
/** Axes stand for topics. */
const ink = [1, 0, 0, 0];
const tea = [0, 1, 0, 0];
const none = [0, 0, 0, 1];

interface Written {
  readonly text: string;
  readonly topic: readonly number[];
}

let nextSegmentId = 1;

/** Adds a document as a segment of its own, and returns the segment's id. */
function addTo(library: LibraryIndex, documentId: string, chunks: readonly Written[]): number {
  const segmentId = nextSegmentId++;
  const texts = chunks.map((chunk) => chunk.text);
  library.addSegment(
    segmentId,
    directoryOf(documentId, chunks.length),
    buildSegmentWords(
      texts.map((text) => analyse(text)),
      texts,
    ),
  );
  const vectors = Float32Array.from(chunks.flatMap((chunk) => [...chunk.topic]));
  library.addVectors(segmentId, 0, quantizeVectors(vectors, dimension));
  return segmentId;
}

function libraryOf(documents: Readonly<Record<string, readonly Written[]>>): LibraryIndex {
  const library = new LibraryIndex(new ScanIndex(kernel, dimension));
  for (const [documentId, chunks] of Object.entries(documents)) addTo(library, documentId, chunks);
  return library;
}

function search(
  libraries: LibraryIndex | readonly LibraryIndex[],
  question: string,
  topic: readonly number[],
  options: Partial<LibraryQuery> = {},
) {
  return searchLibraries(libraries instanceof LibraryIndex ? [libraries] : libraries, {
    terms: questionTerms(question, analyse),
    vectorOf: () => Float32Array.from(topic),
    lanes: 'hybrid',
    ...options,
  });
}

const places = ({ candidates }: ReturnType<typeof search>): string[] =>
  candidates.map(({ documentId, ordinal }) => `${documentId}/${ordinal}`);

const sample = {
  stones: [
    { text: 'An inkstone is a stone for grinding ink', topic: ink },
    { text: 'Duan stones come from Guangdong', topic: ink },
  ],
  drinks: [{ text: 'Green tea is not fermented', topic: tea }],
};

describe('searching a library', () => {
  it('puts first what both lanes agree on, and tells what each lane knew', () => {
    const result = search(libraryOf(sample), 'What is an inkstone?', ink);
    expect(places(result)[0]).toBe('stones/0');
    const lanes = result.candidates[0]?.lanes;
    expect(lanes?.dense).toBeCloseTo(1, 5);
    expect(lanes?.coverage).toBeCloseTo(1, 5);
    expect(lanes?.lexical).toBeGreaterThan(0);
  });

  it('asks only the lane that is wanted', () => {
    const library = libraryOf(sample);
    const lexical = search(library, 'Guangdong', ink, { lanes: 'lexical' });
    expect(places(lexical)).toEqual(['stones/1']);
    expect(lexical.candidates.every(({ lanes }) => lanes.dense === undefined)).toBe(true);
    const dense = search(library, 'Green stones', tea, { lanes: 'dense' });
    expect(places(dense)[0]).toBe('drinks/0');
    expect(dense.candidates.every(({ lanes }) => lanes.lexical === undefined)).toBe(true);
  });

  it('finds chunks by their words alone when they have no vectors', () => {
    const library = new LibraryIndex(new ScanIndex(kernel, dimension));
    const texts = ['Duan stones', 'tea'];
    library.addSegment(1, directoryOf('a', 2), buildSegmentWords(texts.map(analyse), texts));
    expect(places(search(library, 'Duan', ink))).toEqual(['a/0']);
  });

  it('searches only the documents that are let through', () => {
    const result = search(libraryOf(sample), 'inkstone', ink, {
      acceptsDocument: (documentId) => documentId === 'drinks',
    });
    expect(places(result)).toEqual(['drinks/0']);
  });

  it('finds nothing of a removed document, and the new chunks of one added again', () => {
    const library = libraryOf(sample);
    library.removeDocument('stones');
    expect(places(search(library, 'inkstone', ink))).toEqual(['drinks/0']);
    addTo(library, 'stones', [{ text: 'A whetstone', topic: none }]);
    addTo(library, 'stones', [{ text: 'A millstone', topic: none }]);
    expect(library.chunkCount).toBe(2);
    expect(places(search(library, 'whetstone', none))).toEqual(['stones/0', 'drinks/0']);
    expect(search(library, 'whetstone', none).candidates[0]?.lanes.coverage).toBeUndefined();
    expect(search(library, 'millstone', none).candidates[0]?.lanes.coverage).toBeCloseTo(1, 5);
  });

  it('does not depend on the order in which documents were added', () => {
    const same = { text: 'the same words', topic: none };
    const forward = libraryOf({ a: [same, same], b: [same] });
    const backward = libraryOf({ b: [same], a: [same, same] });
    expect(places(search(backward, 'same words', none))).toEqual(['a/0', 'a/1', 'b/0']);
    expect(search(backward, 'same words', none)).toEqual(search(forward, 'same words', none));
  });

  it('ranks a near passage in another language above passages that share chance words', () => {
    const chance = Array.from({ length: 8 }, (_, i) => ({
      text: `A long way from home number ${i} made of wood`,
      topic: [0.1, 0, 0, 0.99],
    }));
    const library = libraryOf({ en: chance, zh: [{ text: '砚台由石料雕刻而成', topic: [0.5, 0, 0, 0.87] }] });
    expect(places(search(library, 'How is an inkstone made?', ink))[0]).toBe('zh/0');
  });

  it('gives nothing for an empty library', () => {
    expect(search(libraryOf({}), 'anything', ink)).toEqual({ candidates: [] });
  });
});

describe('searching several libraries', () => {
  it('gives what one library of all their documents would', () => {
    const together = libraryOf(sample);
    const apart = [libraryOf({ stones: sample.stones }), libraryOf({ drinks: sample.drinks })];
    for (const question of ['inkstone', 'green stone', 'what is ink made of']) {
      expect(search(apart, question, ink)).toEqual(search(together, question, ink));
    }
  });
});
