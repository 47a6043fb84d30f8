import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../../../src/core/answering/escape-markdown';
import type { Message } from '../../../../src/core/conversation';
import { findInMessage, holdsAll, soughtWords } from '../../../../src/core/find-in-messages';

function question(id: string, text: string): Message {
  return { id, conversationId: 'c', createdAt: 1, role: 'question', answerId: null, text };
}

function found(query: string, text: string) {
  const hit = findInMessage(question('m0', text), soughtWords(query));
  return hit && { ...hit, marked: hit.snippet.slice(hit.mark.start, hit.mark.end) };
}

describe('looking through messages', () => {
  it('finds one that holds every word, whatever its case and width', () => {
    expect(found('INK stone', 'the ｉｎｋstone')).toMatchObject({ messageId: 'm0', marked: 'ｉｎｋ' });
    expect(found('INK stone', 'only ink')).toBeUndefined();
    expect(found('soot', 'ink')).toBeUndefined();
  });

  it('finds Chinese inside a sentence', () => {
    expect(found('砚台', '请问端溪的砚台怎么清洗？')).toMatchObject({ messageId: 'm0', marked: '砚台' });
  });

  it('shows the words around what was found on one line, with whole characters', () => {
    const hit = found('needle', `${'😀'.repeat(40)}\nneedle\n${'😀'.repeat(80)}`);
    expect(hit?.snippet).toMatch(/^…(?:😀)+ needle (?:😀)+…$/u);
    expect(hit?.marked).toBe('needle');
  });

  it('reads an extractive answer as it is shown, without its escapes', () => {
    const mail = escapeMarkdown('Write to anna_weber@example.org [today] *at* once.');
    const answer: Message = {
      ...{ id: 'a', conversationId: 'c', createdAt: 2, role: 'answer', questionId: 'q', status: 'complete' },
      ...{ language: 'en', engine: 'extractive', abstained: false, citations: [] },
      text: `**${mail}** [1]\n\n${mail} [1]`,
    };
    const hit = findInMessage(answer, soughtWords('anna_weber@example.org'));
    expect(hit?.snippet.slice(hit.mark.start, hit.mark.end)).toBe('anna_weber@example.org');
    expect(hit?.snippet).toMatch(/^Write to anna_weber@example\.org \[today\] \*at\* once\. \[1\] Write to/);
    expect(
      findInMessage({ ...answer, engine: 'webllm' }, soughtWords('anna_weber@example.org')),
    ).toBeUndefined();
  });

  it('looks for nothing where nothing is asked', () => {
    expect(soughtWords('  ')).toEqual([]);
    expect(holdsAll('Title of Ink', soughtWords('ink title'))).toBe(true);
  });
});
