import { describe, expect, it } from 'vitest';
import { knownNames } from '../../../src/lab/statements/known-names';
import { statementKinds, type StatementKind } from '../../../src/lab/statements/made-statement';
import { scoreCitations } from '../../../src/lab/statements/citation-scores';
import { samplePassages, sampleStatements } from '../../fixtures/sample-statements';

const statements = sampleStatements(1, 40);
const ofKind = (kind: StatementKind) => statements.filter((statement) => statement.kind === kind);
const stored = samplePassages.map(({ text }) => text).join('\n');
const sourceOf = ({ sources }: (typeof statements)[number]): string =>
  sources
    .map(({ documentId, start, end }) => {
      const passage = samplePassages.find(
        (one) => one.documentId === documentId && one.start <= start && end <= one.end,
      );
      return passage?.text.slice(start - passage.start, end - passage.start) ?? '';
    })
    .join(' ');

describe('made statements', () => {
  it('are of every kind in both languages', () => {
    for (const language of ['en', 'zh']) {
      for (const kind of statementKinds) {
        const some = ofKind(kind).filter((statement) => statement.language === language);
        expect(new Set(some.map(({ text }) => text)).size, `${language} ${kind}`).toBeGreaterThan(2);
      }
    }
  });

  it('are the same for the same seed only', () => {
    expect(sampleStatements(1, 5)).toEqual(sampleStatements(1, 5));
    expect(sampleStatements(2, 5)).not.toEqual(sampleStatements(1, 5));
  });

  it('are word for word where they are true, and nowhere in the passages where they are altered', () => {
    for (const { text } of ofKind('true')) expect(stored).toContain(text);
    for (const kind of ['wrong-number', 'wrong-name', 'invented'] as const) {
      for (const { text } of ofKind(kind)) expect(stored).not.toContain(text);
    }
    for (const statement of ofKind('negated')) expect(statement.text).not.toBe(sourceOf(statement));
  });

  it('differ from their source in a number alone where the number is wrong', () => {
    const withoutNumbers = (text: string): string =>
      text.replace(
        /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|January|February|March|April|June|July|August|September|October|November|December)\b|[\d,.〇一二三四五六七八九十百千]/g,
        '',
      );
    for (const statement of ofKind('wrong-number')) {
      expect(statement.text).not.toBe(sourceOf(statement));
      expect(withoutNumbers(statement.text)).toBe(withoutNumbers(sourceOf(statement)));
    }
  });

  it('hold a name that no passage holds where the name is wrong', () => {
    const strangers = /Benjamin Franklin|Thomas Mann|Copenhagen|Lisbon|欧几里得|鲁迅|拉萨|昆明/;
    for (const { text } of ofKind('wrong-name')) expect(text).toMatch(strangers);
  });

  it('name a passage that there is, in about half of the cases', () => {
    const hints = statements.flatMap(({ hint }) => hint ?? []);
    expect(hints.length / statements.length).toBeGreaterThan(0.4);
    expect(hints.length / statements.length).toBeLessThan(0.6);
    for (const hint of hints) expect(samplePassages[hint - 1]).toBeDefined();
  });
});

describe('known names', () => {
  it('are the answers that look like names, by what the question asks', () => {
    const names = knownNames([
      { id: '1', text: 'Who won?', answers: ['the Panthers', 'nobody', '3', 'Kawann Short'] },
      { id: '2', text: '哪个城市？', answers: ['肇庆', '在城里的'] },
      { id: '3', text: '写了什么？', answers: ['《文房四谱》'] },
    ]);
    expect(names).toEqual({
      person: ['Panthers', 'Kawann Short'],
      place: ['肇庆'],
      organisation: [],
      work: ['《文房四谱》'],
    });
  });
});

describe('the scores', () => {
  it('take a citation elsewhere for wrong, and one of a false statement too', () => {
    const span = { documentId: 'a', documentName: 'a', quote: '' };
    const sources = [{ documentId: 'a', start: 10, end: 20 }];
    const one = { language: 'en', text: '', sources } as const;
    const cited = [
      { statement: { ...one, kind: 'true' }, spans: [{ ...span, start: 12, end: 25 }] },
      { statement: { ...one, kind: 'true' }, spans: [{ ...span, start: 20, end: 25 }] },
      { statement: { ...one, kind: 'true' }, spans: [] },
      { statement: { ...one, kind: 'negated' }, spans: [{ ...span, start: 12, end: 25 }] },
      { statement: { ...one, kind: 'negated' }, spans: [] },
    ] as const;
    expect(scoreCitations(cited.map((each) => ({ ...each, milliseconds: 1 })))).toEqual([
      { language: 'en', kind: 'true', statements: 3, right: 0.3333, cited: 0.6667 },
      { language: 'en', kind: 'negated', statements: 2, right: 0.5, cited: 0.5 },
    ]);
  });
});
