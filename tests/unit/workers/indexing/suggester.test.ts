import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAbortError } from '../../../../src/core/app-error';
import type { Citation } from '../../../../src/core/citation';
import { detectLanguage } from '../../../../src/core/language';
import type { SuggestInput } from '../../../../src/contracts/search-index';
import type { SuggestedQuestion } from '../../../../src/core/suggestions/question-candidate';
import { AskedLibrary, libraryId, modelPath } from './asked-library';

let library: AskedLibrary;

beforeEach(() => {
  library = new AskedLibrary();
});

afterEach(() => library.close());

async function suggest(change: Partial<SuggestInput> = {}): Promise<string[]> {
  const input = { libraryIds: [libraryId], modelPath, limit: 4, ...change };
  return (await library.index.call('suggest', input)).map(({ text }) => text);
}

/** What the app itself quotes for a question, and nothing where it refuses. */
async function quotedFor(question: string): Promise<Citation[]> {
  const scope = { libraryIds: [libraryId], limit: 8, modelPath };
  const { passages, confidence, abstain } = await library.index.call('retrieve', { ...scope, question });
  if (abstain) return [];
  const request = { question, language: detectLanguage(question), passages, history: [], confidence };
  const citations: Citation[] = [];
  for await (const event of library.index.stream('extract', request)) {
    if (event.kind === 'citation') citations.push(event.citation);
  }
  return citations;
}

const basalt = `# Rocks of the coast

Basalt is a dark rock that forms when lava cools quickly at the surface.

Walkers see it on the northern cliffs. Most of the cliffs are of basalt.`;

const loom = `# Weaving

A heddle is a loop of wire that lifts the warp threads. Each heddle holds one thread.

The Jacquard Loom was invented by Joseph Marie Jacquard. The Jacquard Loom reads cards.`;

const primes = `# 数论初步

素数是指在大于1的自然数中，只能被1和自身整除的数。素数有无穷多个。`;

describe('suggested questions', () => {
  it('are answered by the library, each with the words that it was made from', async () => {
    await library.add('rocks.md', basalt);
    await library.add('weaving.md', loom);
    await library.add('primes.md', primes);
    const questions = await suggest();
    expect(questions).toContain('What is basalt?');
    expect(questions).toContain('什么是素数？');
    expect(questions.length).toBeGreaterThanOrEqual(3);
    for (const question of questions) expect(await quotedFor(question), question).not.toEqual([]);
    const basaltQuotes = (await quotedFor('What is basalt?')).map(({ quote }) => quote);
    expect(basaltQuotes.join('\n')).toContain('forms when lava cools');
  });

  it('leave out what the library answers with other words than those that they were made from', async () => {
    await library.add('rocks.md', basalt);
    // More is said of it elsewhere, and nothing that tells what it is.
    const chatter = 'Basalt, basalt is what they say; what is basalt, they ask, basalt is it.';
    await library.add('chatter.md', Array(3).fill(chatter).join('\n\n'));
    const cited = await quotedFor('What is basalt?');
    expect(cited.some(({ documentId }) => documentId === 'rocks.md')).toBe(
      (await suggest()).includes('What is basalt?'),
    );
  });

  it('are the same at every visit, and made anew when the library changes', async () => {
    await library.add('rocks.md', basalt);
    const first = await suggest();
    expect(await suggest()).toEqual(first);
    await library.add('primes.md', primes);
    expect(await suggest()).toContain('什么是素数？');
  });

  it('stay within the chosen documents', async () => {
    await library.add('rocks.md', basalt);
    await library.add('primes.md', primes);
    expect(await suggest({ documentIds: ['primes.md'] })).toEqual(['什么是素数？']);
  });

  it('are in the language of the document that they come from, but for one that is asked for', async () => {
    const lessons = Array.from({ length: 40 }, (_, i) => `第${i + 1}节课上，学生们把素数的性质写进了笔记。`);
    await library.add('primes.md', `${primes}\n\n${lessons.join('\n\n')}\n\n${basalt}`);
    const questions = await suggest({ limit: 6 });
    expect(questions).toContain('什么是素数？');
    expect(questions.map(detectLanguage)).not.toContain('en');
    expect(await suggest({ limit: 6, language: 'en' })).toContain('What is basalt?');
  });

  it('leave out what was asked, also in other words', async () => {
    await library.add('rocks.md', basalt);
    expect(await suggest({ except: ['what is a basalt'] })).not.toContain('What is basalt?');
  });

  it('after an answer come from beside it, and not from the words that it quotes', async () => {
    await library.add('weaving.md', loom);
    await library.add('rocks.md', basalt);
    const { passages } = await library.index.call('retrieve', {
      ...{ question: 'What is a heddle?', libraryIds: [libraryId], limit: 1, modelPath },
    });
    const [found] = passages;
    if (!found) throw new Error('nothing was found');
    const start = found.start + found.text.indexOf('A heddle');
    const cited = { documentId: 'weaving.md', start, end: start + 10, isCited: true };
    const questions = await suggest({ around: [cited] });
    expect(questions).toContain('Who invented the Jacquard Loom?');
    expect(questions).not.toContain('What is a heddle?');
    expect(questions).not.toContain('What is basalt?');
  });

  it('can be given up, and let a question go first', async () => {
    for (let i = 0; i < 12; i += 1)
      await library.add(`rocks-${i}.md`, basalt.replaceAll('asalt', `asalt${i}x`));
    const controller = new AbortController();
    const order: string[] = [];
    const input = { libraryIds: [libraryId], modelPath, limit: 12 };
    const given = library.index
      .call('suggest', input, { signal: controller.signal })
      .catch((error: unknown) => {
        order.push(isAbortError(error) ? 'given up' : 'failed');
      });
    await library.index.call('retrieve', { ...input, question: 'What is basalt3x?', limit: 8 });
    order.push('answered');
    controller.abort();
    await given;
    expect(order).toEqual(['answered', 'given up']);
  });

  it('about the sample documents are few, well formed and answered', async () => {
    const folder = join(process.cwd(), 'public/sample');
    for (const name of ['en/inkstone.md', 'en/paper.html', 'en/tea.txt', 'zh/four-treasures.md']) {
      await library.add(name, readFileSync(join(folder, name)));
    }
    const questions = await suggest();
    expect(questions.length).toBeGreaterThan(0);
    expect(new Set(questions).size).toBe(questions.length);
    for (const question of questions) expect(question).toMatch(/^(?:\p{Lu}.*\?|[\p{Script=Han}《].*？)$/u);
  });

  it('that come with the sample are answered by documents of their language', async () => {
    const folder = join(process.cwd(), 'public/sample');
    const sample = JSON.parse(readFileSync(`${folder}.json`, 'utf8')) as {
      readonly documents: readonly { readonly path: string; readonly language: string }[];
      readonly questions: readonly SuggestedQuestion[];
    };
    // No PDF is read here.
    const documents = sample.documents.filter(({ path }) => !path.endsWith('.pdf'));
    for (const { path } of documents) await library.add(path, readFileSync(join(folder, path)));
    let answered = 0;
    for (const { text, language } of sample.questions) {
      const [first] = await quotedFor(text);
      if (!first) continue;
      answered += 1;
      expect(documents.find(({ path }) => path === first.documentId)?.language, text).toBe(language);
    }
    expect(answered).toBeGreaterThanOrEqual(6);
  });
});
