import { describe, expect, it } from 'vitest';
import { createAnalyser } from '../../../../src/core/search/analyse';
import { questionTerms } from '../../../../src/core/search/question-terms';

const termsOf = (question: string): string[] => questionTerms(question, createAnalyser());

describe('the terms of a question', () => {
  it('are its subject, without the words that make it a question', () => {
    expect(termsOf("What's the capital of France?")).toEqual(['capital', 'franc']);
    expect(termsOf('端砚是什么时候出名的？')).toEqual(termsOf('端砚 出名'));
  });

  it('keep names in capitals and names that hold a question word', () => {
    expect(termsOf('Who leads the WHO?')).toEqual(termsOf('leads WHO'));
    expect(termsOf('What does what.is_ok do?')).toContain('what.is_ok');
  });

  it('are all of them when there is no subject', () => {
    expect(termsOf('who is it?')).toEqual(['who', 'is', 'it']);
    expect(termsOf('为什么？')).not.toEqual([]);
  });
});
